"""What the tests of the library stand on: people who say things, and a plain index.

The plain index compares everything with everything. It keeps vectors in a file that only grows
until it is purged, as the real one does, so that what is forgotten can be looked for.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sel.memory.library import Library
from sel.memory.types import Candidate, MapView, Memory, Said, Source, Tile
from sel.store.store import Store

DIMENSION = 8
NOW = 1_760_000_000.0
DAY = 86400.0


class Opener(Protocol):
    """Opens a library; it has a name."""

    __name__: str

    def __call__(self, folder: Path) -> Library: ...


def vector(text: str) -> list[float]:
    """A vector of unit length that depends on the words, as a bag of them."""
    sums = [0.0] * DIMENSION
    for word in text.casefold().split():
        digest = hashlib.sha256(word.encode(errors="replace")).digest()
        sums = [old + byte - 127.5 for old, byte in zip(sums, digest[:DIMENSION], strict=True)]
    length = math.sqrt(sum(number * number for number in sums)) or 1.0
    return [number / length for number in sums]


def said(text: str, person: str = "you", *, scope: str = "desk", at: float = NOW) -> Said:
    return Said(text=text, person=person, scope=scope, channel="desk", message_id="m1", at=at)


def candidate(text: str, *, topic: str = "", hard: bool = False) -> Candidate:
    return Candidate(text=text, quote=text, kind="fact", topic=topic, hard=hard)


def row(
    id: str,
    text: str,
    *,
    person: str = "you",
    at: float = NOW,
    tags: tuple[str, ...] = (),
    hard: bool = False,
    made_from: tuple[str, ...] = (),
) -> Memory:
    return Memory(
        id=id,
        person=person,
        scope="desk",
        text=text,
        kind="summary" if made_from else "fact",
        source=Source(quote=text, at=at),
        at=at,
        tags=tags,
        hard=hard,
        made_from=made_from,
    )


class PlainIndex:
    """`sel.memory.index.index.Index`, without its speed."""

    notices: tuple[str, ...] = ()

    def __init__(self, folder: Path) -> None:
        self._file = folder / "vectors.jsonl"
        self._memories: dict[str, Memory] = {}
        self._vectors: dict[str, list[float]] = {}
        self._stored: dict[str, tuple[str, list[float]]] = {}
        if self._file.exists():
            for line in self._file.read_text().splitlines():
                id, text, numbers = json.loads(line)
                self._stored[id] = (text, numbers)

    def add(self, memory: Memory, vector: Sequence[float] | None) -> None:
        text = hashlib.sha256(memory.text.encode()).hexdigest()
        if vector is not None:
            self._stored[memory.id] = (text, list(vector))
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a") as file:
                file.write(json.dumps([memory.id, text, list(vector)]) + "\n")
        self._memories[memory.id] = memory
        known, numbers = self._stored.get(memory.id, ("", []))
        self._vectors.pop(memory.id, None)
        if known == text:
            self._vectors[memory.id] = numbers

    def add_many(self, pairs: Sequence[tuple[Memory, Sequence[float] | None]]) -> None:
        for memory, numbers in pairs:
            self.add(memory, numbers)

    def remove(self, ids: Sequence[str]) -> int:
        for id in ids:
            self._memories.pop(id, None)
            self._stored.pop(id, None)
        return sum(self._vectors.pop(id, None) is not None for id in ids)

    def check(self, vector: Sequence[float] | None) -> None:
        """It takes vectors of any length."""

    def missing(self) -> list[str]:
        return [id for id in self._memories if id not in self._vectors]

    def search(
        self,
        text: str,
        vector: Sequence[float] | None,
        *,
        person: str,
        scopes: Collection[str] | None,
        k: int,
        now: float,
        period: tuple[float, float] | None = None,
    ) -> list[tuple[str, float, dict[str, float]]]:
        words = set(text.casefold().split())
        found = []
        for memory in self._memories.values():
            if memory.person != person or memory.replaced_by:
                continue
            if scopes is not None and memory.scope not in scopes:
                continue
            if period is not None and not period[0] <= memory.at <= period[1]:
                continue
            near = _cosine(vector, self._vectors.get(memory.id))
            shared = len(words & set(memory.text.casefold().split())) / max(len(words), 1)
            found.append((memory.id, near + shared, {"cosine": near, "words": shared}))
        found = [one for one in found if one[1] > 0]
        return sorted(found, key=lambda one: -one[1])[:k]

    def map(self, person: str) -> MapView:
        own = [memory for memory in self._memories.values() if memory.person == person]
        tiles = {memory.id: _tile(memory) for memory in own}
        places = dict.fromkeys(tiles, (0.5, 0.5))
        return MapView(tiles=tiles, roots=tuple(tiles), places=places, memories={})

    def tile_count(self, person: str) -> int:
        return len(self.map(person).tiles)

    def settle(self) -> None:
        pass

    def purge(self) -> dict[str, int]:
        if not self._file.exists():
            return {"files": 0}
        lines = [json.dumps([id, *known]) for id, known in self._stored.items()]
        kept = [line for line in lines if json.loads(line)[0] in self._memories]
        self._file.write_text("".join(f"{line}\n" for line in kept))
        return {"files": 1}

    def close(self) -> None:
        pass


def _cosine(a: Sequence[float] | None, b: Sequence[float] | None) -> float:
    return 0.0 if a is None or b is None else sum(x * y for x, y in zip(a, b, strict=True))


def _tile(memory: Memory) -> Tile:
    return Tile(
        id=memory.id,
        level=3,
        parent="",
        children=(),
        members=(memory.id,),
        x=0,
        y=0,
        width=1,
        height=1,
        centroid=(1.0,),
        count=1,
        since=memory.at,
        until=memory.at,
        valence=memory.valence,
        title="",
    )


def open_plain(folder: Path) -> Library:
    """A library over the real store and the plain index."""
    return Library(Store.open(folder), PlainIndex(folder / "vectors"), dimension=DIMENSION)


def open_real(folder: Path) -> Library:
    """A library as SEL opens it."""
    return Library.open(folder, model="test", dimension=DIMENSION)


@dataclass(frozen=True)
class Shared:
    """Opens a library in a schema of a database."""

    url: str
    schema: str
    __name__ = "open_shared"

    def clear(self) -> None:
        """As if nobody had ever opened it."""
        import psycopg
        from psycopg import sql

        inside = f"-c search_path={self.schema}"
        with psycopg.connect(self.url, autocommit=True, options=inside) as connection:
            if connection.execute("SELECT to_regclass('vectors')").fetchall() != [(None,)]:
                for table in ("documents", "changes", "vectors", "state"):
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                connection.execute("INSERT INTO state VALUES (1, 0)")

    def __call__(self, folder: Path) -> Library:
        from sel.scale.postgres.library import open_shared

        return open_shared(self.url, schema=self.schema, model="test", dimension=DIMENSION)


def keep(
    library: Library,
    text: str,
    person: str = "you",
    *,
    topic: str = "",
    scope: str = "desk",
    at: float = NOW,
    hard: bool = False,
) -> Memory | None:
    """Keep a sentence as it stands, with its vector."""
    heard = said(text, person, scope=scope, at=at)
    kept = library.keep(heard, candidate(text, topic=topic, hard=hard), vector(text))
    return kept.memory if kept else None


def in_files(folder: Path, words: str) -> list[str]:
    """The files under a folder that hold these words, whatever their case."""
    wanted = words.casefold().encode()
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and wanted in file.read_bytes().lower()
    ]


def problems(library: Library, persons: Sequence[str]) -> list[str]:
    """Where store, index and tiles do not agree; nothing if all is well."""
    found: list[str] = []
    for person in persons:
        rows = {memory.id: memory for memory in library.memories(person, history=True)}
        view = library.map(person)
        current = {id for id, memory in rows.items() if not memory.replaced_by}
        shown = {member for root in view.roots for member in view.tiles[root].members}
        waiting = {memory.id for memory in library.without_vectors()}  # they have no place yet
        if not current - waiting <= set(view.places) <= set(rows):
            found.append(f"{person}: the map places others than there are")
        if shown != set(view.places):
            found.append(f"{person}: the tiles hold others than the map places")
        for memory in rows.values():
            found += _links(memory, rows)
        hits = library.search("the", None, person=person, k=1000, now=NOW)
        if not {hit.memory.id for hit in hits} <= current:
            found.append(f"{person}: something is found that is not theirs, or history")
    return found


def _links(memory: Memory, rows: dict[str, Memory]) -> list[str]:
    found = [f"{id} is pointed at and not there" for id in _pointed(memory) if id not in rows]
    older = rows.get(memory.replaces)
    if older is not None and older.replaced_by != memory.id:
        found.append(f"{memory.id} replaces {older.id}, which does not know it")
    return found


def _pointed(memory: Memory) -> list[str]:
    return [id for id in (memory.replaces, memory.replaced_by, *memory.made_from) if id]
