"""Takes SEL's own sound out of what the microphone hears: WebRTC's audio processing, by livekit.

It wants what is played and what is heard side by side, 10 ms at a time. What was played lies on a
time line, and is read at the time at which the microphone heard.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import numpy as np

from sel.engine.workers.audio.resample import Resampler, Samples
from sel.engine.workers.audio.shadow import EARLIEST, LATEST, WINDOW, Shadow
from sel.errors import VoiceError

RATE = 16_000
STEP = RATE // 100
"""Samples of 10 ms, which WebRTC takes."""
LEAD = 0.02
"""Seconds by which what is played is shown early: the times of cards are off by a few ms, and an
echo that comes before its sound cannot be taken out."""
SLIP = 0.02
"""Seconds off at which the time line is read anew; less is jitter."""
KEPT = 3 * RATE
"""Samples of the time line that are kept."""


class TimeLine:
    """What is played, at 16 kHz, by when it is out."""

    def __init__(self, rate: int) -> None:
        self._resampler = Resampler(rate, RATE)
        self._samples = np.zeros(0, np.float32)
        self._start = 0.0
        self._place: int | None = None  # of the next sample to read
        self._lock = threading.Lock()

    def add(self, at: float, samples: Samples) -> None:
        """These are out from `at` on; what was to be out then and later is not."""
        with self._lock:
            fresh = self._resampler.push(samples)
            there = round((at - self._start) * RATE)
            if not 0 <= there <= len(self._samples) + KEPT:
                self._samples, self._start, self._place, there = self._samples[:0], at, None, 0
            gap = there - len(self._samples)
            if gap > SLIP * RATE:
                self._samples = np.concatenate((self._samples, np.zeros(gap, np.float32)))
            elif gap < -SLIP * RATE:
                self._samples = self._samples[:there]
            self._samples = np.concatenate((self._samples, fresh))
            gone = max(0, len(self._samples) - KEPT)
            self._samples = self._samples[gone:]
            self._start += gone / RATE
            if self._place is not None:
                self._place -= gone

    def read(self, at: float) -> Samples:
        """10 ms of what is out at `at`, going on evenly from the last time where that fits."""
        with self._lock:
            wanted = round((at - self._start) * RATE)
            first = self._place
            if first is None or abs(wanted - first) > SLIP * RATE:
                first = wanted
            self._place = first + STEP
            return self._cut(first, STEP)

    def around(self, at: float) -> Samples:
        """What a microphone may hear of what is out until `at`, as `Shadow` wants it."""
        with self._lock:
            last = round((at - self._start) * RATE)
            return self._cut(last - WINDOW - LATEST, LATEST + WINDOW + EARLIEST)

    def _cut(self, first: int, count: int) -> Samples:
        """So many samples from a place on; what is not known is silent."""
        piece = self._samples[max(0, first) : max(0, first + count)]
        cut = np.zeros(count, np.float32)
        begin = min(count, max(0, -first))
        cut[begin : begin + len(piece)] = piece[: count - begin]
        return cut


class Echo:
    """Cleans the microphone. Raises `VoiceError` where livekit is missing."""

    def __init__(self, rate: int) -> None:
        try:
            from livekit import rtc
        except ImportError as error:
            raise VoiceError(
                "livekit, which takes SEL's own voice out of the microphone, is not installed.",
                hint="Run `make install-voice` or `pip install 'sel-companion[aec]'`, or set"
                " voice_echo to half_duplex.",
            ) from error
        self._frame = rtc.AudioFrame
        self._apm = rtc.AudioProcessingModule(echo_cancellation=True, high_pass_filter=True)
        self.played = TimeLine(rate)
        self._shadow = Shadow()
        self._rest = np.zeros(0, np.float32)

    def clean(self, at: float, samples: Samples, *, own: bool = True) -> tuple[float, Samples]:
        """What is left of these, heard from `at` on, and when that began: 10 ms at a time.

        Where nothing of SEL's `own` is about, they are left alone, which spares most of the work.
        Where the canceller has lost the way of the echo, nothing is left until it has learnt it.
        """
        at -= len(self._rest) / RATE
        began = at
        self._rest = np.concatenate((self._rest, samples))
        if not own:
            untouched, self._rest = self._rest, self._rest[:0]
            return began, untouched
        made = []
        while len(self._rest) >= STEP:
            step, self._rest = self._rest[:STEP], self._rest[STEP:]
            left = self._cancel(at, step)
            at += STEP / RATE
            astray = self._shadow.astray(step, left, partial(self.played.around, at))
            made.append(np.zeros(STEP, np.float32) if astray else left)
        return began, np.concatenate(made) if made else np.zeros(0, np.float32)

    def _cancel(self, at: float, step: Samples) -> Samples:
        """What WebRTC leaves of 10 ms heard from `at` on."""
        self._apm.process_reverse_stream(self._wrap(self.played.read(at + LEAD)))
        self._apm.set_stream_delay_ms(round(1_000 * LEAD))
        frame = self._wrap(step)
        self._apm.process_stream(frame)
        return np.asarray(np.frombuffer(frame.data, np.int16) / 32_768, np.float32)

    def _wrap(self, step: Samples) -> Any:
        pcm = np.clip(step * 32_768, -32_768, 32_767).astype(np.int16).tobytes()
        return self._frame(bytearray(pcm), RATE, 1, STEP)
