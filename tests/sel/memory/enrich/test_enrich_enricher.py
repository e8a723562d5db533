"""The enricher: what is made and when, and that it may be stopped, repeated and contradicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from enrich_desk import (
    ANA,
    BRUNO,
    DAY,
    FIREWORKS,
    HOUR,
    NOON,
    NURSE,
    PORTO,
    TALK,
    Books,
    enrich,
    memory,
    sorts,
    talk,
    to_the_end,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.errors import EngineError, InputRefused, StoreError
from sel.memory.enrich.enricher import Enricher, Made
from sel.memory.types import Memory

# ---------------------------------------------------------------- what is made


def test_a_conversation_has_a_summary_and_things_said_twice_are_merged() -> None:
    books = Books(talk(*TALK))
    enricher = enrich(books)
    assert sorts(books) == ["conversation", "thing", "thing"]
    (summary,) = (row for id, row in books.made().items() if id.startswith("conversation"))
    assert summary.kind == "summary"
    assert summary.made_from == ("m0", "m1", "m2", "m3")
    assert summary.source.quote == summary.text
    assert summary.at == books.rows["m3"].at
    assert summary.hard
    assert 1 < enricher.compression < 10
    merged = {row.tags[0]: row.text for row in books.made().values() if "thing" in row.id}
    assert merged == {"bruno": f"{BRUNO} {FIREWORKS}", "porto": f"{PORTO} {NURSE}"}


def test_a_day_of_several_conversations_has_one_too_but_not_across_scopes() -> None:
    rows = [
        *talk(BRUNO, ANA, channel="desk"),
        *talk(PORTO, channel="import", first=2),
        *talk("I like tea.", "I like rain.", scope="dm:7", channel="dm:7", first=3),
    ]
    books = Books(rows)
    enrich(books)
    (day,) = books.made().values()
    assert day.id.startswith("day-")
    assert set(day.made_from) == {"m0", "m1", "m2"}
    assert day.source.channel == ""


def test_persons_and_scopes_never_mix() -> None:
    rows = [
        *talk(*TALK),
        *talk(*TALK, person="ada", first=10),
        *talk(*TALK, scope="guild:1", channel="room", first=20),
    ]
    books = Books(rows)
    enrich(books)
    made = books.made().values()
    assert len(made) == 9
    for one in made:
        sources = [books.rows[id] for id in one.made_from]
        assert {(row.person, row.scope) for row in sources} == {(one.person, one.scope)}


def test_two_memories_of_a_day_are_as_quickly_read() -> None:
    books = Books(talk(BRUNO, PORTO))
    enrich(books)
    assert not books.made()


def test_summaries_are_made_of_what_was_said_never_of_summaries() -> None:
    own = replace(memory("s1", "Porto is where Bruno and I are."), kind="summary")
    books = Books([*talk(BRUNO, PORTO), own])
    enrich(books)
    assert not books.made()
    books.rows |= {row.id: row for row in talk(*TALK)}
    enrich(books)
    before = dict(books.rows)
    enrich(books, NOON + DAY)
    assert books.rows == before
    assert all("s1" not in row.made_from for row in books.made().values())


def test_without_consent_nothing_is_read_or_made() -> None:
    books = Books([*talk(*TALK), *talk(*TALK, person="ada", first=10)])
    books.allowed = {"ada"}
    enrich(books)
    assert {row.person for row in books.made().values()} == {"ada"}


def test_consent_withdrawn_between_two_steps_ends_it() -> None:
    books = Books(talk(*TALK))
    enricher = Enricher(books, "UTC")
    assert enricher.step(NOON)
    books.allowed = set()
    to_the_end(enricher)
    assert not books.made()


# ---------------------------------------------------------------- when


def test_todays_conversation_is_left_alone_until_it_is_quiet() -> None:
    books = Books([*talk(*TALK, at=NOON - DAY), *talk(ANA, PORTO, FIREWORKS, at=NOON, first=4)])
    enrich(books, NOON + 600)
    assert sorts(books) == ["conversation"]
    enrich(books, NOON + 600, wait=False)
    assert sorts(books) == ["conversation", "conversation", "thing", "thing"]
    books = Books(talk(*TALK, at=NOON))
    enrich(books, NOON + 1700)
    assert not books.made()
    enrich(books, NOON + 180 + 1800)
    assert len(books.made()) == 3


def test_a_day_that_is_over_does_not_wait_for_quiet() -> None:
    late = NOON + 11.9 * HOUR
    books = Books(talk(*TALK[:3], at=late))
    enrich(books, late + 300)
    assert not books.made()
    enrich(books, late + 400)
    assert books.made()


def test_a_conversation_that_goes_on_keeps_its_summary_until_it_is_quiet_again() -> None:
    books = Books(talk(*TALK, at=NOON))
    enrich(books, NOON + HOUR)
    first = books.made()
    books.rows["m9"] = memory("m9", ANA, at=NOON + HOUR)
    enrich(books, NOON + HOUR + 60)
    assert books.made() == first
    enrich(books, NOON + 2 * HOUR)
    assert set(books.made()) == set(first)
    assert any("m9" in row.made_from for row in books.made().values())


def test_only_days_with_something_new_are_done_again() -> None:
    books = Books([row for n in range(5) for row in talk(*TALK, at=NOON - n * DAY, first=10 * n)])
    enrich(books, NOON + DAY)
    books.writes = 0
    books.rows["new"] = memory("new", "I like rain.", at=NOON - 2 * DAY + 999)
    enrich(books, NOON + DAY)
    assert books.writes == 1


# ---------------------------------------------------------------- what changes


def test_what_was_superseded_leaves_the_summary() -> None:
    books = Books(talk(BRUNO, PORTO, FIREWORKS, ANA))
    enrich(books)
    books.supersede("m1", memory("m8", "I moved to Faro.", at=NOON - DAY))
    enrich(books)
    (summary,) = (row for id, row in books.made().items() if id.startswith("conversation"))
    assert summary.made_from == ("m0", "m2", "m3")
    assert "Porto" not in summary.text


def test_a_summary_of_too_little_goes() -> None:
    books = Books(talk(BRUNO, PORTO, ANA))
    assert enrich(books).counts["conversations"] == 1
    books.supersede("m1", memory("m8", "I moved to Faro.", at=NOON - DAY))
    assert enrich(books).counts["removed"] == 1
    assert not books.made()


def test_a_source_that_goes_between_two_steps_is_in_nothing() -> None:
    books = Books(talk(*TALK))
    enricher = Enricher(books, "UTC")
    enricher.step(NOON)
    books.forget("you", ["m1"], NOON)
    to_the_end(enricher)
    assert not any("m1" in row.made_from for row in books.made().values())
    to_the_end(enricher)
    assert sorts(books) == ["conversation", "thing"]


def test_a_source_forgotten_while_its_summary_is_written_takes_it_along() -> None:
    class Racing(Books):
        def add_many(self, person: str, rows: Sequence[Memory], vectors: None) -> int:
            self.rows.pop("m1", None)
            return super().add_many(person, rows, vectors)

    books = Racing(talk(*TALK))
    enrich(books)
    assert not any("m1" in row.made_from for row in books.made().values())


def test_what_may_not_be_kept_is_left_out_and_the_rest_goes_on() -> None:
    class Strict(Books):
        def add_many(self, person: str, rows: Sequence[Memory], vectors: None) -> int:
            if rows[0].id.startswith("conversation"):
                raise InputRefused("That looks like a secret.")
            return super().add_many(person, rows, vectors)

    books = Strict(talk(*TALK))
    enricher = enrich(books)
    assert sorts(books) == ["thing", "thing"]
    assert enricher.counts["conversations"] == 0


def test_a_disk_that_refuses_is_told_and_the_rest_can_go_on() -> None:
    class Full(Books):
        full = True

        def add_many(self, person: str, rows: Sequence[Memory], vectors: None) -> int:
            if self.full:
                self.full = False
                raise StoreError("The disk is full.")
            return super().add_many(person, rows, vectors)

    books = Full(talk(*TALK))
    enricher = Enricher(books, "UTC")
    with pytest.raises(StoreError):
        to_the_end(enricher)
    to_the_end(enricher)
    assert len(books.made()) == 2
    to_the_end(enricher)
    assert len(books.made()) == 3


# ---------------------------------------------------------------- a model's words


def test_a_model_phrases_it_where_it_is_large_enough_and_true() -> None:
    asked: list[str] = []

    def write(prompt: str) -> str:
        asked.append(prompt)
        return "I live in Porto with Bruno."

    def texts(parameters: float) -> set[str]:
        books = Books(talk(*TALK))
        to_the_end(Enricher(books, "UTC", write=write, parameters=parameters))
        return {row.text for row in books.made().values() if row.id.startswith("conv")}

    assert texts(5e8) != {"I live in Porto with Bruno."}
    assert not asked
    assert texts(2e9) == {"I live in Porto with Bruno."}
    assert len(asked) == 3


def test_a_model_that_fails_leaves_the_sentences_of_the_person() -> None:
    def write(_: str) -> str:
        raise EngineError("It crashed.")

    books, plain = Books(talk(*TALK)), Books(talk(*TALK))
    to_the_end(Enricher(books, "UTC", write=write, parameters=2e9))
    enrich(plain)
    assert books.rows == plain.rows


# ---------------------------------------------------------------- properties

WORDS = ["my dog Bruno", "in Porto", "I like", "tea", "Ana", "rain.", "My sister", "is seven."]
ROW = st.builds(
    lambda n, words, day, channel, person, weight: memory(
        f"m{n}",
        " ".join(words),
        at=NOON - day * DAY + 60 * n,
        channel=channel,
        scope="guild:1" if channel == "room" else "desk",
        person=person,
        importance=weight,
    ),
    st.integers(0, 30),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    st.integers(0, 3),
    st.sampled_from(["desk", "import", "room"]),
    st.sampled_from(["you", "ada"]),
    st.sampled_from([0.0, 0.5, 0.9]),
)
ROWS = st.lists(ROW, max_size=25, unique_by=lambda row: row.id)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_a_second_run_changes_nothing(rows: list[Memory]) -> None:
    books = Books(rows)
    enrich(books)
    before, books.writes = dict(books.rows), 0
    enrich(books)
    assert books.rows == before
    assert books.writes == 0


@settings(max_examples=60, deadline=None)
@given(ROWS, st.lists(st.integers(1, 6), max_size=8))
def test_killed_after_any_steps_it_comes_to_the_same(rows: list[Memory], kills: list[int]) -> None:
    whole, torn = Books(rows), Books(rows)
    enrich(whole)
    for steps in kills:
        enricher = Enricher(torn, "UTC")
        for _ in range(steps):
            enricher.step(NOON)
    enrich(torn)
    assert torn.rows == whole.rows


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_word_made_was_said_in_what_it_was_made_from(rows: list[Memory]) -> None:
    books = Books(rows)
    told: list[Made] = []
    to_the_end(Enricher(books, "UTC", wait=False, tell=told.append))
    assert len(told) == len(books.made())
    for one in books.made().values():
        sources = [books.rows[id] for id in one.made_from]
        assert one.made_from
        assert not any(row.made_from for row in sources)
        said = " ".join(word for row in sources for word in row.text.split())
        assert {word.rstrip(".") for word in one.text.split()} <= {
            word.rstrip(".") for word in said.split()
        }
        assert all(-1 <= row.valence <= 1 for row in sources)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.data())
def test_said_in_parts_or_at_once_it_comes_to_the_same(
    rows: list[Memory], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    whole, parts = Books(rows), Books(rows[:cut])
    enrich(parts, wait=False)
    parts.rows |= {row.id: row for row in rows[cut:]}
    parts.allowed = whole.allowed
    enrich(parts, wait=False)
    enrich(whole, wait=False)
    assert parts.rows == whole.rows
