"""An engine without a model: it replays texts with delays and dies on request.

Used by `sel --demo`, by tests and for screenshots; it behaves as the local engine does, so that
whatever works over it works over a real one. Its tokens are words. Deterministic: the same
requests in the same order give the same streams. It must not know who listens.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import PurePath

from sel import paths
from sel.engine import scripted_rules
from sel.engine.scripted_rules import Script
from sel.engine.types import Done, Message, Piece, Reading, Request, StopReason, StreamItem
from sel.errors import EngineCrashed, EngineError
from sel.events import EngineState, EngineView
from sel.tasks import TaskOwner

_READING_STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long things take, in seconds; a rate of 0 means as fast as the loop turns."""

    start_seconds: float = 0.0
    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0
    restart_seconds: float = 0.0


INSTANT = Pace()
DEMO = Pace(
    start_seconds=0.8, first_token_seconds=0.35, tokens_per_second=28.0, restart_seconds=1.2
)
"""Feels like a small model on a laptop."""


@dataclass(slots=True)
class _Plan:
    """A reply as it will be said, and what its prompt costs."""

    pieces: list[str]
    stop_reason: StopReason
    prompt: list[str]
    reused: int
    sent: int = 0
    stopped: bool = False


class ScriptedEngine:
    """Implements `sel.engine.types.Engine` from a script, or from `replies` given in turn.

    `crash_after=n` lets it die once, when n pieces have been sent in all; `crash()` kills it at any
    moment. `fail_start` is raised by every `start`. `requests` and `cancelled` (ids) record what
    was asked. `sleep` and `clock` (seconds) may be replaced by tests.
    """

    def __init__(  # noqa: PLR0913 - every knob is one that some test or the demo turns
        self,
        script: Script | None = None,
        *,
        replies: Sequence[str] = (),
        pace: Pace = INSTANT,
        model: str = "scripted",
        role: str = "general",
        context: int = 4096,
        crash_after: int | None = None,
        fail_start: EngineError | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.requests: list[Request] = []
        self.cancelled: list[str] = []
        self.put_downs: list[str] = []
        self.starts = 0
        self._script = script or scripted_rules.from_replies(replies or Script().defaults)
        self._pace = pace
        self._crash_after = crash_after
        self._fail_start = fail_start
        self._sleep = sleep
        self._clock = clock
        self._view = EngineView(model=model, role=role, context=context)
        self._callbacks: list[Callable[[EngineView], None]] = []
        self._settled = asyncio.Event()
        self._tasks = TaskOwner("scripted")
        self._life = 0
        self._sent = 0
        self._turns = 0
        self._slots: dict[str, list[str]] = {}
        self._running: dict[str, _Plan] = {}

    # ------------------------------------------------------------ state

    @property
    def view(self) -> EngineView:
        """How the engine is now."""
        return self._view

    def on_change(self, callback: Callable[[EngineView], None]) -> None:
        """Call back with the new view whenever it changes."""
        self._callbacks.append(callback)

    def _become(self, state: EngineState, detail: str = "") -> None:
        self._view = dataclasses.replace(
            self._view, state=state, detail=detail, rung="scripted" if state == "ready" else ""
        )
        for callback in self._callbacks:
            callback(self._view)

    # ------------------------------------------------------------ life

    async def start(self) -> None:
        """Wake up after the pace's delay. Raises `fail_start` if one was given."""
        self.starts += 1
        self._become("waking", "Waking up.")
        await self._sleep(self._pace.start_seconds)
        if self._fail_start is not None:
            self._become("failed", self._fail_start.sentence())
            self._settled.set()
            raise self._fail_start
        self._become("ready")
        self._settled.set()

    async def stop(self) -> None:
        """Fall asleep; replies under way end with `EngineCrashed`."""
        await self._tasks.stop()
        self._life += 1
        self._settled.clear()
        self._slots.clear()
        self._become("asleep")

    def crash(self) -> None:
        """Die now: replies under way raise `EngineCrashed`, then the engine restarts by itself."""
        self._life += 1
        self._settled.clear()
        self._slots.clear()
        self._become("restarting", "The engine died and is being started again.")
        self._tasks.start(self._restart(), "restart")

    async def _restart(self) -> None:
        await self._sleep(self._pace.restart_seconds)
        self.starts += 1
        self._become("ready")
        self._settled.set()

    # ------------------------------------------------------------ replies

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Words of each text."""
        return [len(scripted_rules.pieces(text)) for text in texts]

    async def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        """Stream one scripted reply; waits for the engine to be ready."""
        self.requests.append(request)
        asked = self._clock()
        await self._settled.wait()
        if self._view.state == "failed" and self._fail_start is not None:
            raise self._fail_start
        plan = self._running[request.id] = self._plan(request)
        life, began = self._life, self._clock()
        try:
            async for item in self._read(plan, life):
                yield item
            first = self._clock()
            async for item in self._say(plan, life):
                yield item
        except (GeneratorExit, asyncio.CancelledError):
            self.cancelled.append(request.id)
            raise
        finally:
            self._running.pop(request.id, None)
        self._slots[request.slot] = plan.prompt + plan.pieces[: plan.sent]
        yield Done(
            stop_reason="cancelled" if plan.stopped else plan.stop_reason,
            prompt_tokens=len(plan.prompt),
            reused_tokens=plan.reused,
            read_tokens=len(plan.prompt) - plan.reused,
            made_tokens=plan.sent,
            queue_seconds=began - asked,
            read_seconds=first - began,
            make_seconds=self._clock() - first,
        )

    def cancel(self, request_id: str) -> None:
        """End a reply before its next piece; its stream then ends with `Done("cancelled")`."""
        if plan := self._running.get(request_id):
            plan.stopped = True
            self.cancelled.append(request_id)

    def forget(self, slot: str) -> int | None:
        """Nothing of this conversation counts as read any more."""
        self._slots.pop(slot, None)
        return None

    async def put_down(self, slot: str) -> int:
        """There is nothing to put on a disk; that it was asked for is noted."""
        self.put_downs.append(slot)
        return 0

    async def _read(self, plan: _Plan, life: int) -> AsyncGenerator[StreamItem, None]:
        total = len(plan.prompt)
        for step in range(_READING_STEPS + 1):
            if plan.stopped:
                return
            yield Reading(plan.reused + (total - plan.reused) * step // _READING_STEPS, total)
            if step < _READING_STEPS:
                await self._wait(self._pace.first_token_seconds / _READING_STEPS, life)

    async def _say(self, plan: _Plan, life: int) -> AsyncGenerator[StreamItem, None]:
        """One piece at a time, each at its due moment, so that a slow reader loses no speed."""
        rate, began = self._pace.tokens_per_second, self._clock()
        for number, text in enumerate(plan.pieces):
            due = began + number / rate if rate else 0.0
            await self._wait(max(0.0, due - self._clock()), life)
            if plan.stopped:
                return
            yield Piece(text)
            plan.sent += 1
            self._sent += 1
            if self._crash_after is not None and self._sent >= self._crash_after:
                self._crash_after = None
                self.crash()

    async def _wait(self, seconds: float, life: int) -> None:
        if life == self._life:
            await self._sleep(seconds)
        if life != self._life:
            raise EngineCrashed(
                "The engine died in the middle of the reply.", hint="It is being started again."
            )

    # ------------------------------------------------------------ what to say

    def _plan(self, request: Request) -> _Plan:
        text, reason = self._cut(self._text_for(request), request.stop)
        words = scripted_rules.pieces(text)
        if request.sampling.ignore_end and words:
            words = list(islice(cycle(words), request.max_tokens))
        if len(words) > request.max_tokens:
            words, reason = words[: request.max_tokens], "length"
        prompt = [w for m in request.messages for w in scripted_rules.pieces(f"\n{m.content}")]
        prompt += scripted_rules.pieces(request.resume)
        return _Plan(words, reason, prompt, self._reused(request.slot, prompt))

    def _text_for(self, request: Request) -> str:
        """The reply, or what is left of it after `resume`; a text that cannot go on follows it."""
        if request.resume and (whole := self._script.continues(request.resume)) is not None:
            return whole[len(request.resume) :]
        newest = next((m for m in reversed(request.messages) if m.role == "user"), None)
        self._turns += 1
        text = self._said_to(newest) if newest else self._script.choose("", self._turns - 1)
        apart = request.resume and not request.resume[-1].isspace()
        return f" {text}" if apart else text

    def _said_to(self, message: Message) -> str:
        name = PurePath(message.images[0]).name if message.images else ""
        seen = self._script.sees(name, self._turns - 1) if name else ""
        return seen or self._script.choose(message.content, self._turns - 1)

    @staticmethod
    def _cut(text: str, stops: tuple[str, ...]) -> tuple[str, StopReason]:
        found = [at for stop in stops if stop and (at := text.find(stop)) >= 0]
        return (text[: min(found)], "stop") if found else (text, "end")

    def _reused(self, slot: str, prompt: list[str]) -> int:
        """Words at the beginning that this slot has seen before; the last is always read anew."""
        same = 0
        for old, new in zip(self._slots.get(slot, ()), prompt[:-1], strict=False):
            if old != new:
                break
            same += 1
        return same


def demo() -> ScriptedEngine:
    """The engine behind `sel --demo`. Raises `SettingError` if its script is broken."""
    script = scripted_rules.load(paths.assets() / "demo" / "script.toml")
    return ScriptedEngine(script, pace=DEMO, model="demo script")
