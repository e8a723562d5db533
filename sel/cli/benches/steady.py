"""An engine that makes replies of one length, whatever the model would do."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace

from sel.cache.cache import ResponseCache
from sel.cache.policy import LIFETIMES
from sel.engine.types import Engine, Request, StreamItem
from sel.events import EngineView


def forgetful() -> ResponseCache:
    """A cache that keeps nothing: what is measured is made each time."""
    return ResponseCache(dict.fromkeys(LIFETIMES, 0.0))


class SteadyEngine:
    """Wraps an engine. `length` tokens a reply; 0 leaves requests as they are."""

    def __init__(self, inner: Engine) -> None:
        self.inner = inner
        self.length = 0

    @property
    def view(self) -> EngineView:
        """How the engine is now; of no known size while lengths are fixed, or it would be led."""
        return replace(self.inner.view, parameters=0) if self.length else self.inner.view

    def on_change(self, callback: Callable[[EngineView], None]) -> None:
        """Call back with the new view whenever it changes."""
        self.inner.on_change(callback)

    async def start(self) -> None:
        """Load."""
        await self.inner.start()

    async def stop(self) -> None:
        """End the child."""
        await self.inner.stop()

    def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        """Stream one reply of the fixed length."""
        if self.length and request.max_tokens:
            sampling = replace(request.sampling, ignore_end=True)
            request = replace(request, sampling=sampling, max_tokens=self.length)
        return self.inner.generate(request)

    def cancel(self, request_id: str) -> None:
        """End a reply early."""
        self.inner.cancel(request_id)

    def forget(self, slot: str) -> None:
        """Take a conversation out of the KV cache."""
        self.inner.forget(slot)

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        return await self.inner.count(texts)

    async def put_down(self, slot: str) -> int:
        """Put a conversation's KV state on disk."""
        return await self.inner.put_down(slot)
