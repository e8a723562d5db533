"""Kept answers: as long as their kind says, within bounds, counted by agent, erasable by person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sel.agents.kept import KeptAnswers
from sel.agents.types import AnswerKey, Json


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def key(name: str, *, person: str = "you", agent: str = "dice", lasting: float = 60.0) -> AnswerKey:
    return AnswerKey(name, person, agent, lasting)


def value(text: str) -> Json:
    return {"text": text, "data": None, "seconds": 0.5}


def test_each_lasts_as_long_as_its_kind() -> None:
    clock = Clock()
    kept = KeptAnswers(clock=clock)
    brief, fixed = key("a", lasting=60.0), key("b", agent="units", lasting=3600.0)
    kept.put(brief, value("one"))
    kept.put(fixed, value("two"))
    clock.now += 59
    assert kept.get(brief) == value("one")
    clock.now += 2
    assert kept.get(brief) is None
    assert kept.get(fixed) == value("two")
    dice, units = (kept.stats().kinds[name] for name in ("dice", "units"))
    assert (dice.hits, dice.misses, dice.expired, dice.entries) == (1, 1, 1, 0)
    assert (units.hits, units.entries, units.seconds_saved) == (1, 1, 0.5)


def test_what_is_too_much_gives_way_and_what_is_too_large_is_not_kept() -> None:
    kept = KeptAnswers(capacity=10)
    kept.put(key("a"), value("x" * 6))
    kept.put(key("b"), value("x" * 6))
    kept.put(key("c"), value("x" * 11))
    assert kept.get(key("a")) is None
    assert kept.get(key("b")) == value("x" * 6)
    assert kept.get(key("c")) is None
    assert kept.stats().kinds["dice"].evictions == 1


def test_forgetting_a_person_and_clearing_an_agent() -> None:
    kept = KeptAnswers()
    for name, person, agent in (("a", "you", "dice"), ("b", "you", "page"), ("c", "ada", "dice")):
        kept.put(key(name, person=person, agent=agent), value(name))
    assert kept.forget("you") == 2
    assert kept.forget("you") == 0
    assert kept.clear("page") == 0
    assert kept.clear("dice") == 1
    assert kept.stats().total.forgotten == 3
    kept.put(key("d"), value("d"))
    assert kept.clear() == 1


KEYS = st.builds(
    AnswerKey,
    st.sampled_from("abcdef"),
    st.sampled_from(["you", "ada"]),
    st.sampled_from(["dice", "page"]),
    st.sampled_from([60.0, 3600.0]),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), KEYS, st.text(max_size=8)),
        st.tuples(st.just("get"), KEYS, st.just("")),
        st.tuples(st.just("forget"), KEYS, st.just("")),
    ),
    max_size=60,
)


@given(STEPS)
def test_it_never_gives_what_was_not_put_and_stays_within_bounds(
    steps: list[tuple[str, AnswerKey, str]],
) -> None:
    kept, put = KeptAnswers(capacity=20), dict[AnswerKey, Json]()
    for what, one, text in steps:
        if what == "put":
            kept.put(one, value(text))
            put[one] = value(text)
        elif what == "forget":
            kept.forget(one.person)
            put = {other: row for other, row in put.items() if other.person != one.person}
        else:
            assert kept.get(one) in (None, put.get(one))
    assert sum(len(row["text"]) for row in map(kept.get, put) if row) <= 20
