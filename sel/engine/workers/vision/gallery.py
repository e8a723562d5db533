"""Pictures by their files, and the numbers that stand for them in a prompt.

A prompt is a list of tokens, and a tile of a picture a run of numbers below zero in it: the same
content has the same numbers as long as the process lives. So a picture that was looked at is found
again in the KV cache like any other beginning, and nothing else need know of pictures.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from sel.engine.workers.vision.eyes import Eyes, Seen, Tile
from sel.engine.workers.vision.pictures import prepared, read
from sel.errors import EngineError

KEPT = 8
"""Pictures that stay in RAM for the next question, some 12 MB each."""


@dataclass(frozen=True, slots=True)
class _File:
    """What was in a file when it was looked at."""

    stamp: tuple[int, int, int]
    digest: bytes


class Gallery:
    """Knows pictures while they are of use. Not thread-safe."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self._files: dict[str, _File] = {}
        self._seen: OrderedDict[bytes, Seen] = OrderedDict()
        self._first: dict[bytes, int] = {}  # the number of a picture's first tile
        self._tiles: dict[int, Tile] = {}
        self._next = -1

    def span(self, path: str, *, needed: bool) -> list[int]:
        """Tokens and numbers below zero for a picture; none for one that is gone and not `needed`.

        Raises `EngineError` for one that is, and for what is no picture.
        """
        digest = self._digest(path)
        if digest is None:
            if needed:
                raise EngineError("A picture is not there any more.", hint="Send it again.")
            return []
        numbers: list[int] = []
        number = self._first[digest]
        for part in self._seen[digest].parts:
            if isinstance(part, Tile):
                numbers += range(number, number - part.positions, -1)
                number -= part.positions
            else:
                numbers += part
        return numbers

    def tile(self, number: int) -> Tile:
        """The tile whose first number this is."""
        return self._tiles[number]

    def trim(self, *, forget: bool = False) -> None:
        """Let go of the oldest pictures, or of all. Only while no prompt is being read."""
        while len(self._seen) > (0 if forget else KEPT):
            digest, seen = self._seen.popitem(last=False)
            seen.close()
            self._files = {path: one for path, one in self._files.items() if one.digest != digest}
        if forget:
            self._tiles.clear()

    def _digest(self, path: str) -> bytes | None:
        """What is in the file, which is looked at if it was not before."""
        known, stamp = self._files.get(path), _stamp(path)
        if known is not None and stamp in (known.stamp, None):
            self._seen.move_to_end(known.digest)
            return known.digest
        data = read(path)
        if data is None:
            return None
        digest = hashlib.blake2b(data, digest_size=16).digest()
        if digest not in self._seen:
            self._take(digest, self._eyes.look(prepared(data, self._eyes.decode)))
        if stamp is not None:
            self._files[path] = _File(stamp, digest)
        return digest

    def _take(self, digest: bytes, seen: Seen) -> None:
        tiles = [part for part in seen.parts if isinstance(part, Tile)]
        if digest not in self._first:
            self._first[digest] = self._next
            self._next -= sum(tile.positions for tile in tiles)
        number = self._first[digest]
        for tile in tiles:
            self._tiles[number] = tile
            number -= tile.positions
        self._seen[digest] = seen


def _stamp(path: str) -> tuple[int, int, int] | None:
    """By what a change of a file is seen; None where it is gone."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
