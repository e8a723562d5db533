"""One engine and one embedder for many tests: what a brain stops is not stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from sel.engine import catalog
from sel.engine.embedder import ChildEmbedder
from sel.engine.embedding import Vector
from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine
from sel.engine.types import Request, StreamItem
from sel.events import EngineView


@dataclass(slots=True)
class LentEngine:
    """An `Engine` over a running one that stays. Which conversations it had is noted."""

    inner: LocalEngine
    slots: set[str] = field(default_factory=set)
    log: Path = Path()

    @classmethod
    def of_starter(cls, folder: Path) -> LentEngine:
        """Over the starter model, not started yet; its log lies in `folder`."""
        model = catalog.starter()
        assert model is not None
        config = LlmConfig(path=str(model), context=4096, threads=2, slots=4)
        log = folder / "llm.log"
        engine = LocalEngine(config, log_path=log, rungs_path=folder / "rungs.json")
        return cls(engine, log=log)

    @property
    def view(self) -> EngineView:
        return self.inner.view

    def on_change(self, callback: Callable[[EngineView], None]) -> None:
        callback(self.inner.view)  # it will not change any more

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        self.slots.add(request.slot)
        return self.inner.generate(request)

    def cancel(self, request_id: str) -> None:
        self.inner.cancel(request_id)

    def forget(self, slot: str) -> int:
        return self.inner.forget(slot)

    def forget_all(self) -> None:
        """As if nobody had ever spoken with it."""
        while self.slots:
            self.inner.forget(self.slots.pop())

    async def put_down(self, slot: str) -> int:
        return await self.inner.put_down(slot)

    async def count(self, texts: Sequence[str]) -> list[int]:
        return await self.inner.count(texts)


@dataclass(slots=True)
class LentEmbedder:
    """An `Embedder` over a warm one that stays: it lives in a thread of its own, so that tests and
    commands with any loop can ask it."""

    inner: ChildEmbedder
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    log: Path = Path()

    @classmethod
    @contextmanager
    def in_folder(cls, folder: Path) -> Iterator[LentEmbedder]:
        """Over the default model, warm; its log lies in `folder`."""
        log = folder / "embed.log"
        made = cls(ChildEmbedder(log), log=log)
        thread = Thread(target=made.loop.run_forever, daemon=True)
        thread.start()
        asyncio.run_coroutine_threadsafe(made.inner.start(), made.loop).result()
        yield made
        asyncio.run_coroutine_threadsafe(made.inner.stop(), made.loop).result()
        made.loop.call_soon_threadsafe(made.loop.stop)
        thread.join()
        made.loop.close()

    @property
    def ready(self) -> bool:
        return self.inner.ready

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        asked = asyncio.run_coroutine_threadsafe(self.inner.embed(texts), self.loop)
        return await asyncio.wrap_future(asked)

    def forget(self) -> int:
        return self.inner.forget()
