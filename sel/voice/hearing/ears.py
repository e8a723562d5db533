"""The ears: a child that judges and understands, and what SEL makes of it. Implements `EarsPort`.

Nothing here waits for the child while a frame comes in, and nothing heard is written anywhere.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.errors import VoiceError
from sel.tasks import Stage, TaskOwner
from sel.voice.hearing.listener import Listener
from sel.voice.hearing.phantoms import Understood
from sel.voice.hearing.utterance import FRAME_SECONDS, Judged
from sel.voice.ports import EarEvent, Frame, SpeechLevel

MODULE = "sel.engine.workers.listen"
WARM_SECONDS = 120.0
"""Longest wait for the models to load; 1-3 s are usual, a large one on a slow disk takes 30."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Seconds between a death and the next start; doubled each time up to the longest."""
MOST_DEATHS = 5
"""Deaths in a row, with nothing understood between them, after which the ears give up."""
MOST_BEHIND = 1500
"""Frames, 48 s, that the child may owe; one that owes more is stuck and is ended. Less than what it
keeps, so that no span asked about is gone."""
MOST_EVENTS = 1000
"""Events kept for a reader that is late; then the oldest go."""

Control = Callable[[], list[EarEvent]]


class Ears:
    """What is said into the microphone, understood by the Whisper model in a folder.

    `language` is a code such as "de", "" to find out (which English-only models need not).
    """

    def __init__(  # noqa: PLR0913 - what understands, how patient, where it writes
        self,
        log_path: Path,
        model: Path,
        *,
        end_ms: int = 480,
        language: str = "",
        module: str = MODULE,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self._log_path = log_path
        self._options = ["--model", str(model), "--language", language]
        self._module = module
        self._first_pause = first_pause
        self._listener = Listener(end_ms)
        self._tasks = TaskOwner("ears")
        self._child: Child | None = None
        self._ready: asyncio.Future[str] | None = None
        self._frames: deque[Frame] = deque()
        self._controls: deque[tuple[int, Control]] = deque()
        self._number = 0
        self._now = 0.0
        self._deaths = 0
        self._events: deque[EarEvent] = deque(maxlen=MOST_EVENTS)
        self._level: SpeechLevel | None = None
        self._news = asyncio.Event()
        self._stopped = False
        self._gone: VoiceError | None = None
        self.frame_ms = 0.0

    @property
    def behind(self) -> int:
        """Frames the child has not judged yet; whoever feeds a recording waits while it is high."""
        return len(self._frames)

    @property
    def idle(self) -> bool:
        """Whether Whisper has nothing to do."""
        return self._listener.idle

    @property
    def pid(self) -> int | None:
        """The ready child's process id."""
        return self._child.pid if self._child else None

    async def start(self) -> str:
        """Load the models; the name of what understands. Raises `VoiceError`."""
        if self._ready is None:
            self._stopped, self._gone, self._deaths = False, None, 0
            self._ready = asyncio.get_running_loop().create_future()
            self._tasks.start(self._live(), "child", Stage.BACKGROUND)
        try:
            return await asyncio.shield(self._ready)
        except VoiceError:
            self._ready = None
            raise

    async def stop(self) -> None:
        """End the child; again does nothing."""
        self._stopped = True
        await self._tasks.stop()
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(VoiceError("The ears were stopped."))
            self._ready.exception()  # read here, so that nobody has to
        self._ready = None
        self._news.set()

    def hear(self, frame: Frame) -> None:
        """Take a frame; never waits. Frames that come while there is no child are not heard."""
        child = self._child
        if child is None:
            return
        if self.behind >= MOST_BEHIND:
            child.kill()
            return
        number = self._number + self.behind
        pcm = base64.b64encode(frame.pcm).decode("ascii")
        with contextlib.suppress(ChildGone):
            child.send({"type": "frame", "number": number, "pcm": pcm})
            self._frames.append(frame)

    def guard(self, *, on: bool) -> None:
        """SEL speaks from now on (`on`): take only what is surely speech."""
        self._after_frames(lambda: self._guard(on))

    def press(self, *, down: bool) -> None:
        """Push to talk: all from now on until it is up is one utterance."""
        self._after_frames(lambda: self._listener.press(self._now, down=down))

    def reset(self) -> None:
        """Forget what was being heard."""
        self._after_frames(self._reset)

    async def events(self) -> AsyncIterator[EarEvent]:
        """What is heard, until stopped. Raises `VoiceError` where the child is gone for good."""
        while not self._stopped:
            while self._events:
                yield self._events.popleft()
            level, self._level = self._level, None
            if level is not None:
                yield level
            if self._gone is not None:
                raise self._gone
            if not self._events and not self._stopped:
                self._news.clear()
                await self._news.wait()

    # ------------------------------------------------------------ what comes in order

    def _guard(self, on: bool) -> list[EarEvent]:
        self._listener.guard(on=on)
        return []

    def _reset(self) -> list[EarEvent]:
        if self._child is not None:
            with contextlib.suppress(ChildGone):
                self._child.send({"type": "reset"})
        return self._listener.reset()

    def _after_frames(self, control: Control) -> None:
        """Do it once the frames that came before are judged."""
        self._controls.append((self._number + self.behind, control))
        self._control()

    def _control(self) -> None:
        while self._controls and self._controls[0][0] <= self._number:
            self._tell(self._controls.popleft()[1]())
        self._ask()

    def _judged(self, message: dict[str, Any]) -> None:
        self.frame_ms = float(message["ms"])
        for p in message["p"]:
            frame = self._frames.popleft()
            self._now = frame.at
            judged = Judged(self._number, frame.at, frame.level, float(p))
            self._number += 1
            self._tell(self._listener.judged(judged))
            self._control()

    def _understood(self, message: dict[str, Any]) -> None:
        understood = Understood(
            text=message["text"],
            no_speech=message["no_speech"],
            logprob=message["logprob"],
            compression=message["compression"],
            language=message["language"],
            seconds=message["seconds"],
        )
        # The clock tells the time between two frames, unless they are no live sound.
        now = min(max(time.monotonic(), self._now), self._now + FRAME_SECONDS)
        self._tell(self._listener.answered(message["id"], understood, now))
        self._ask()
        self._deaths = 0

    def _ask(self) -> None:
        if self._child is None:
            return
        ask = self._listener.wanted()
        if ask is not None:
            span = {"first": ask.first, "last": ask.last}
            with contextlib.suppress(ChildGone):
                self._child.send({"type": "text", "id": ask.id} | span)

    def _tell(self, events: list[EarEvent]) -> None:
        for event in events:
            if isinstance(event, SpeechLevel):
                self._level = event
            else:
                self._events.append(event)
        if events:
            self._news.set()

    # ------------------------------------------------------------ the child's life

    async def _live(self) -> None:
        """Run child after child until stopped or given up."""
        pause = self._first_pause
        while self._deaths < MOST_DEATHS:
            try:
                await self._one_life()
            except VoiceError as error:
                self._give_up(error)
                return
            if self._deaths == 0:
                pause = self._first_pause
            self._deaths += 1
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        self._give_up(
            VoiceError(
                "What hears for SEL died too often.", hint=f"Its log says why: {self._log_path}."
            )
        )

    async def _one_life(self) -> None:
        """Spawn, warm and listen till the child dies. Raises `VoiceError` if it cannot load."""
        try:
            child = await Child.spawn(self._module, self._log_path, self._options)
        except OSError as error:
            raise VoiceError("What hears for SEL cannot be started.") from error
        ready = False
        try:
            with contextlib.suppress(ChildGone, TimeoutError):
                async with asyncio.timeout(WARM_SECONDS):
                    await self._greet(child)
                ready = True
                while True:
                    await self._take(child)
        finally:
            self._let_go(ready=ready)
            await child.end(0.5 if ready else 0.1)  # inside Whisper it does not look

    async def _greet(self, child: Child) -> None:
        message = await child.receive()
        if message.get("type") != "ready":
            title = str(message.get("title", "What hears for SEL cannot be loaded."))
            raise VoiceError(title, hint=str(message.get("hint", "")))
        self._child = child
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(str(message["model"]))

    async def _take(self, child: Child) -> None:
        message = await child.receive()
        if message["type"] == "p":
            self._judged(message)
        elif message["type"] == "text":
            self._understood(message)

    def _let_go(self, *, ready: bool) -> None:
        """The child is gone: what it owed is lost, what was asked of the ears meanwhile is not."""
        self._child = None
        if not ready and "--cpu" not in self._options:
            self._options.append("--cpu")  # a card whose libraries are missing ends the process
        self._number += self.behind
        self._frames.clear()
        self._tell(self._listener.lose())
        self._control()

    def _give_up(self, error: VoiceError) -> None:
        self._gone = error
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(error)
            self._ready.exception()  # read here, so that nobody has to
        self._news.set()
