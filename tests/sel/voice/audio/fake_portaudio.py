"""sounddevice as far as SEL uses it, with one device that takes only some rates."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np


class FakeStream:
    def __init__(self, callback: Any) -> None:
        self.active, self.latency, self._callback = True, 0.05, callback

    def start(self) -> None:
        self.active = True

    def close(self, ignore_errors: bool = True) -> None:
        self.active = False

    def call(self, count: int) -> None:
        """Hand over so many samples of the microphone."""
        times = SimpleNamespace(inputBufferAdcTime=1.0, currentTime=1.0)
        status = SimpleNamespace(input_overflow=False)
        self._callback(np.zeros((count, 1), np.int16), count, times, status)


class FakeSounddevice:
    class PortAudioError(Exception):
        pass

    default = SimpleNamespace(device=(0, 0))

    def __init__(self, takes: tuple[int, ...]) -> None:
        self._takes = takes
        self.plugged = True
        self.begun = 0  # how often it looked for devices
        self.streams: list[FakeStream] = []
        self._initialize()

    def _terminate(self) -> None:
        assert not any(stream.active for stream in self.streams)

    def _initialize(self) -> None:
        """Only now does it see what is plugged in."""
        self.begun += 1
        self._there = self.plugged

    def query_devices(self) -> list[dict[str, Any]]:
        return [
            {
                "index": 0,
                "name": "one",
                "max_input_channels": int(self._there),
                "max_output_channels": 2,
                "default_samplerate": 44_100.0,
            }
        ]

    def _open(self, *, samplerate: int, callback: Any, **_: Any) -> FakeStream:
        if samplerate not in self._takes:
            raise self.PortAudioError("Error opening stream: Invalid sample rate", -9997)
        self.stream = FakeStream(callback)
        self.streams.append(self.stream)
        return self.stream

    InputStream = OutputStream = _open
