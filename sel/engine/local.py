"""The local engine: requests and replies over a supervised llama.cpp child."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path
from typing import Any

from sel.engine.child import ChildGone
from sel.engine.llm_config import LlmConfig
from sel.engine.rungs import RungMemory
from sel.engine.supervisor import WORKER, Supervisor
from sel.engine.types import Done, HeadKept, Piece, Reading, Request, StreamItem, TokenLogprob
from sel.errors import EngineCrashed, EngineError, EngineGaveUp, SelError, from_wire
from sel.events import EngineState, EngineView

Inbox = asyncio.Queue[StreamItem | SelError]


_FIELDS = tuple(field.name for field in dataclasses.fields(Request))


def on_wire(request: Request) -> dict[str, Any]:
    """A request as JSON has it. `asdict` copies every leaf of it: 1-2 ms of each reply's first
    token in a long conversation."""
    told = {name: getattr(request, name) for name in _FIELDS}
    told["sampling"] = dataclasses.asdict(request.sampling)
    told["messages"] = [
        {"role": one.role, "content": one.content, "images": one.images} for one in request.messages
    ]
    return told


class LocalEngine:
    """One GGUF in one child process (see `sel.engine.types.Engine`)."""

    def __init__(
        self,
        config: LlmConfig,
        *,
        log_path: Path,
        rungs_path: Path,
        worker: str = WORKER,
        name: str = "",
    ) -> None:
        """`name` is what the model is called where the file's own name says nothing."""
        self._view = EngineView(model=name or Path(config.path).name)
        self._callbacks: list[Callable[[EngineView], None]] = []
        self._settled = asyncio.Event()  # ready or failed: no use in waiting longer
        self._open: dict[str, Inbox] = {}
        self._made: Counter[str] = Counter()
        self._asked: dict[str, asyncio.Future[Any]] = {}
        self.head: HeadKept | None = None
        self._numbers = itertools.count(1)
        self._supervisor = Supervisor(
            config,
            log_path,
            RungMemory(rungs_path),
            deliver=self._deliver,
            changed=self._changed,
            worker=worker,
        )

    @property
    def view(self) -> EngineView:
        """How the engine is now."""
        return self._view

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._supervisor.pid

    @property
    def notice(self) -> str:
        """What a person should know about the model, if anything."""
        return self._supervisor.ready.notice if self._supervisor.ready else ""

    def on_change(self, callback: Callable[[EngineView], None]) -> None:
        """Call back with the new view whenever it changes."""
        self._callbacks.append(callback)

    async def start(self) -> None:
        """Load; returns when ready. Raises `EngineError`."""
        try:
            await self._supervisor.start()
        except SelError as error:
            self._changed("failed", error.sentence(), 0.0)
            raise

    async def stop(self) -> None:
        """End the child; replies under way end with an error."""
        await self._supervisor.stop()
        self._fail_all(EngineError("The engine was stopped."))
        self._changed("asleep", "", 0.0)

    async def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        """Stream one reply; closing the generator cancels it."""
        await self._wait_ready()
        inbox: Inbox = asyncio.Queue()
        self._open[request.id] = inbox
        try:
            self._send({"op": "generate", "request": on_wire(request)})
            self._made[request.slot] += request.max_tokens > 0
            while True:
                item = await inbox.get()
                if isinstance(item, SelError):
                    raise item
                if isinstance(item, Done):
                    del self._open[request.id]
                    yield item
                    return
                yield item
        finally:
            if self._open.pop(request.id, None) is not None:
                self.cancel(request.id)

    def cancel(self, request_id: str) -> None:
        """End a reply early; its stream then ends with `Done("cancelled")`."""
        with contextlib.suppress(EngineCrashed):
            self._send({"op": "cancel", "id": request_id})

    def rest(self, seconds: float) -> None:
        """Leave the processor to others for so long; 0 ends a rest."""
        with contextlib.suppress(EngineCrashed):
            self._send({"op": "rest", "seconds": seconds})

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens."""
        counts: list[int] = await self._ask({"op": "count", "texts": list(texts)})
        return counts

    async def put_down(self, slot: str) -> int:
        """Put a conversation's KV state on disk, where `Request.take_up` finds it."""
        size: int = await self._ask({"op": "put_down", "slot": slot})
        return size

    async def _ask(self, message: dict[str, Any]) -> Any:
        await self._wait_ready()
        key = str(next(self._numbers))
        self._asked[key] = asyncio.get_running_loop().create_future()
        try:
            self._send({**message, "id": key})
            return await self._asked[key]
        finally:
            del self._asked[key]

    def forget(self, slot: str) -> int:
        """Take a conversation out of the KV cache; how many of its replies the child knew."""
        with contextlib.suppress(EngineCrashed):
            self._send({"op": "forget", "slot": slot})
        return self._made.pop(slot, 0)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._supervisor.send(message)
        except ChildGone:
            raise _crashed() from None

    async def _wait_ready(self) -> None:
        await self._settled.wait()
        if self._view.state == "failed":
            raise EngineGaveUp(self._view.detail)
        if self._view.state == "asleep":
            raise EngineError("The engine was stopped.")

    # ------------------------------------------------------------ from the supervisor

    def _changed(self, state: EngineState, detail: str, progress: float) -> None:
        ready = self._supervisor.ready
        self._view = EngineView(
            state=state,
            role=self._view.role,
            model=self._view.model,
            detail=detail,
            rung=ready.rung.name if ready else "",
            context=ready.context if ready else 0,
            parameters=ready.parameters if ready else 0,
            rewinds=ready.rewinds if ready else True,
            restored=self.head.tokens if self.head and self.head.restored else 0,
            progress=progress,
        )
        if state in ("ready", "failed", "asleep"):
            self._settled.set()
        else:
            self._settled.clear()
        for callback in self._callbacks:
            callback(self._view)

    def _deliver(self, message: dict[str, Any]) -> None:
        event = message.pop("event")
        if event == "died":
            self.head = None
            self._fail_all(_crashed())
        elif event == "head":
            self.head = HeadKept(**message)
            self._changed("ready", "", 1.0)
        elif event == "answer":
            self._settle(message)
        elif (inbox := self._open.get(message.pop("id", ""))) is not None:
            inbox.put_nowait(_ITEMS[event](message))

    def _settle(self, message: dict[str, Any]) -> None:
        waiting = self._asked.get(message["id"])
        if waiting is not None and not waiting.done():
            waiting.set_result(message["value"])

    def _fail_all(self, error: SelError) -> None:
        self._made.clear()
        for inbox in self._open.values():
            inbox.put_nowait(error)
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(error)


def _crashed() -> EngineCrashed:
    return EngineCrashed(
        "The engine died in the middle of its work.", hint="It is being started again."
    )


def _piece(message: dict[str, Any]) -> Piece:
    logprobs = tuple(
        TokenLogprob(
            one["text"], one["logprob"], tuple((text, value) for text, value in one["top"])
        )
        for one in message["logprobs"]
    )
    return Piece(message["text"], logprobs)


_ITEMS: dict[str, Callable[[dict[str, Any]], StreamItem | SelError]] = {
    "reading": lambda message: Reading(message["done"], message["total"]),
    "piece": _piece,
    "done": lambda message: Done(**message),
    "error": lambda message: from_wire(message["error"]),
}
