"""A recording to text, piece by piece as it is read.

Messages out: `{"type": "line", "start": s, "end": s, "speech": s, "over_noise": dB, "text": …}`
with Whisper's measures, `{"type": "progress", "seconds": read, "of": length or 0}`, and at the end
`{"type": "done", "seconds": length, "broken": whether it ended in the middle}` or
`{"type": "bad", "title": …, "hint": …}`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from sel.engine.workers.channel import Channel
from sel.engine.workers.listen.decode import RATE, BadFile, Recording
from sel.engine.workers.listen.pieces import Piece, Pieces
from sel.engine.workers.listen.ring import as_floats
from sel.engine.workers.listen.vad import FRAME, Vad
from sel.engine.workers.listen.whisper import Whisper

AT_ONCE = 64 * FRAME
"""Samples judged in one go, 2 s; also how often progress is told."""


def read(channel: Channel, vad: Vad, whisper: Whisper, path: Path) -> None:
    """Say all that is in the file."""
    vad.reset()
    pieces = Pieces()
    try:
        recording = Recording(path)
    except BadFile as error:
        channel.send({"type": "bad", "title": error.title, "hint": error.hint})
        return
    waiting = np.zeros(0, np.int16)
    for sound in recording.samples():
        waiting = np.concatenate((waiting, sound))
        while len(waiting) >= AT_ONCE:
            now, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
            _say(channel, whisper, pieces.take(now, vad.judge(as_floats(now))))
            _progress(channel, recording)
    last = np.pad(waiting, (0, -len(waiting) % FRAME))
    _say(channel, whisper, pieces.take(last, vad.judge(as_floats(last))))
    _say(channel, whisper, pieces.rest())
    _end(channel, path, recording)
    gc.collect()  # the resampler's frames are freed only so


def _say(channel: Channel, whisper: Whisper, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        text = whisper.understand(piece.sound)
        place = {
            "start": round(piece.first * FRAME / RATE, 3),
            "end": round((piece.last + 1) * FRAME / RATE, 3),
            "speech": round(piece.speech * FRAME / RATE, 3),
            "over_noise": piece.over_noise,
        }
        channel.send({"type": "line"} | place | text.message())


def _progress(channel: Channel, recording: Recording) -> None:
    seconds = round(recording.read / RATE, 3)
    channel.send({"type": "progress", "seconds": seconds, "of": round(recording.seconds, 3)})


def _end(channel: Channel, path: Path, recording: Recording) -> None:
    seconds = recording.read / RATE
    if not recording.read:
        title = f"There is no sound in {path}: it holds no whole sample."
        channel.send({"type": "bad", "title": title, "hint": "Is it cut short?"})
        return
    channel.send({"type": "done", "seconds": round(seconds, 3), "broken": recording.cut})
