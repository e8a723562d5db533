"""Speaking one reply: text from the engine to the bus, taken up again when the engine dies."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from sel.brain.stopwatch import Stopwatch
from sel.bus import Bus
from sel.engine.types import Done, Engine, Piece, Reading, Request, StreamItem
from sel.errors import EngineCrashed
from sel.events import NoticeGiven, PromptRead, TextArrived
from sel.prompt.cleanup import Cleaner
from sel.prompt.ending import Ending, trim
from sel.prompt.loops import LoopWatch
from sel.safety.honest import Step

LIVES = 3
"""How many engines one reply may outlive."""

Source = Callable[[Request], AsyncGenerator[StreamItem, None]]
"""Where the items of a reply come from: an engine, or a cache before it."""


@dataclass(slots=True)
class Spoken:
    """A reply so far. `raw` is the model's text (kept in the history), `shown` what people saw."""

    raw: str = ""
    shown: str = ""
    stop_reason: str = ""
    done: Done | None = None
    first_seconds: float = 0.0


@dataclass(slots=True)
class Speaker:
    """Says one reply on one channel. `opening` is how it begins, whatever the model would say; with
    `whole` it is all that is said, and nobody asks the model."""

    bus: Bus
    channel: str
    turn_id: str
    watch: Stopwatch
    mirror: Step
    ending: Ending | None = None
    opening: str = ""
    whole: bool = False
    delay: float = 0.0
    spoken: Spoken = field(default_factory=Spoken)
    _loops: LoopWatch = field(default_factory=LoopWatch)
    _cleaner: Cleaner = field(default_factory=Cleaner)
    _cut: int | None = None
    _asked: float = 0.0
    _begun: float = 0.0
    _styled: float = 0.0

    async def speak(self, engine: Engine, request: Request, source: Source | None = None) -> Spoken:
        """Stream the reply. Raises `EngineError`; `spoken` then holds the partial text.

        `source` is asked in the engine's place, as long as the engine lives.
        """
        self._asked = self.watch.timer.now()
        try:
            if self.whole:
                return await self._recite()
            return await self._make(engine, request, source or engine.generate)
        finally:
            self._tell_times()

    async def _make(self, engine: Engine, request: Request, source: Source) -> Spoken:
        for life in range(LIVES):
            attempt = dataclasses.replace(
                request, id=f"{request.id}.{life}", resume=self.spoken.raw or self.opening
            )
            try:
                await self._stream(engine, attempt, source if not life else engine.generate)
                break
            except EngineCrashed:
                if self._cut is not None:  # all was said already
                    break
                if life == LIVES - 1:
                    raise
                self._tell_crash()
        self._close()
        return self.spoken

    def _tell_times(self) -> None:
        """Tell the stages of a reply that was made: the wait, the stream, the style within it."""
        timer = self.watch.timer
        begun, over = self._begun or timer.now(), timer.now()
        timer.take("first_token", self._asked, begun - self._asked)
        timer.take("stream", begun, max(0.0, over - begun - self._styled))
        timer.take("style", begun, self._styled)

    async def _recite(self) -> Spoken:
        """Say the opening as it stands: it quotes the person, so their case is left alone."""
        await self._pause()
        self.spoken.raw, self.spoken.stop_reason = self.opening, "end"
        self._show(self._cleaner.feed(self.opening) + self._cleaner.close())
        return self.spoken

    def _tell_crash(self) -> None:
        self.bus.publish(
            NoticeGiven(
                channel=self.channel,
                turn_id=self.turn_id,
                title="The engine died in the middle of this reply.",
                hint="It is being started again; the reply goes on where it was.",
                level="warning",
            )
        )

    async def _stream(self, engine: Engine, request: Request, source: Source) -> None:
        stream = source(request)
        try:
            while True:
                with self.watch.waiting():
                    item = await anext(stream, None)
                if item is None:
                    return
                if isinstance(item, Piece) and self._cut is None:
                    await self._say(item.text)
                    if self._cut is not None:
                        engine.cancel(request.id)
                elif isinstance(item, Reading):
                    self.bus.publish(
                        PromptRead(
                            channel=self.channel,
                            turn_id=self.turn_id,
                            done=item.done,
                            total=item.total,
                        )
                    )
                elif isinstance(item, Done):
                    self.spoken.done = item
        finally:
            await stream.aclose()

    async def _say(self, text: str) -> None:
        spoken = self.spoken
        if not spoken.raw:
            text = self.opening + text if self.opening else text.lstrip()
            if not text:
                return
            await self._pause()
        spoken.raw += text
        if (cut := self._loops.feed(text)) is not None:
            self._end_at(cut, "loop")
            return
        if self.ending is not None and (cut := self.ending.feed(text)) is not None:
            text = text[: len(text) - (len(spoken.raw) - cut)]
            self._end_at(cut, "enough")
        began = self.watch.timer.now()
        styled = self.mirror.feed(self._cleaner.feed(text))
        self._styled += self.watch.timer.now() - began
        self._show(styled)

    async def _pause(self) -> None:
        """A mood may hesitate before its first word; the engine goes on meanwhile."""
        left = self.delay - self.watch.total
        if left > 0:
            with self.watch.waiting():
                await asyncio.sleep(left)
        self.spoken.first_seconds = self.watch.total
        self._begun = self.watch.timer.now()

    def _end_at(self, cut: int, reason: str) -> None:
        self._cut = cut
        self.spoken.raw = self.spoken.raw[:cut].rstrip()
        self.spoken.stop_reason = reason

    def _show(self, text: str) -> None:
        if text:
            self.spoken.shown += text
            self.bus.publish(TextArrived(channel=self.channel, turn_id=self.turn_id, text=text))

    def _close(self) -> None:
        """Say what was held back; settle what the whole reply is."""
        spoken = self.spoken
        if not spoken.raw and self.opening:  # the model had nothing to add
            spoken.raw = self.opening
            self._show(self.mirror.feed(self._cleaner.feed(self.opening)))
        if spoken.stop_reason != "loop":
            self._show(self.mirror.feed(self._cleaner.close()) + self.mirror.close())
        spoken.stop_reason = spoken.stop_reason or (spoken.done.stop_reason if spoken.done else "")
        if self._cut is None and spoken.stop_reason in ("length", "context"):
            spoken.raw = trim(spoken.raw)
            spoken.shown = trim(spoken.shown)
        elif spoken.stop_reason == "loop":
            spoken.shown = spoken.shown[: len(spoken.raw)]
        spoken.shown = spoken.shown.strip()
