"""What the tests of shared things stand on: libraries over one database, and words to look for."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from pathlib import Path

import psycopg

from sel.memory.library import Library
from sel.memory.types import Candidate, Memory, Said, Source
from sel.scale.postgres.library import open_shared
from sel.scale.postgres.tables import Kind

NOW = 1_760_000_000.0
DIMENSION = 8
CANARY = "Quetzalwren"


def vector(text: str) -> list[float]:
    """A vector of unit length that depends on the words."""
    sums = [0.0] * DIMENSION
    for word in text.casefold().split():
        digest = hashlib.sha256(word.encode()).digest()
        sums = [old + byte - 127.5 for old, byte in zip(sums, digest[:DIMENSION], strict=True)]
    length = math.sqrt(sum(number * number for number in sums)) or 1.0
    return [number / length for number in sums]


def opened(url: str, schema: str, kind: Kind | None = None) -> Library:
    return open_shared(url, schema=schema, model="test", dimension=DIMENSION, kind=kind)


def keep(library: Library, text: str, person: str = "ada", *, scope: str = "dm:1") -> Memory:
    said = Said(text=text, person=person, scope=scope, channel="c", message_id="m", at=NOW)
    kept = library.keep(said, Candidate(text=text, quote=text, kind="fact"), vector(text))
    assert kept is not None
    return kept.memory


def row(id: str, text: str, person: str = "ada") -> Memory:
    return Memory(
        id=id,
        person=person,
        scope="desk",
        text=text,
        kind="fact",
        source=Source(quote=text, at=NOW),
        at=NOW,
    )


def texts(library: Library, person: str = "ada") -> set[str]:
    return {memory.text for memory in library.memories(person)}


def in_files(folder: Path, words: str) -> list[str]:
    """The files under a folder that hold these words, whatever their case."""
    wanted = words.casefold().encode()
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and wanted in file.read_bytes().lower()
    ]


def inside(url: str, schema: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection of one's own, in the schema."""
    return psycopg.connect(url, autocommit=True, options=f"-c search_path={schema}")


class Told:
    """Notes what a library's hooks were told."""

    def __init__(self, library: Library) -> None:
        self.forgotten: list[str] = []
        self.erased: list[str] = []
        self.ended: list[str] = []
        self.leaving = 0
        library.on_forget(lambda _person, _ids, quotes: self._forget(list(quotes)))
        library.on_erase(self._erase)
        library.on_leaving(self._leave)
        library.on_ended(self.ended.append)

    def _forget(self, quotes: list[str]) -> dict[str, int]:
        self.forgotten += quotes
        return {}

    def _erase(self, person: str) -> dict[str, int]:
        self.erased.append(person)
        return {}

    def _leave(self) -> None:
        self.leaving += 1


Open = Callable[[], Library]
