"""A reply on its way from text to the speaker: cut into segments, made into sound, played in order.

The next segment is made while this one plays. Nobody here decides when to stop; see `turns`.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sel.errors import VoiceError
from sel.tasks import Stage, TaskOwner
from sel.voice.ports import Began, Ended, MouthPort, Played, Prosody, Segment, SoundPort
from sel.voice.recital import Recital

AHEAD = 3
"""Sounds that may wait behind the one that plays. More would be made for nothing where somebody
talks over them, and would take the processor from the engine."""
KEPT_GAPS = 512
REST = 0.6
"""Seconds the engine rests at most while the first segment of a reply is made. On two cores each
slows the other to less than half, and the person waits for this one."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told what happens: `failed` where a reply could not be said, `said` where its end was
    such a failure (else the last `Ended` is the end), `rest` how long the engine may rest."""

    failed: Callable[[VoiceError], None]
    said: Callable[[], Awaitable[None]]
    rest: Callable[[float], Awaitable[None]]


class Speaking:
    """Says replies, one at a time."""

    def __init__(self, card: SoundPort, mouth: MouthPort, told: Listener) -> None:
        self._card, self._mouth, self._told = card, mouth, told
        self._recital: Recital | None = None
        self._segments: asyncio.Queue[tuple[Recital, Segment]] = asyncio.Queue()
        self._room = asyncio.Semaphore(AHEAD)
        self._playing = 0
        self._held: Played | None = None
        self._under_way: asyncio.Task[None] | None = None
        self._tasks = TaskOwner("speaking")
        self._silent_since: float | None = None
        self.prosody = Prosody()
        self.clause_at = self.made_at = 0.0
        self.gaps: deque[float] = deque(maxlen=KEPT_GAPS)
        """Seconds of silence between two sentences, beyond the pause that was meant."""

    @property
    def turn_id(self) -> str:
        """Whose reply is being spoken; "" for none."""
        return self._recital.turn_id if self._recital else ""

    @property
    def upto(self) -> int:
        """Characters of that reply that have been heard."""
        return self._recital.upto if self._recital else 0

    # ------------------------------------------------------------ from the brain

    def begin(self, turn_id: str) -> None:
        """A turn begins; what is left of another one was cut before."""
        self._recital = Recital(turn_id)
        self.clause_at = self.made_at = 0.0
        self._playing = 0
        self._silent_since = None

    def feed(self, text: str) -> None:
        """More of the reply."""
        if self._recital is not None:
            self._queue(self._recital, self._recital.feed(text))

    def end(self) -> bool:
        """The reply is whole; whether anything of it is still to be said."""
        recital = self._recital
        if recital is None:
            return False
        self._queue(recital, recital.end())
        return not recital.done

    def _queue(self, recital: Recital, segments: Sequence[Segment]) -> None:
        if segments and not self.clause_at:
            self.clause_at = time.monotonic()
        for segment in segments:
            self._segments.put_nowait((recital, segment))
        if segments and (self._under_way is None or self._under_way.done()):
            self._under_way = self._tasks.start(self._say_all(), "say", Stage.OUTPUT)

    async def _say_all(self) -> None:
        while not self._segments.empty():
            recital, segment = self._segments.get_nowait()
            await self._room.acquire()
            await self._say(recital, segment)

    async def _say(self, recital: Recital, segment: Segment) -> None:
        first = not self.made_at
        if first:
            await self._told.rest(REST)
        try:
            sound = await self._mouth.say(segment, self.prosody)
        except VoiceError as error:
            self._room.release()
            await self._lose(recital, error)
            return
        finally:
            if first:
                await self._told.rest(0.0)
        self.made_at = self.made_at or time.monotonic()
        recital.made(segment, sound)
        self._card.play(sound)

    async def _lose(self, recital: Recital, error: VoiceError) -> None:
        """A segment could not be made; a reply tells that once."""
        if recital.lost():
            self._told.failed(error)
        if recital.done and recital is self._recital:
            await self._told.said()

    async def greet(self, words: str) -> None:
        """Say a few words that are no reply, and keep their sound for the next time."""
        ends = tuple(range(1, len(words.split()) + 1))
        segment = Segment(words, ends, len(words))
        try:
            self._card.play(await self._mouth.say(segment, self.prosody, keep=True))
        except VoiceError as error:
            self._told.failed(error)

    # ------------------------------------------------------------ from the speaker

    def began(self, event: Began) -> bool:
        """A sound begins; whether it is the first of its reply."""
        recital = self._recital
        if recital is None or not recital.knows(event.id):
            return False
        first = not self._playing
        self._playing += 1
        if self._silent_since is not None:
            self.gaps.append(event.at - self._silent_since - recital.pause_before(event.id))
        return first

    def ended(self, event: Ended) -> bool:
        """A sound is out; whether the reply has been said."""
        recital = self._recital
        if recital is None or not recital.knows(event.id):
            return False
        self._room.release()
        recital.ended(event.id)
        self._silent_since = event.at
        return recital.done

    def finish(self) -> None:
        """The reply has been said, or there was nothing to say."""
        self._recital = None

    def forget(self) -> None:
        """Drop the sound of all that was said before."""
        self._mouth.forget()

    # ------------------------------------------------------------ over the floor

    async def hold(self) -> None:
        """Silence now; keep the rest."""
        self._held = await self._card.hush()
        if self._recital is not None:
            self._recital.reached(self._held)

    def go_on(self) -> None:
        """Go on where it was held."""
        self._held = None
        self._card.resume()

    async def cut(self) -> str | None:
        """Let go of the rest; what was heard of the reply, None where there was none."""
        recital, self._recital = self._recital, None
        held = self._held or await self._card.hush()
        self._held = None
        self._card.drop()
        self._card.resume()
        await self._clear()
        return recital.heard(held) if recital is not None else None

    async def _clear(self) -> None:
        """Nothing waits and nothing is being made any more."""
        await self._tasks.stop()
        self._segments = asyncio.Queue()
        self._room = asyncio.Semaphore(AHEAD)
        self._playing = 0
        self._silent_since = None
