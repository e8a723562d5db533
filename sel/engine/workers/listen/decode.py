"""Any recording that FFmpeg reads as 16 kHz mono, piece by piece: hours never lie in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
KINDS = "It may be WAV, MP3, OGG, FLAC, M4A and most others."

SHORT = 1.0
"""Seconds by which a whole file may be shorter than it says."""
STREAMED = 0xFFFFFF00
"""A WAV written into a pipe says that it is at least so long."""
OGG_PAGE, OGG_HEAD, OGG_LAST = 65_307, 27, 4
"""The longest page of an OGG and its head in bytes, and the flag of the last page."""


class BadFile(Exception):
    """The file cannot be read; a sentence, and what to do."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title, self.hint = title, hint


def cut_short(path: Path) -> bool:
    """Whether a WAV or OGG lacks its end: FFmpeg reads what is there and says nothing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
        if head[:4] == b"RIFF":
            said = int.from_bytes(head[4:], "little")
            return STREAMED > said > max(size - 8, 0)
        if head[:4] == b"OggS":
            file.seek(max(0, size - OGG_PAGE))
            return not _is_last_page(file.read())
    return False


def _is_last_page(tail: bytes) -> bool:
    """Whether the last page of an OGG is whole, and says that it is the last."""
    page = tail[max(tail.rfind(b"OggS"), 0) :]
    if len(page) < OGG_HEAD:
        return False
    count = page[OGG_HEAD - 1]
    whole = OGG_HEAD + count + sum(page[OGG_HEAD : OGG_HEAD + count])
    return len(page) >= whole and bool(page[5] & OGG_LAST)


class Recording:
    """An open file. `seconds` is its length as it says itself, 0 where it does not.

    `broken` where a part of it could not be read: what came before is good.
    """

    def __init__(self, path: Path) -> None:
        """Raises `BadFile`."""
        self._path = path
        if not path.exists():
            raise BadFile(f"There is no file {path}.")
        if not path.is_file():
            raise BadFile(f"{path} is no file.")
        if path.stat().st_size == 0:
            raise BadFile(f"{path} is empty.")
        try:
            self.broken = cut_short(path)
        except OSError as error:
            raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
        self.read = 0
        self._container = self._open()
        self.seconds = self._length()

    def _open(self) -> Any:
        import av

        try:
            container = av.open(str(self._path), metadata_errors="ignore")
        except (av.FFmpegError, ValueError) as error:
            title = f"{self._path} is no recording that can be read, or is cut short."
            raise BadFile(title, KINDS) from error
        if not container.streams.audio:
            container.close()
            raise BadFile(f"There is no sound in {self._path}.", KINDS)
        return container

    def _length(self) -> float:
        stream = self._container.streams.audio[0]
        if stream.duration is not None and stream.time_base is not None:
            return float(stream.duration * stream.time_base)
        return (self._container.duration or 0) / 1_000_000

    @property
    def cut(self) -> bool:
        """Whether it ended in the middle, once all of it is read."""
        return self.broken or self.read / RATE < self.seconds - SHORT

    def samples(self) -> Iterator[np.ndarray]:
        """Its sound as 16-bit samples, some at a time."""
        import av
        from av.audio.resampler import AudioResampler

        resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in self._frames():
            frame.pts = None  # files lie about time; what counts is the order
            try:
                yield from (self._counted(out) for out in resampler.resample(frame))
            except (av.FFmpegError, ValueError):  # the format changed in mid-file
                resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
                yield from (self._counted(out) for out in resampler.resample(frame))
        if self.read:
            yield from (self._counted(out) for out in resampler.resample(None))
        self._container.close()

    def _counted(self, frame: Any) -> np.ndarray:
        sound: np.ndarray = frame.to_ndarray().reshape(-1)
        self.read += len(sound)
        return sound

    def _frames(self) -> Iterator[Any]:
        """Its frames; one that is broken is left out, and the end of the file ends it."""
        import av

        decoding = self._container.decode(audio=0)
        failures = 0
        while failures < 100:
            try:
                yield next(decoding)
                failures = 0
            except StopIteration:
                return
            except (av.FFmpegError, ValueError):
                self.broken = True
                failures += 1
                decoding = self._container.decode(audio=0)
