"""Events and commands as lines of JSON, and back."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any

from sel import (
    agent_events,
    bridge_events,
    company_events,
    memory_events,
    model_events,
    persona_events,
    session_events,
    voice_events,
)
from sel.events import Command, Event

VOCABULARY = (
    agent_events,
    bridge_events,
    company_events,
    memory_events,
    model_events,
    persona_events,
    session_events,
    voice_events,
)
"""Modules with events of their own; imported here, so that their names are known."""


def to_json(item: Event | Command) -> str:
    """One line of JSON, `type` first. Lone surrogates are escaped, so the line is always ASCII."""
    return json.dumps({"type": type(item).__name__, **dataclasses.asdict(item)})


def from_json(line: str) -> Event | Command:
    """The event or command again. Raises `ValueError` for an unknown type or malformed line."""
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("an event is a JSON object")  # noqa: TRY004 - of a value, not of a type
    kind = _kinds().get(str(data.pop("type", "")))
    if kind is None:
        raise ValueError("unknown event type")
    try:
        return typing.cast("Event | Command", _build(kind, data))
    except TypeError as error:  # a field is missing
        raise ValueError(f"not a whole {kind.__name__}") from error


def _kinds() -> dict[str, type]:
    """Every event and command by its name."""
    found: dict[str, type] = {}
    left: list[type] = [Event, Command]
    while left:
        kind = left.pop()
        subclasses: list[type] = kind.__subclasses__()
        # With slots a dataclass is made twice; the first one lingers, without fields of its own.
        left += [sub for sub in subclasses if "__slots__" in sub.__dict__]
        found[kind.__name__] = kind
    return found


def _build(kind: type, data: dict[str, Any]) -> Any:
    hints = typing.get_type_hints(kind)
    return kind(
        **{name: _value(hints[name], value) for name, value in data.items() if name in hints}
    )


def _value(hint: Any, value: Any) -> Any:
    """Turn JSON's lists and objects back into the tuples and dataclasses the field declares."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return _build(hint, value)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(args[0], item) for item in value)
    if origin is dict and isinstance(value, dict):
        return {key: _value(args[1], item) for key, item in value.items()}
    if origin in (types.UnionType, typing.Union) and value is not None:
        return _value(next(arg for arg in args if arg is not type(None)), value)
    return value
