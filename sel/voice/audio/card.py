"""The sound card for the conversation: a child process that holds it, started again if it dies."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.errors import SelError, VoiceError, from_wire
from sel.tasks import Stage, TaskOwner
from sel.voice.audio.devices import MODULE
from sel.voice.ports import (
    Began,
    Choice,
    Ended,
    Found,
    Frame,
    Lost,
    Opened,
    Part,
    Played,
    Sound,
    SoundEvent,
)

OPEN_SECONDS = 20.0
"""Longest wait for the devices; 0.3-0.6 s are usual, and Bluetooth takes seconds."""
HUSH_SECONDS = 1.0
"""Longest wait for silence; a child that takes longer is stuck in a driver, and is killed."""
PAUSE = 0.5
"""Seconds between a death and the next start."""
MOST_DEATHS = 5
"""Deaths, each within a minute of the last, after which the card gives up."""
LONG_LIFE = 60.0
"""Seconds of life that make earlier deaths forgotten."""
MOST_FRAMES = 300
"""Events that wait for a reader, 10 s of frames; then frames are let go, and nothing else."""


class SoundCard:
    """Implements `SoundPort`. Open it once. Where the child dies, the next one gets what was not
    yet out: the sentence under way begins again."""

    def __init__(self, log_path: Path, *, module: str = MODULE) -> None:
        self._log_path = log_path
        self._module = module
        self._choice = Choice()
        self._opened: Opened | None = None
        self._child: Child | None = None
        self._tasks = TaskOwner("sound card")
        self._events: asyncio.Queue[SoundEvent | SelError | None] = asyncio.Queue()
        self._asked: dict[int, asyncio.Future[Played | None]] = {}
        self._last_ask = 0
        self._waiting: dict[int, Sound] = {}
        self._muted = False
        self._gain = 1.0

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._child.pid if self._child else None

    async def open(self, choice: Choice) -> Opened:
        """Open the devices and begin to listen. Raises `VoiceError`: a sentence with the fix."""
        if self._child is not None:
            raise VoiceError("The sound card is open already.")
        self._choice, self._muted, self._gain = choice, False, 1.0
        self._events = asyncio.Queue()
        child, opened = await self._begin()
        self._child, self._opened = child, opened
        self._tasks.start(self._live(child), "child", Stage.BACKGROUND)
        return opened

    async def close(self) -> None:
        """Close the devices and end the child; again does nothing."""
        await self._tasks.stop()
        if self._child is not None:  # stopped before the task had begun
            child, self._child = self._child, None
            await child.end(0.5)
        self._events.put_nowait(None)

    async def events(self) -> AsyncIterator[SoundEvent]:
        """What happens, until closed. Raises `VoiceError` where the child is gone for good."""
        while (event := await self._events.get()) is not None:
            if isinstance(event, SelError):
                raise event
            yield event

    def play(self, sound: Sound) -> None:
        """Say this after all that waits."""
        self._waiting[sound.id] = sound
        self._hand_over(sound)

    def _hand_over(self, sound: Sound) -> None:
        self._send(
            "play",
            id=sound.id,
            rate=sound.rate,
            pcm=base64.b64encode(sound.pcm).decode("ascii"),
            pause=sound.pause,
        )

    def duck(self, gain: float) -> None:
        """Play at this share of the loudness, 0..1, from now on; faded over 30 ms."""
        self._gain = gain
        self._send("duck", gain=gain)

    async def hush(self) -> Played | None:
        """Silence at once, keeping the rest; what was out of the sound under way."""
        child = self._child
        if child is None:
            return None
        self._last_ask += 1
        ask = self._last_ask
        answer: asyncio.Future[Played | None] = asyncio.get_running_loop().create_future()
        self._asked[ask] = answer
        self._send("hush", ask=ask)
        try:
            async with asyncio.timeout(HUSH_SECONDS):
                return await answer
        except TimeoutError:
            child.kill()  # silence matters more than what was to come
            return None
        finally:
            self._asked.pop(ask, None)

    def resume(self) -> None:
        """Go on where `hush` stopped."""
        self._send("resume")

    def drop(self) -> None:
        """Let go of all that waits, and of the rest of the sound under way."""
        self._waiting.clear()
        self._send("drop")

    def mute(self, *, microphone: bool) -> None:
        """Close the microphone, or open it again. The speaker stays."""
        self._muted = microphone
        if self._choice.microphone:
            self._send("mute", microphone=microphone)

    # ------------------------------------------------------------ the child

    def _send(self, kind: str, **values: Any) -> None:
        """To the child; one that is being started again has no use for it."""
        if self._child is not None:
            with contextlib.suppress(ChildGone):
                self._child.send({"type": kind, **values})

    async def _begin(self) -> tuple[Child, Opened]:
        choice = self._choice
        try:
            child = await Child.spawn(self._module, self._log_path)
        except OSError as error:
            raise VoiceError("The sound card's process cannot be started.") from error
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                child.send(
                    {
                        "type": "open",
                        "input": choice.input,
                        "output": choice.output,
                        "echo": choice.echo if choice.microphone else "headphones",
                        "microphone": choice.microphone and not self._muted,
                    }
                )
                opened = _opened(await child.receive(), choice)
        except (ChildGone, TimeoutError) as error:
            await child.end(0.5)
            raise VoiceError(
                "The sound system does not answer.", hint=f"Its log is {self._log_path}."
            ) from error
        except BaseException:
            await child.end(0.5)
            raise
        return child, opened

    async def _live(self, child: Child) -> None:
        """Read child after child, until stopped or given up."""
        deaths, clock = 0, asyncio.get_running_loop().time
        while True:
            began = clock()
            await self._read(child)
            deaths = 1 if clock() - began > LONG_LIFE else deaths + 1
            self._lost_all()
            again = await self._again(deaths)
            if again is None:
                return
            child = again

    async def _read(self, child: Child) -> None:
        """Hand on what the child says until it dies."""
        try:
            while True:
                self._take(await child.receive())
        except ChildGone:
            return
        finally:
            self._child = None
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_result(None)
            await child.end(0.5)

    async def _again(self, deaths: int) -> Child | None:
        """The next child, tried for until there is one; None where it was given up."""
        while deaths < MOST_DEATHS:
            await asyncio.sleep(PAUSE)
            try:
                child, opened = await self._begin()
            except SelError:
                deaths += 1
                continue
            self._child, self._opened = child, opened
            self._send("duck", gain=self._gain)
            for sound in self._waiting.values():
                self._hand_over(sound)
            self._events.put_nowait(Found("output", opened.output))
            if opened.input:
                self._events.put_nowait(Found("input", opened.input))
            return child
        self._events.put_nowait(
            VoiceError(
                "The sound card's process died too often.",
                hint=f"Its log is {self._log_path}. Switch the voice on again to try once more.",
            )
        )
        return None

    def _lost_all(self) -> None:
        title, hint = "The sound card's process died.", "It is being started again."
        self._events.put_nowait(Lost("output", title, hint))
        if self._choice.microphone:
            self._events.put_nowait(Lost("input", title, hint))

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "hushed":
            answer = self._asked.get(message["ask"])
            if answer is not None and not answer.done():
                answer.set_result(Played(*message["cut"]) if message["cut"] else None)
            return
        event = _event(message)
        if isinstance(event, Ended):
            self._waiting.pop(event.id, None)
        if not isinstance(event, Frame) or self._events.qsize() < MOST_FRAMES:
            self._events.put_nowait(event)


def _opened(answer: dict[str, Any], choice: Choice) -> Opened:
    if answer["type"] != "opened":
        raise from_wire(answer)
    return Opened(answer["input"], answer["output"], choice.echo, answer["latency"])


def _event(message: dict[str, Any]) -> SoundEvent:
    kind = message["type"]
    if kind == "frame":
        return Frame(
            message["n"],
            message["at"],
            base64.b64decode(message["pcm"]),
            message["level"],
            message["playing"],
        )
    if kind in {"began", "ended"}:
        return (Began if kind == "began" else Ended)(message["id"], message["at"])
    part: Part = message["part"]
    if kind == "lost":
        return Lost(part, message["title"], message["hint"])
    return Found(part, message["name"])
