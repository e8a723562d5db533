"""The sound card as one actor: commands, blocks of the microphone and the clock, in one thread.

PortAudio's own threads only put blocks into its queue and take blocks out of the player.
"""

from __future__ import annotations

import base64
import queue
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from sel.engine.workers.audio.frames import Framer
from sel.engine.workers.audio.microphone import Microphone
from sel.engine.workers.audio.player import Item
from sel.engine.workers.audio.resample import Samples, resampled
from sel.engine.workers.audio.rig import Rig
from sel.errors import VoiceError, to_wire

Message = dict[str, Any]
Block = tuple[float, Samples, Microphone]

TAIL = 0.25
"""Seconds for which SEL's own sound is still about after it was out: rooms answer, and cards are
later than they tell."""
ECHO = 1.0
"""Seconds around SEL's own sound in which an echo is looked for."""
TICK = 0.1
"""Longest wait, in seconds, before devices are looked at again."""
LONGEST = 200
"""Blocks that may wait, 2-6 s: a card that cannot follow lets sound go, not memory."""


class Card:
    """One speaker and perhaps one microphone. `send` takes what happens, in the card's thread."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._queue: queue.SimpleQueue[Message | Block | None] = queue.SimpleQueue()
        self._rig = Rig(send, self._hear)
        self._framer = Framer()

    def put(self, message: Message | None) -> None:
        """A command from the parent; None is the end."""
        self._queue.put(message)

    def run(self) -> None:
        """Serve until the end."""
        while (thing := self._next()) is not None:
            if isinstance(thing, tuple):
                self._heard(*thing)
            elif thing:
                self._obey(thing)
            self._tell()
            self._rig.watch()
        self._rig.stop()

    def _next(self) -> Message | Block | None:
        due = self._rig.player.due() if self._rig.player else None
        wait = TICK if due is None else min(TICK, max(0.002, due - time.monotonic()))
        try:
            return self._queue.get(timeout=wait)
        except queue.Empty:
            return {}

    def _tell(self) -> None:
        if self._rig.player is not None:
            for message in self._rig.player.happened(time.monotonic()):
                self._send(message)

    # ------------------------------------------------------------ the microphone

    def _hear(self, at: float, samples: Samples, microphone: Microphone) -> None:
        if self._queue.qsize() < LONGEST:
            self._queue.put((at, samples, microphone))

    def _heard(self, at: float, samples: Samples, microphone: Microphone) -> None:
        rig = self._rig
        if microphone is not rig.microphone:
            return  # what it heard before it was closed
        samples = microphone.at_16k(samples)
        if rig.echo is not None:
            own = self._own(at - ECHO, at + ECHO)
            at, samples = rig.echo.clean(at, samples, own=own)
        for began, frame in self._framer.push(at, samples):
            self._send(frame | {"playing": self._own(began - TAIL, frame["at"])})

    def _own(self, begin: float, end: float) -> bool:
        return self._rig.player is not None and self._rig.player.sounding(begin, end)

    # ------------------------------------------------------------ commands

    def _obey(self, message: Message) -> None:
        kind = message["type"]
        if kind == "open":
            self._open(message)
        elif kind == "play":
            self._play(message)
        elif kind == "duck" and self._rig.player is not None:
            self._rig.player.duck(message["gain"])
        elif kind == "hush":
            cut = self._rig.hush()
            self._tell()
            self._send({"type": "hushed", "ask": message["ask"], "cut": cut})
        elif kind == "resume":
            self._rig.resume()
        elif kind == "drop":
            self._rig.drop()
        elif kind == "mute":
            self._framer.clear()
            self._rig.mute(microphone=message["microphone"])

    def _open(self, message: Message) -> None:
        names = {"input": message["input"], "output": message["output"]}
        try:
            self._rig.start(names, microphone=message["microphone"], echo=message["echo"] == "aec")
        except VoiceError as error:
            self._send({"type": "failed", **to_wire(error)})
            return
        speaker, microphone = self._rig.speaker, self._rig.microphone
        self._send(
            {
                "type": "opened",
                "input": microphone.name if microphone else "",
                "output": speaker.name if speaker else "",
                "latency": speaker.latency if speaker else 0.0,
            }
        )

    def _play(self, message: Message) -> None:
        player = self._rig.player
        if player is None:
            return
        pcm = np.frombuffer(base64.b64decode(message["pcm"]), "<i2")
        sound = np.asarray(pcm / 32_768, np.float32)
        samples = resampled(sound, message["rate"], player.rate)
        player.add(Item(message["id"], message["rate"], samples, message["pause"]))
