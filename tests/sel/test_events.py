"""The vocabulary between brain and faces: every word of it crosses a line of JSON whole."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sel import agent_events, events, memory_events
from sel.event_json import from_json, to_json
from sel.events import (
    ChannelView,
    Command,
    Delivery,
    Event,
    HormoneMove,
    MessageView,
    ReplyStats,
    Snapshot,
    TextArrived,
    TurnEnded,
    TurnFinished,
    TurnInterrupted,
)

WORDS = sorted(
    {
        kind
        for module in (events, agent_events, memory_events)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Event | Command)
    },
    key=lambda kind: kind.__name__,
)


def as_json_has_it(text: str) -> str:
    """Two halves of a surrogate pair are one character to JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


TEXT = st.text(st.characters(exclude_categories=()), max_size=8).map(as_json_has_it)
"""Any text, lone surrogates among it."""


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value a field declared so may have."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(values(args[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(TEXT, values(args[1]), max_size=3)
    if origin in (types.UnionType, typing.Union):
        return st.one_of([values(arg) for arg in args])
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return built(hint)
    return {
        str: TEXT,
        int: st.integers(),
        float: st.floats(allow_nan=False),
        bool: st.booleans(),
        type(None): st.none(),
    }[hint]


def built(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    return st.builds(
        kind, **{field.name: values(hints[field.name]) for field in dataclasses.fields(kind)}
    )


@pytest.mark.parametrize("kind", WORDS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_every_word_crosses_a_line_whole(kind: type[Event | Command], data: st.DataObject) -> None:
    item = data.draw(built(kind))
    line = to_json(item)
    assert line.isascii()
    assert "\n" not in line
    assert next(iter(json.loads(line))) == "type"
    back = from_json(line)
    assert back == item
    assert type(back) is kind


def test_what_is_nested_comes_back_as_it_was() -> None:
    message = MessageView(role="sel", text="half\ud800", turn_id="t1", state="streaming")
    view = ChannelView(messages=(message,), answering=True, last=ReplyStats(made_tokens=3))
    move = HormoneMove(hormone="oxytocin", delta=0.04, reason="thanks")
    affect = events.AffectView(moves=(move,), history={"oxytocin": (0.4, 0.5)})
    back = from_json(
        to_json(Snapshot(channels={"desk": view, "new": ChannelView()}, affect=affect))
    )
    assert isinstance(back, Snapshot)
    assert back.channels["desk"] == view
    assert back.channels["new"].last is None
    assert back.affect.moves[0] == move
    assert back.affect.history["oxytocin"] == (0.4, 0.5)


def test_fields_of_a_later_version_are_passed_over() -> None:
    line = json.dumps({"type": "TextArrived", "text": "hi", "mood": "new in two years"})
    assert from_json(line) == TextArrived(text="hi")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '"TextArrived"',
        "{}",
        '{"type": "Nothing"}',
        '{"type": "Delivery"}',
        '{"type": "MessageView", "role": "sel", "text": ""}',
        '{"type": ["TextArrived"]}',
        '{"type": null}',
        '{"type": "TextArrived"}',
        '{"type": "HormonesChanged", "affect": {"moves": [{}]}}',
    ],
)
def test_a_line_that_is_no_event_is_a_value_error(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(line)


@pytest.mark.parametrize("kind", WORDS)
def test_no_word_can_be_changed_or_added_to(kind: type[Event | Command]) -> None:
    parameters: Any = kind.__dict__["__dataclass_params__"]
    assert parameters.frozen
    assert "__slots__" in vars(kind)


def test_delivery_is_declared_by_kind_and_only_what_can_be_redrawn_is_dropped() -> None:
    facts = [kind for kind in WORDS if issubclass(kind, Event)]
    by = {
        delivery: {kind.__name__ for kind in facts if kind.delivery is delivery}
        for delivery in Delivery
    }
    assert by[Delivery.REPLACEABLE] == {"HormonesChanged", "EngineChanged", "PromptRead"}
    assert by[Delivery.URGENT] == {"TurnInterrupted"}
    assert TextArrived.delivery is TurnFinished.delivery is Delivery.ORDERED


def test_an_ending_is_known_as_one() -> None:
    assert isinstance(TurnInterrupted(partial=""), TurnEnded)
    assert not isinstance(TextArrived(text=""), TurnEnded)


def test_a_move_reads_as_a_reason() -> None:
    assert str(HormoneMove(hormone="oxytocin", delta=0.04, reason="thanks")) == (
        "thanks → oxytocin +0.04"
    )
    assert str(HormoneMove(hormone="cortisol", delta=-0.1, reason="rest")).endswith("-0.10")


@pytest.mark.parametrize(
    ("made", "seconds", "speed"), [(0, 0.0, 0.0), (1, 2.0, 0.0), (11, 2.0, 5.0), (5, 0.0, 0.0)]
)
def test_speed_counts_the_intervals_between_tokens(made: int, seconds: float, speed: float) -> None:
    assert ReplyStats(made_tokens=made, make_seconds=seconds).tokens_per_second == speed


def test_reuse_is_a_share_of_the_prompt() -> None:
    assert ReplyStats(prompt_tokens=200, reused_tokens=150).reuse == 0.75
    assert ReplyStats().reuse == 0.0
