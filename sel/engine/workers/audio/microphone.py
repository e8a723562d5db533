"""The open microphone, heard at 16 kHz whatever the device takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from sel.engine.workers.audio import choose, library
from sel.engine.workers.audio.clock import Clock, since
from sel.engine.workers.audio.resample import Resampler, Samples

RATE = 16_000
"""Samples a second that are handed on."""

Heard = Callable[[float, Samples, "Microphone"], None]


class Microphone:
    """Opened by being made. Raises `VoiceError`.

    `hear` gets every block, at its own rate as -1..1, and when its first sample was taken, in a
    thread of PortAudio's; `at_16k` makes 16 kHz of the blocks, in order.
    """

    def __init__(self, sd: Any, name: str, block: float, hear: Heard) -> None:
        device = choose.choose(sd, "input", name)
        self.name = device.name
        self._hear = hear
        try:
            self._stream, rate = self._open(sd, device, block)
            self._resampler = Resampler(rate, RATE)
            self._clock = Clock(rate)
            self.heard = time.monotonic()
            self._stream.start()
        except sd.PortAudioError as error:
            raise library.refusal(error, "microphone", device.name) from error

    def _open(self, sd: Any, device: choose.Device, block: float) -> tuple[Any, int]:
        def make(rate: int) -> Any:
            return sd.InputStream(
                samplerate=rate,
                blocksize=round(block * rate),
                device=device.index,
                channels=1,
                dtype="int16",
                latency="low",
                callback=self._callback,
            )

        return library.opened(make, [RATE, device.rate, 48_000], sd)

    def _callback(self, data: Any, count: int, times: Any, status: Any) -> None:
        if status.input_overflow:
            self._clock.reset()
        self.heard = time.monotonic()
        at = self._clock.block(since(times, output=False), count)
        self._hear(at, data[:, 0].astype(np.float32) / 32_768, self)

    @property
    def alive(self) -> bool:
        """Whether it still listens, as far as PortAudio tells."""
        return bool(self._stream.active)

    def at_16k(self, samples: Samples) -> Samples:
        """The next block at `RATE`."""
        return self._resampler.push(samples)

    def close(self) -> None:
        """Let go of the device, which may be gone already."""
        self._stream.close(ignore_errors=True)
