"""What is done to a voice's sound: its silence trimmed, as loud as the rest, higher or lower."""

from __future__ import annotations

from typing import Any

LEAD, TAIL = 0.01, 0.05
"""Seconds of silence left before the first sound and after the last, whatever the voice made."""
QUIET = 0.01
"""-40 dB below the loudest: softer than that at the ends is silence (a breath is about -45 dB)."""
BLOCK = 0.005
"""Seconds over which loudness is taken."""
LOUD = 0.1
"""-20 dBFS, the loudness of what sounds (not of the pauses), as broadcasters have speech."""
STEP = 64
"""Resampled sounds are multiples of this long: a prime length takes four times as long to make."""
PEAK = 0.89
"""-1 dBFS, never exceeded."""


def loudness(sound: Any, rate: int) -> Any:
    """The root mean square of each 5 ms."""
    import numpy as np

    size = max(1, int(rate * BLOCK))
    blocks = sound[: len(sound) // size * size].reshape(-1, size)
    return np.sqrt(np.mean(np.square(blocks, dtype=np.float64), axis=1))


def trimmed(sound: Any, rate: int) -> tuple[Any, int]:
    """The sound with known silence at its ends, and how many samples went from its beginning
    (fewer than none, where silence was added). A sound that is silent throughout is empty."""
    import numpy as np

    size = max(1, int(rate * BLOCK))
    level = loudness(sound, rate)
    top = float(level.max()) if len(level) else 0.0
    if top < 1e-4:
        return sound[:0], 0
    loud = np.flatnonzero(level > QUIET * top)
    first, last = int(loud[0]) * size, (int(loud[-1]) + 1) * size
    if loud[-1] == len(level) - 1:
        last = len(sound)  # what is left of the last block was not looked at
    lead, tail = int(LEAD * rate), int(TAIL * rate)
    begin, end = first - lead, last + tail
    inner = sound[max(begin, 0) : end]
    before, after = max(-begin, 0), max(end - len(sound), 0)
    return np.pad(inner, (before, after)), begin


def levelled(sound: Any, rate: int) -> Any:
    """As loud as every other sentence, without clipping."""
    import numpy as np

    level = loudness(sound, rate)
    top = float(level.max()) if len(level) else 0.0
    if not top:
        return sound
    active = level[level > 0.1 * top]
    gain = LOUD / float(np.sqrt(np.mean(np.square(active))))
    return sound * min(gain, PEAK / float(np.abs(sound).max()))


def stretched(sound: Any, factor: float) -> Any:
    """The sound resampled to 1 / `factor` of its length: `factor` times as high and as fast."""
    import numpy as np

    if factor == 1.0 or len(sound) < 2:
        return sound
    size = max(1, round(len(sound) / factor / STEP)) * STEP
    spectrum = np.fft.rfft(sound)
    return np.fft.irfft(_fitted(spectrum, size // 2 + 1), size) * (size / len(sound))


def _fitted(spectrum: Any, count: int) -> Any:
    """Its first `count` frequencies, with nothing above those there are."""
    import numpy as np

    return np.pad(spectrum[:count], (0, max(0, count - len(spectrum))))


def to_bytes(sound: Any) -> bytes:
    """16-bit little endian."""
    import numpy as np

    pcm = np.clip(np.rint(sound * 32767.0), -32768, 32767).astype("<i2")
    data: bytes = pcm.tobytes()
    return data
