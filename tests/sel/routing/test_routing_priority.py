"""Priority and the rules of silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.routing.priority import Decision, decide, ordered_silent, priority


def _decide(text: str, *signals: str, company: bool = False, **given_: bool) -> Decision:
    return decide(
        text,
        addressed=given_.get("addressed", False),
        named=given_.get("named", False),
        company=company,
        silence_minutes=0,
        signals=frozenset(signals),
    )


@pytest.mark.parametrize(
    "text",
    [
        "stay quiet",
        "Please be quiet now.",
        "sel, don't reply",
        "i'm just thinking aloud, do not answer",
        "ignore this",
        "ignore this message please",
        "brb, no need to reply",
        "can you stay silent for a while?",
        "Don\u2019t respond to this",
        "shut up",
        "no answer needed",
    ],
)
def test_an_order_to_be_silent_is_heard(text: str) -> None:
    assert ordered_silent(text)
    assert not _decide(text, "question", "urgent", addressed=True).answer


@pytest.mark.parametrize(
    "text",
    [
        "he told me to stay quiet",
        "why did she ignore this",
        "should i stay quiet about it?",
        "don't reply to his email, right?",
        "i ignore this feeling every day",
        "the library is a quiet place",
        "my phone doesn't answer",
        "they never answer",
    ],
)
def test_telling_of_silence_is_no_order(text: str) -> None:
    assert not ordered_silent(text)
    assert _decide(text).answer


def test_never_silent_to_someone_hurt() -> None:
    assert _decide("i want to die. don't reply", "hurt").answer
    assert _decide("it hurts so much", "hurt", company=True).answer


def test_low_priority_in_company_is_passed_over_and_answered_at_the_desk() -> None:
    silent = _decide("nice weather", company=True)
    assert (silent.answer, silent.level) == (False, "low")
    assert _decide("nice weather").answer
    assert _decide("what is it", "question", company=True).level == "medium"
    assert _decide("help me now", "urgent", company=True, named=True).level == "high"


@given(
    st.booleans(),
    st.booleans(),
    st.floats(0, 1e6),
    st.sets(st.sampled_from(["question", "urgent", "hurt", "joke"])),
)
def test_priority_is_bounded_and_never_falls_with_time(
    addressed: bool, named: bool, minutes: float, signals: set[str]
) -> None:
    def at(when: float) -> float:
        found, _ = priority(addressed=addressed, named=named, silence_minutes=when, signals=signals)
        return found

    assert 0 <= at(minutes) <= at(minutes + 60) <= 1
