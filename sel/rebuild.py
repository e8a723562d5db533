"""Dataclasses from what JSON made of them: tuples from lists, dataclasses from objects."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any


def build(kind: type, data: dict[str, Any]) -> Any:
    """A `kind` from its fields as JSON has them; unknown fields are passed over.

    Raises `TypeError` where a field is missing.
    """
    hints = typing.get_type_hints(kind)
    return kind(
        **{name: _value(hints[name], value) for name, value in data.items() if name in hints}
    )


def _value(hint: Any, value: Any) -> Any:
    """Turn JSON's lists and objects back into the tuples and dataclasses the field declares."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return build(hint, value)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(args[0], item) for item in value)
    if origin is dict and isinstance(value, dict):
        return {key: _value(args[1], item) for key, item in value.items()}
    if origin in (types.UnionType, typing.Union) and value is not None:
        return _value(next(arg for arg in args if arg is not type(None)), value)
    return value
