"""Notes and reminders: kept only where the port allows, due when they should be."""

import copy

import pytest
from agents_stage import HERE, NOW, Pad
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.agents import reminders
from sel.agents.reminders import due, match, next_due, serve, told
from sel.agents.schema import validate
from sel.agents.told import Refusal
from sel.agents.types import Json


def ask(pad: Pad, **given_: Json) -> str:
    return serve(validate(given_, reminders.ARGUMENTS), HERE, pad)


def test_a_note_is_kept_and_listed() -> None:
    pad = Pad("ada")
    assert ask(pad, text="buy   milk") == "Noted as 1."
    assert ask(pad) == "1. buy milk"
    assert pad.rows["ada"] == [{"id": 1, "text": "buy milk", "at": NOW}]


def test_a_reminder_says_when() -> None:
    pad = Pad("ada")
    said = ask(pad, text="call mum", when="tomorrow at 9")
    assert said == "I will remind you on Tuesday, 22 September 2026 at 09:00: call mum"
    assert pad.rows["ada"][0]["due"] > NOW
    assert ask(pad, action="list") == "1. call mum (Tuesday, 22 September 2026 at 09:00)"


def test_a_sentence_is_read_when_it_comes_as_text() -> None:
    pad = Pad("ada")
    ask(pad, text="remind me to call mum in 20 minutes")
    assert pad.rows["ada"] == [{"id": 1, "text": "call mum", "at": NOW, "due": NOW + 1200}]


def test_dropping_one() -> None:
    pad = Pad("ada")
    ask(pad, text="one")
    ask(pad, text="two")
    assert ask(pad, action="drop", id=1) == "Note 1 is gone."
    assert ask(pad) == "2. two"
    ask(pad, text="three")
    assert [row["id"] for row in pad.rows["ada"]] == [2, 3]


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"action": "add"}, "What shall I note"),
        ({"action": "drop", "id": 9}, "no note 9"),
        ({"text": "x", "when": "soon"}, "do not know when"),
        ({"text": "x", "when": "today at 9"}, "do not know when"),
    ],
)
def test_what_cannot_be_noted(given_: dict[str, Json], says: str) -> None:
    pad = Pad("ada")
    with pytest.raises(Refusal, match=says):
        ask(pad, **given_)
    assert pad.rows["ada"] == []


def test_nothing_is_kept_of_one_who_did_not_say_yes() -> None:
    pad = Pad("bo")
    for given_ in ({"text": "secret"}, {"action": "list"}):
        with pytest.raises(Refusal, match="keep nothing"):
            ask(pad, **given_)
    assert pad.rows == {"bo": []}


def test_there_is_an_end_to_it() -> None:
    pad = Pad("ada")
    pad.rows["ada"] = [{"id": n, "text": "x", "at": 0.0} for n in range(1, reminders.MOST + 1)]
    with pytest.raises(Refusal, match="200 notes already"):
        ask(pad, text="one more")


@pytest.mark.parametrize(
    ("sentence", "arguments"),
    [
        ("remind me to call mum at 5pm", {"text": "call mum", "when": "at 5pm"}),
        ("remind me in an hour to stretch", {"text": "stretch", "when": "in an hour"}),
        (
            "remind me tomorrow at 9 that Bo comes at 10",
            {"text": "Bo comes at 10", "when": "tomorrow at 9"},
        ),
        (
            "remind me to meet Bo at the bar at 8pm",
            {"text": "meet Bo at the bar", "when": "at 8pm"},
        ),
        (
            "remind me about the party on friday at 7 pm",
            {"text": "the party", "when": "on friday at 7 pm"},
        ),
        ("set a reminder for tomorrow at 8", {"text": "reminder", "when": "tomorrow at 8"}),
        ("set an alarm for 7:30", {"text": "alarm", "when": "at 7:30"}),
        ("set a timer for 90 seconds", {"text": "timer", "when": "in 90 seconds"}),
        ("note to self: be kind", {"text": "be kind"}),
        ("make a note that Bo is allergic to nuts", {"text": "Bo is allergic to nuts"}),
        ("what are my notes", {"action": "list"}),
        ("delete note 3", {"action": "drop", "id": 3}),
    ],
)
def test_what_is_meant(sentence: str, arguments: dict[str, Json]) -> None:
    found = match(sentence)
    assert found is not None
    assert found.arguments == arguments


def test_every_sentence_that_is_understood_has_a_moment() -> None:
    pad = Pad("ada")
    for when in (
        "in 5 minutes",
        "tonight",
        "at noon",
        "on friday evening",
        "on 2026-12-24 at 8 pm",
    ):
        found = match(f"remind me to breathe {when}")
        assert found is not None, when
        ask(pad, **found.arguments)
    assert len(pad.rows["ada"]) == 5


rows = st.lists(
    st.fixed_dictionaries(
        {"id": st.integers(1, 50), "text": st.just("x"), "at": st.just(0.0)},
        optional={"due": st.floats(0, 1e6), "told": st.booleans()},
    ),
    unique_by=lambda row: row["id"],
    max_size=8,
)


@settings(max_examples=50)
@given(rows, st.floats(0, 1e6), st.floats(0, 1e6))
def test_each_is_told_once_and_none_is_lost(
    some: list[dict[str, Json]], one: float, two: float
) -> None:
    """Whatever the clock does: also when it jumps back between two looks."""
    before = copy.deepcopy(some)
    first = due(some, one)
    after = told(some, [row["id"] for row in first])
    second = due(after, two)
    assert some == before
    assert not {row["id"] for row in first} & {row["id"] for row in second}
    waiting = {row["id"] for row in some if row.get("due") is not None and not row.get("told")}
    ripe = {row["id"] for row in some if row.get("due", 2e6) <= max(one, two)}
    assert {row["id"] for row in (*first, *second)} == waiting & ripe
    assert [row["due"] for row in first] == sorted(row["due"] for row in first)


@settings(max_examples=50)
@given(rows)
def test_the_next_one_is_the_first_that_becomes_due(some: list[dict[str, Json]]) -> None:
    moment = next_due(some)
    if moment is None:
        assert due(some, 2e6) == []
    else:
        assert due(some, moment)
        assert not [row for row in due(some, moment) if row["due"] < moment]


def test_told_ones_are_shown_as_told() -> None:
    pad = Pad("ada")
    ask(pad, text="tea", when="in 5 minutes")
    pad.rows["ada"] = told(pad.rows["ada"], [1])
    assert ask(pad) == "1. tea (told)"
