"""Frames on their way from the card to the ears, and what a face may see of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sel.events import Event
from sel.voice.ports import FRAME, EarsPort, Echo, Frame, SpeechLevel
from sel.voice_events import LevelHeard

SILENCE = bytes(2 * FRAME)
FLOOR = -90.0
"""The level of silence in dBFS: below what 16 bits can hold."""


class Listening:
    """Feeds the ears. In half duplex they hear nothing while SEL's own sound is out, unless the key
    to talk is down: then SEL has just fallen silent, and the first word matters."""

    def __init__(self, ears: EarsPort, echo: Echo, tell: Callable[[Event], None]) -> None:
        self.ears, self._echo, self._tell = ears, echo, tell
        self.pressed = False
        self._guarded = False

    def hear(self, frame: Frame) -> None:
        """Take a frame from the microphone."""
        if frame.playing and self._echo == "half_duplex" and not self.pressed:
            frame = replace(frame, pcm=SILENCE, level=FLOOR)
        self.ears.hear(frame)

    def level(self, event: SpeechLevel) -> None:
        """Tell how loud it is, and how like speech."""
        self._tell(LevelHeard(level=event.level, speech=event.speech))

    def guard(self, *, on: bool) -> None:
        """SEL speaks, or no more."""
        if on != self._guarded:
            self._guarded = on
            self.ears.guard(on=on)

    def press(self, *, down: bool) -> None:
        """The key to talk is down, or up."""
        self.pressed = down
        self.ears.press(down=down)

    def reset(self) -> None:
        """Forget what was being heard; the key is up."""
        self.pressed = False
        self.ears.reset()
