"""Is this frame speech? Silero's probability, and whether it stands out from the room's noise."""

from __future__ import annotations

SPEECH = 0.5
"""Probability from which a frame may begin speech; Silero's own default."""
GUARDED = 0.7
"""The same while SEL itself is speaking. Not 0.8: a recorded human voice over noise was judged
0.72-0.88 here, and would have been missed for seconds."""
PRESSED = 0.3
"""The same while the key to talk is down: then speech is likely, and may be whispered."""
HYSTERESIS = 0.15
"""Speech goes on at so much less than it needs to begin; Silero's own default."""
QUIETEST = -75.0
LOUDEST = -25.0
"""The noise floor stays between these, in dBFS: a digital silence is no measure of a room."""
MARGIN = 3.0
"""Decibels by which speech must stand out. Silero alone hears speech at any loudness, so a
television two rooms away, too."""
FALLING, RISING = 0.3, 0.02
"""Share of the way to the newest frame's level that the floor goes: down fast, up in about 2 s."""
NOISE = 0.2
"""Only frames less like speech than this tell the noise floor."""
MUTED = -89.0
"""No room is as quiet, in dBFS: a microphone is muted, or SEL is deaf while it speaks."""


class Gate:
    """Frames in order, one answer each; keeps only the noise floor and the last answer."""

    def __init__(self) -> None:
        self.floor = -60.0
        self._open = False

    def sounds(self, p: float, level: float, *, guarded: bool, pressed: bool) -> bool:
        """Whether a frame of this probability and level (dBFS) is part of speech."""
        if p < NOISE and level > MUTED:
            share = FALLING if level < self.floor else RISING
            floor = self.floor + share * (level - self.floor)
            self.floor = min(max(floor, QUIETEST), LOUDEST)
        least = PRESSED if pressed else GUARDED if guarded else SPEECH
        if self._open:
            least -= HYSTERESIS
        self._open = p >= least and level >= self.floor + MARGIN
        return self._open

    def close(self) -> None:
        """The next frame must begin speech anew. The room stays as it is."""
        self._open = False
