"""The open speaker: a stream that always runs, so that a sound need not wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from sel.engine.workers.audio import choose, library
from sel.engine.workers.audio.clock import Clock, since
from sel.engine.workers.audio.player import Player
from sel.engine.workers.audio.resample import Samples

RATE = 48_000
"""Samples a second where the device takes it: nearly all do, without a resampler of their own."""
LATENCY = 0.06
"""Seconds between writing and hearing that are asked for: less breaks off on a busy machine."""
BLOCK = 0.01
"""Seconds of a block: a sound waits for the next one."""

Written = Callable[[float, Samples], None]


class Speaker:
    """Opened by being made. Raises `VoiceError`. `written` is told every block and when it is out.

    The player outlives the stream: a device that comes back goes on with the same.
    """

    def __init__(self, sd: Any, name: str, player: Player | None, written: Written | None) -> None:
        device = choose.choose(sd, "output", name)
        self.name = device.name
        self._written = written
        rates = [player.rate] if player else [RATE, device.rate]
        try:
            self._stream, rate = self._open(sd, device.index, rates)
            self.player = player or Player(rate)
            self._clock = Clock(rate)
            self.heard = time.monotonic()
            self._stream.start()
        except sd.PortAudioError as error:
            raise library.refusal(error, "speaker", device.name) from error

    def _open(self, sd: Any, index: int, rates: list[int]) -> tuple[Any, int]:
        def make(rate: int) -> Any:
            return sd.OutputStream(
                samplerate=rate,
                blocksize=round(BLOCK * rate),
                device=index,
                channels=1,
                dtype="int16",
                latency=LATENCY,
                callback=self._callback,
            )

        return library.opened(make, rates, sd)

    def _callback(self, out: Any, count: int, times: Any, status: Any) -> None:
        if status.output_underflow:
            self._clock.reset()
        self.heard = time.monotonic()
        at = self._clock.block(since(times, output=True), count)
        block = self.player.fill(count, at)
        out[:, 0] = np.clip(block * 32_768, -32_768, 32_767)
        if self._written is not None:
            self._written(at, block)

    @property
    def alive(self) -> bool:
        """Whether it still plays, as far as PortAudio tells."""
        return bool(self._stream.active)

    @property
    def latency(self) -> float:
        """Seconds from writing to hearing, as the card tells it."""
        return float(self._stream.latency)

    def hush(self) -> tuple[int, int] | None:
        """Silence at once. The sound under way and its samples that were out, if there is one."""
        at = time.monotonic()
        self._stream.abort()
        cut = self.player.cut(at)
        self._clock.reset()
        self._stream.start()
        return cut

    def close(self) -> None:
        """Let go of the device, which may be gone already."""
        self._stream.close(ignore_errors=True)
