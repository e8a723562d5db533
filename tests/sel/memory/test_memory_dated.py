"""A time in a question: what was said then, what speaks of then, and that nothing is hidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.memory.dated import Dated, search
from sel.memory.subject import roots
from sel.memory.types import Hit, Memory, Source

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday."""


def said(text: str, days_ago: float) -> Memory:
    at = (NOW - timedelta(days=days_ago)).timestamp()
    return Memory(
        id=text,
        person="you",
        scope="desk",
        text=text,
        kind="fact",
        source=Source(quote=text),
        at=at,
    )


def finder(*memories: Memory) -> Callable[[str], Dated]:
    """Asks among these; the score is the share of the question's words a memory has."""

    def ask(text: str, k: int = 5) -> Dated:
        wanted = roots(text)

        def find(period: tuple[float, float] | None, count: int) -> Sequence[Hit]:
            there = [m for m in memories if not period or period[0] <= m.at < period[1]]
            hits = [Hit(memory=m, score=0.1 + _share(wanted, m)) for m in there]
            return sorted(hits, key=lambda hit: (-hit.score, hit.memory.id))[:count]

        return search(text, NOW.timestamp(), "UTC", find, k=k)

    return ask


def _share(wanted: set[str], memory: Memory) -> float:
    return len(wanted & roots(memory.text)) / max(len(wanted), 1)


def texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.memory.text for hit in hits]


BEES, TEA = said("I keep bees", 1), said("I like green tea", 1)
OLD_BEES = said("I bought bees", 300)
DENTIST = said("I have a dentist appointment on Friday", 30)
GRADUATED = said("I graduated in May 2019", 100)
FRIDAY = said("The soup was too salty", 4)


@pytest.mark.parametrize(
    "question",
    ["what did we talk about yesterday?", "what did I tell you yesterday", "what did I say today?"],
)
def test_of_talk_it_is_what_was_said_then_and_nothing_else(question: str) -> None:
    found = finder(BEES, TEA, OLD_BEES, said("It rains", 0.1))(question)
    day = NOW.date() - timedelta(days="yesterday" in question)
    assert found.hits
    assert {datetime.fromtimestamp(h.memory.at, UTC).date() for h in found.hits} == {day}
    assert found.about == found.others == ()


def test_of_talk_about_something_it_is_that_of_then_first() -> None:
    found = finder(BEES, TEA, OLD_BEES)("what did I say about bees yesterday?")
    assert texts(found.hits) == ["I keep bees", "I like green tea"]


def test_of_talk_about_something_else_it_is_what_was_said_at_other_times() -> None:
    found = finder(TEA, OLD_BEES)("what did I say about bees yesterday?")
    assert texts(found.hits) == ["I bought bees", "I like green tea"]
    assert found.within == ()


def test_what_was_said_at_another_time_is_found_where_nothing_was_said_then() -> None:
    found = finder(OLD_BEES)("what did I say about bees yesterday?")
    assert found.within == ()
    assert texts(found.others) == ["I bought bees"]


def test_small_talk_of_the_day_does_not_hide_what_is_asked_for() -> None:
    """It was said another day than the one it speaks of."""
    found = finder(FRIDAY, DENTIST, TEA)("when is my appointment on Friday?")
    assert texts(found.about) == [DENTIST.text]
    assert found.hits[0].memory is DENTIST
    assert FRIDAY.text not in texts(found.within)


def test_what_speaks_of_a_time_comes_before_what_was_said_then() -> None:
    then = said("I am tired", (NOW - datetime(2019, 5, 20, tzinfo=UTC)).days)
    found = finder(then, GRADUATED, TEA)("what happened in May 2019?")
    assert texts(found.about) == [GRADUATED.text]
    assert texts(found.within) == [then.text]
    assert texts(found.others) == [TEA.text]


def test_a_yesterday_is_that_of_the_day_it_was_said() -> None:
    then, long_ago = said("I ran yesterday", 0.2), said("I swam yesterday", 200)
    found = finder(then, long_ago)("what happened yesterday?")
    assert texts(found.about) == [then.text]
    assert texts(found.others) == [long_ago.text]


def test_what_only_shares_the_time_stays_behind_what_fits() -> None:
    other = said("My Friday meeting was dull", 10)
    fitting = said("The dentist sees me at nine each week", 20)
    found = finder(other, fitting)("what time does the dentist see me on Friday?")
    assert texts(found.hits) == [fitting.text, other.text]
    assert found.about == ()


def test_without_a_time_it_is_the_search_itself() -> None:
    found = finder(BEES, TEA)("who keeps bees?")
    assert found.named is None
    assert texts(found.hits) == ["I keep bees", "I like green tea"]


QUESTIONS = st.sampled_from(
    [
        "what did we talk about yesterday?",
        "what happened last month?",
        "my appointment on Friday",
        "bees in May 2019",
        "who keeps bees?",
        "did I mention tea last week?",
    ]
)
MEMORIES = st.lists(
    st.builds(said, st.text(min_size=1, max_size=30), st.floats(0, 4000)),
    max_size=12,
    unique_by=lambda memory: memory.id,
)


@given(QUESTIONS, MEMORIES, st.integers(1, 8))
def test_each_is_found_once_no_more_than_asked_for_and_never_nothing(
    question: str, memories: list[Memory], k: int
) -> None:
    def find(period: tuple[float, float] | None, count: int) -> Sequence[Hit]:
        there = [m for m in memories if not period or period[0] <= m.at < period[1]]
        return [Hit(memory=m, score=0.5) for m in there][:count]

    hits = search(question, NOW.timestamp(), "UTC", find, k=k).hits
    assert len({hit.memory.id for hit in hits}) == len(hits) <= k
    assert bool(hits) == bool(memories)
