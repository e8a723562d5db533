"""Sound for Discord: any rate to 48 kHz, mono to stereo, loudness drawn. Pure; numpy does it.

The resampler is a bank of windowed sines, one for each place between two samples: 22,050 Hz to
48,000 Hz takes 320 of them. 10 s of a Piper voice take about 0.1 s.
"""

from __future__ import annotations

import base64
import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

RATE = 48_000
"""Samples a second, and channels, of everything that Discord plays."""
CHANNELS = 2
HALF = 16
"""Samples on each side that have a part in one. More is not heard with speech."""
BLOCK = RATE
"""Samples made in one go: it bounds the memory."""
BARS = 256
"""Points of a voice note's picture at most, one each 0.1 s."""
BARS_A_SECOND = 10


def resampled(pcm: bytes, rate: int) -> bytes:
    """16-bit mono sound at `rate` Hz as the same at 48 kHz: ceil(samples · 48,000 / rate) of them.

    Raises `ValueError` for a rate that no voice has.
    """
    import numpy as np

    if not 4000 <= rate <= 192_000:
        raise ValueError(f"{rate} is no rate of a voice")
    sound = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2")
    if rate == RATE or not len(sound):
        return sound.tobytes()
    step = math.gcd(RATE, rate)
    up, down = RATE // step, rate // step
    count = -(-len(sound) * up // down)
    padded = np.pad(sound.astype(np.float32), (HALF - 1, HALF + 1))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * HALF)
    made = np.empty(count, "<i2")
    for at in range(0, count, BLOCK):
        place = np.arange(at, min(at + BLOCK, count), dtype=np.int64) * down
        piece = np.einsum("ij,ij->i", windows[place // up], _taps(up, down)[place % up])
        made[at : at + len(place)] = np.clip(np.rint(piece), -32768, 32767)
    return made.tobytes()


@lru_cache(maxsize=4)
def _taps(up: int, down: int) -> npt.NDArray[Any]:
    """For each of the `up` places between two samples, what the 2 · HALF around it count for."""
    import numpy as np

    cutoff = min(1.0, up / down)
    distance = np.arange(2 * HALF)[None, :] - (HALF - 1) - np.arange(up)[:, None] / up
    window = np.cos(np.pi * distance / (2 * HALF)) ** 2
    taps = np.sinc(distance * cutoff) * window
    made: npt.NDArray[Any] = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return made


def stereo(mono: bytes) -> bytes:
    """The same on both ears."""
    import numpy as np

    return np.repeat(np.frombuffer(mono, dtype="<i2"), CHANNELS).tobytes()


def waveform(mono: bytes) -> str:
    """How loud 48 kHz sound is over its time, as Discord draws it: up to 256 bytes, in base64."""
    import numpy as np

    sound = np.abs(np.frombuffer(mono, dtype="<i2").astype(np.int32))
    count = max(1, min(BARS, len(sound) * BARS_A_SECOND // RATE))
    peaks = [int(part.max(initial=0)) for part in np.array_split(sound, count)]
    loudest = max(*peaks, 1)
    return base64.b64encode(bytes(peak * 255 // loudest for peak in peaks)).decode()
