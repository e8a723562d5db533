"""Phrases that were said before, as sound, in RAM: the least recently used give way. Pure."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

LIMIT = 100_000_000
"""Bytes of sound kept: about 38 minutes at 22,050 Hz."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """16-bit sound, and the samples at which its words end."""

    pcm: bytes
    words: tuple[int, ...]

    @property
    def size(self) -> int:
        """Bytes it takes, roughly."""
        return len(self.pcm) + 32 * len(self.words) + 200


def key_of(text: str, speed: float, pitch: float) -> bytes:
    """A phrase's name; the words cannot be had from it by looking."""
    return hashlib.sha256(f"{speed:.3f} {pitch:.3f} {text}".encode("utf-8", "replace")).digest()


class Phrases:
    """At most `limit` bytes of phrases, and beyond that those that are kept for good."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._used: OrderedDict[bytes, Phrase] = OrderedDict()
        self._kept: dict[bytes, Phrase] = {}
        self.size = 0
        """Bytes that those take which may give way."""

    def __len__(self) -> int:
        return len(self._used) + len(self._kept)

    def get(self, key: bytes) -> Phrase | None:
        """The phrase, now the most recently used; None where it is not kept."""
        if key in self._used:
            self._used.move_to_end(key)
            return self._used[key]
        return self._kept.get(key)

    def put(self, key: bytes, phrase: Phrase, *, keep: bool = False) -> None:
        """Remember the phrase; `keep` for good, a phrase that is known already too."""
        if key in self._kept:
            return
        if (old := self._used.pop(key, None)) is not None:
            self.size -= old.size
        if keep:
            self._kept[key] = phrase
            return
        self._used[key] = phrase
        self.size += phrase.size
        while self.size > self._limit:
            _, gone = self._used.popitem(last=False)
            self.size -= gone.size

    def forget(self) -> None:
        """Drop all but what is kept for good."""
        self._used.clear()
        self.size = 0
