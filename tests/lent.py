"""One engine and one embedder for many tests: what a brain stops is not stopped."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

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
    """An `Embedder` over a warm one that stays."""

    inner: ChildEmbedder
    log: Path = Path()

    @classmethod
    def in_folder(cls, folder: Path) -> LentEmbedder:
        """Over the default model, not started yet; its log lies in `folder`."""
        log = folder / "embed.log"
        return cls(ChildEmbedder(log), log)

    @property
    def ready(self) -> bool:
        return self.inner.ready

    async def start(self) -> None:
        await self.inner.start()

    async def stop(self) -> None:
        pass

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await self.inner.embed(texts)

    def forget(self) -> int:
        return self.inner.forget()
