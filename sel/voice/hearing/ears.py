"""The ears: a child that judges and understands, and what SEL makes of it. Implements `EarsPort`.

Nothing here waits for the child while a frame comes in, and nothing heard is written anywhere.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from sel.errors import VoiceError
from sel.voice.hearing.life import FIRST_PAUSE, MODULE, Life, Message
from sel.voice.hearing.listener import Listener
from sel.voice.hearing.phantoms import Understood
from sel.voice.hearing.utterance import FRAME_SECONDS, Judged
from sel.voice.ports import EarEvent, Frame, SpeechLevel

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
        self._life = Life(
            module,
            log_path,
            ["--model", str(model), "--language", language],
            deliver=self._take,
            lost=self._lost,
            gone=self._give_up,
            first_pause=first_pause,
        )
        self._listener = Listener(end_ms)
        self._frames: deque[Frame] = deque()
        self._controls: deque[tuple[int, Control]] = deque()
        self._number = 0
        self._now = 0.0
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
        return self._life.pid

    async def start(self) -> str:
        """Load the models; the name of what understands. Raises `VoiceError`."""
        self._stopped, self._gone = False, None
        return await self._life.start()

    async def stop(self) -> None:
        """End the child; again does nothing."""
        self._stopped = True
        await self._life.stop()
        self._news.set()

    def hear(self, frame: Frame) -> None:
        """Take a frame; never waits. Frames that come while there is no child are not heard."""
        if self.behind >= MOST_BEHIND:
            self._life.kill()
            return
        number = self._number + self.behind
        pcm = base64.b64encode(frame.pcm).decode("ascii")
        if self._life.send({"type": "frame", "number": number, "pcm": pcm}):
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
        self._life.send({"type": "reset"})
        return self._listener.reset()

    def _after_frames(self, control: Control) -> None:
        """Do it once the frames that came before are judged."""
        self._controls.append((self._number + self.behind, control))
        self._control()

    def _control(self) -> None:
        while self._controls and self._controls[0][0] <= self._number:
            self._tell(self._controls.popleft()[1]())
        self._ask()

    def _judged(self, message: Message) -> None:
        self.frame_ms = float(message["ms"])
        for p in message["p"]:
            frame = self._frames.popleft()
            self._now = frame.at
            judged = Judged(self._number, frame.at, frame.level, float(p))
            self._number += 1
            self._tell(self._listener.judged(judged))
            self._control()

    def _understood(self, message: Message) -> None:
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
        self._life.useful()

    def _ask(self) -> None:
        if self.pid is not None and (ask := self._listener.wanted()) is not None:
            span = {"first": ask.first, "last": ask.last}
            self._life.send({"type": "text", "id": ask.id} | span)

    def _tell(self, events: list[EarEvent]) -> None:
        for event in events:
            if isinstance(event, SpeechLevel):
                self._level = event
            else:
                self._events.append(event)
        if events:
            self._news.set()

    # ------------------------------------------------------------ the child

    def _take(self, message: Message) -> None:
        if message["type"] == "p":
            self._judged(message)
        elif message["type"] == "text":
            self._understood(message)

    def _lost(self) -> None:
        """The child is gone: what it owed is lost, what was asked of the ears meanwhile is not."""
        self._number += self.behind
        self._frames.clear()
        self._tell(self._listener.lose())
        self._control()

    def _give_up(self, error: VoiceError) -> None:
        self._gone = error
        self._news.set()
