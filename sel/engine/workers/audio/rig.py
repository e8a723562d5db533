"""The devices that should be open, the ones that are, and how one that went is found again.

A device that is pulled out raises nothing: its blocks stop coming. PortAudio keeps its list of
devices, so it has to begin again to see one that was put in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sel.engine.workers.audio import library
from sel.engine.workers.audio.echo import Echo
from sel.engine.workers.audio.frames import FRAME, RATE
from sel.engine.workers.audio.lock import MicrophoneLock
from sel.engine.workers.audio.microphone import Microphone
from sel.engine.workers.audio.player import Player
from sel.engine.workers.audio.resample import Samples
from sel.engine.workers.audio.speaker import Speaker
from sel.errors import VoiceError, to_wire

GONE = 2.0
"""Seconds without a block after which a device is gone. They come each 10-32 ms, but on a machine
that is busy with a model half a second without one was seen."""
AGAIN = 1.0
"""Seconds between two tries to open what is gone."""
DISTURB = 5
"""Every so many tries a device that works is closed, too, so that PortAudio can begin again."""

Hear = Callable[[float, Samples, Microphone], None]


class Rig:
    """Speaker and microphone of one person. Everything but `written` is for one thread."""

    def __init__(self, send: Callable[[dict[str, Any]], None], hear: Hear) -> None:
        self._send = send
        self._hear = hear
        self._sd: Any = None
        self._names: dict[str, str] = {}
        self._wanted: list[str] = []
        self._open: dict[str, Speaker | Microphone] = {}
        self._lock = MicrophoneLock()
        self._next_try = 0.0
        self._tries = 0
        self._held = False
        self.player: Player | None = None
        self.echo: Echo | None = None

    @property
    def speaker(self) -> Speaker | None:
        """The speaker, while it is there."""
        device = self._open.get("output")
        return device if isinstance(device, Speaker) else None

    @property
    def microphone(self) -> Microphone | None:
        """The microphone, while it is there and not muted."""
        device = self._open.get("input")
        return device if isinstance(device, Microphone) else None

    def start(self, names: dict[str, str], *, microphone: bool, echo: bool) -> None:
        """Open what is wanted, names by part. Raises `VoiceError`; nothing is open then."""
        self._sd = library.load()
        self._names = names
        self._wanted = ["output", "input"] if microphone else ["output"]
        if microphone:
            self._lock.take()  # first: the other SEL is the better reason
        try:
            for part in self._wanted:
                self._open_part(part)
                if part == "output" and echo and self.player is not None:
                    self.echo = Echo(self.player.rate)
        except VoiceError:
            self.stop()
            raise

    def stop(self) -> None:
        """Close everything."""
        for part in list(self._open):
            self._open.pop(part).close()
        self._wanted = []
        self._lock.leave()

    def mute(self, *, microphone: bool) -> None:
        """Close the microphone, or open it again."""
        if "input" in self._wanted:
            self._wanted.remove("input")
        if microphone:
            if (device := self._open.pop("input", None)) is not None:
                device.close()
            self._lock.leave()
            return
        self._wanted.append("input")
        try:
            self._open_part("input")
        except VoiceError as error:
            self._tell_lost("input", error)

    def hush(self) -> tuple[int, int] | None:
        """Silence at once, and hold; what was out of the sound under way."""
        if self.player is None:
            return None
        speaker = self.speaker
        self._held = True
        if speaker is None:
            return self.player.cut(time.monotonic())
        try:
            return speaker.hush()
        except self._sd.PortAudioError:
            cut = self.player.cut(speaker.heard)
            self._lose("output")
            return cut

    def resume(self) -> None:
        """Go on, as soon as there is a speaker."""
        self._held = False
        if self.player is not None and self.speaker is not None:
            self.player.resume()

    def drop(self) -> None:
        """Let go of what waits and of what plays."""
        if self.player is None:
            return
        if self.player.busy and not self.player.held:
            self.hush()
        self.player.drop()
        self.resume()

    def watch(self) -> None:
        """See which devices are gone, and look for those that are."""
        now = time.monotonic()
        for part, device in list(self._open.items()):
            if now - device.heard > GONE or not device.alive:
                self._lose(part)
        if now >= self._next_try and self._missing():
            self._next_try = now + AGAIN
            self._find()

    # ------------------------------------------------------------ inside

    def _open_part(self, part: str) -> None:
        if part in self._open:
            return
        if part == "output":
            speaker = Speaker(self._sd, self._names[part], self.player, self._written)
            self.player, self._open[part] = speaker.player, speaker
            return
        self._lock.take()
        try:
            self._open[part] = Microphone(
                self._sd, self._names[part], 0.01 if self.echo else FRAME / RATE, self._hear
            )
        except VoiceError:
            self._lock.leave()
            raise

    def _written(self, at: float, samples: Samples) -> None:
        if self.echo is not None:
            self.echo.played.add(at, samples)

    def _lose(self, part: str) -> None:
        device = self._open.pop(part)
        what = "microphone" if part == "input" else "speaker"
        error = VoiceError(
            f"The {what} {device.name} is gone.",
            hint="SEL goes on as soon as it is there again.",
        )
        self._tell_lost(part, error)
        if part == "output" and self.player is not None and not self._held:
            self.player.cut(device.heard)
            self.player.over_again()
        device.close()
        self._tries = 0
        self._next_try = time.monotonic() + AGAIN

    def _tell_lost(self, part: str, error: VoiceError) -> None:
        self._send({"type": "lost", "part": part, **to_wire(error)})

    def _missing(self) -> list[str]:
        return [part for part in self._wanted if part not in self._open]

    def _find(self) -> None:
        self._tries += 1
        self._open_missing()
        idle = self.player is None or not self.player.busy
        if self._missing() and (not self._open or (idle and self._tries % DISTURB == 0)):
            disturbed = list(self._open)
            for part in disturbed:
                self._open.pop(part).close()
            library.begin_again(self._sd)
            self._open_missing(untold=disturbed)

    def _open_missing(self, untold: list[str] | None = None) -> None:
        for part in self._missing():
            try:
                self._open_part(part)
            except VoiceError:
                continue  # it was told that it is gone
            if part not in (untold or []):
                self._send({"type": "found", "part": part, "name": self._open[part].name})
            if part == "output" and not self._held:
                self.resume()
