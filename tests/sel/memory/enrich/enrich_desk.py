"""People whose memories are enriched: a library in RAM, and one as SEL opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sel.memory.enrich.enricher import Enricher
from sel.memory.types import ConsentState, Memory, Receipt, Source

NOON = 1_760_011_200.0
"""9 October 2025, 12:00 UTC."""
DAY = 86400.0
HOUR = 3600.0

BRUNO = "My dog is called Bruno."
FIREWORKS = "Bruno hates fireworks."
PORTO = "I live in Porto."
NURSE = "I work as a nurse in Porto."
ANA = "My sister Ana lives in Lisbon."
TALK = (BRUNO, PORTO, FIREWORKS, NURSE)


def memory(
    id: str,
    text: str,
    *,
    at: float = NOON - 2 * DAY,
    person: str = "you",
    scope: str = "desk",
    channel: str = "desk",
    importance: float = 0.5,
    tags: tuple[str, ...] = (),
    felt: tuple[str, float, float] = ("", 0.0, 0.0),
) -> Memory:
    mood, valence, arousal = felt
    return Memory(
        id=id,
        person=person,
        scope=scope,
        text=text,
        kind="fact",
        source=Source(quote=text, channel=channel, at=at),
        at=at,
        seen_at=at,
        importance=importance,
        tags=tags,
        mood=mood,
        valence=valence,
        arousal=arousal,
    )


def talk(*texts: str, at: float = NOON - 2 * DAY, first: int = 0, **more: str) -> list[Memory]:
    """What was said in a minute each."""
    return [
        memory(f"m{first + n}", text, at=at + 60 * n, **more)  # type: ignore[arg-type]
        for n, text in enumerate(texts)
    ]


class Books:
    """The library's promises as far as enrichment needs them, kept in RAM."""

    def __init__(self, rows: Sequence[Memory] = ()) -> None:
        self.rows = {row.id: row for row in rows}
        self.allowed = {row.person for row in rows}
        self.writes = 0

    def consent(self, person: str) -> ConsentState:
        return "given" if person in self.allowed else "withdrawn"

    def persons(self) -> list[str]:
        return list(dict.fromkeys(row.person for row in self.rows.values()))

    def memories(self, person: str) -> list[Memory]:
        own = [row for row in self.rows.values() if row.person == person and not row.replaced_by]
        return sorted(own, key=lambda row: (row.at, row.id), reverse=True)

    def get(self, id: str) -> Memory | None:
        return self.rows.get(id)

    def add_many(self, person: str, rows: Sequence[Memory], vectors: None) -> int:
        self.writes += 1
        self.rows |= {row.id: row for row in rows}
        return len(rows)

    def forget(self, person: str, ids: Sequence[str], now: float) -> Receipt:
        self.writes += 1
        for id in ids:
            self.rows.pop(id, None)
            made = [row.id for row in self.rows.values() if id in row.made_from]
            self.forget(person, made, now)
        return Receipt(person=person, at=now)

    def supersede(self, id: str, new: Memory) -> None:
        self.rows[id] = replace(self.rows[id], replaced_by=new.id)
        self.rows[new.id] = replace(new, replaces=id)

    def made(self) -> dict[str, Memory]:
        return {row.id: row for row in self.rows.values() if row.made_from}


def enrich(books: Books, now: float = NOON, *, wait: bool = True) -> Enricher:
    """To the end."""
    enricher = Enricher(books, "UTC", wait=wait)
    to_the_end(enricher, now)
    return enricher


def to_the_end(enricher: Enricher, now: float = NOON) -> int:
    """How many steps it took."""
    steps = 1
    while enricher.step(now):
        steps += 1
        assert steps < 10_000
    return steps


def sorts(books: Books) -> list[str]:
    """What sorts were made, sorted."""
    return sorted(id.partition("-")[0] for id in books.made())
