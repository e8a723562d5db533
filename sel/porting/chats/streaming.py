"""The elements of a large JSON array, one after the other, in the memory of a few of them.

The standard library's decoder reads one value and says where it ended; so an element that is not
whole yet is tried again with twice as much text. That is as fast as reading the whole file at once
(the work is done in C), and needs no library.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from sel.errors import ForeignFile, StoreError

CHUNK = 1024 * 1024
"""Bytes read at a time, at first."""
LARGEST = 128 * 1024 * 1024
"""Characters of one element."""
SPACE = " \t\r\n"


class Elements:
    """Reads a file that holds one array. `done` counts the bytes read so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.done = file, 0
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._text, self._at, self._ended = "", 0, False
        self._decoder = json.JSONDecoder()

    def __iter__(self) -> Iterator[Any]:
        """The elements. Raises `ForeignFile` where it is no array or was cut short, after all that
        is whole; `StoreError` where the file cannot be read on."""
        if self._next() != "[":
            raise ForeignFile("The file does not hold a list.")
        self._at += 1
        if self._next() == "]":
            return
        while True:
            yield self._element()
            after = self._next()
            self._at += 1
            if after == "]":
                return
            if after != ",":
                raise _cut()
            self._next()

    def _next(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(CHUNK):
                return ""

    def _element(self) -> Any:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise ForeignFile("The file is nested far too deep.") from None
            except ValueError:
                left = len(self._text) - self._at
                if left > LARGEST or not self._more(max(CHUNK, left)):
                    raise _cut() from None
                continue
            self._at = end
            return value

    def _more(self, wanted: int) -> bool:
        """Read on; whether there was more. What was read before is let go of."""
        if self._ended:
            return False
        try:
            data = self._file.read(wanted)
        except OSError as error:
            raise StoreError(f"It cannot be read on: {error.strerror}.") from None
        self.done += len(data)
        self._ended = not data
        self._text = self._text[self._at :] + self._decode(data, final=self._ended)
        self._at = 0
        return bool(data)


def _cut() -> ForeignFile:
    return ForeignFile(
        "The file was cut short, or is damaged.", hint="What was whole before that was taken."
    )
