"""What goes through the door as JSON, and back: plain values by the types their owners declare.

One kind of thing is in a list or tuple, and a union is of one kind and None: that is all the memory
speaks of.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import types
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

Read = Callable[[Any], Any]

_LISTS: dict[object, type] = {
    tuple: tuple,
    list: list,
    frozenset: frozenset,
    Sequence: list,
    Collection: list,
}
_PLAIN: dict[object, type | tuple[type, ...]] = {
    str: str,
    bool: bool,
    int: int,
    float: (int, float),
}


def plain(value: Any) -> Any:
    """The value as JSON has it; of a dataclass what differs from its defaults."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if not dataclasses.is_dataclass(value):
        return [plain(one) for one in value]
    kind: type = type(value)
    found = ((name, usual, getattr(value, name)) for name, usual in _usual(kind))
    return {name: plain(own) for name, usual, own in found if own != usual}


def read(hint: Any, value: Any) -> Any:
    """The value again. Raises `TypeError` or `KeyError` where it is not of that type."""
    return _reader(hint)(value)


def arguments(method: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """A method's arguments by name, all it must have. Raises as `read`."""
    hints = typing.get_type_hints(method)
    values = {name: read(hints[name], value) for name, value in given.items()}
    inspect.signature(method).bind(None, **values)
    return values


@functools.cache
def _usual(kind: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass and their defaults."""
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


@functools.cache
def _reader(hint: Any) -> Read:
    """How values of this type are read. Made once: an export has a hundred thousand of them."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _maker(hint)
    if origin in (types.UnionType, typing.Union):
        one = _reader(next(arg for arg in args if arg is not type(None)))
        return lambda value: None if value is None else one(value)
    if origin in _LISTS:
        make, each = _LISTS[origin], _reader(args[0])
        return lambda value: make(map(each, _checked(value, list)))
    if origin is dict:
        each = _reader(args[1])
        return lambda value: {key: each(one) for key, one in _checked(value, dict).items()}
    kind = _PLAIN.get(hint, str)  # what is left are literals
    return lambda value: _checked(value, kind)


def _maker(kind: type) -> Read:
    hints = typing.get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name, _ in _usual(kind)}

    def make(value: Any) -> Any:
        return kind(**{name: readers[name](one) for name, one in _checked(value, dict).items()})

    return make


def _checked(value: Any, kind: type | tuple[type, ...]) -> Any:
    if not isinstance(value, kind):
        raise TypeError("not of the type that was declared")
    return value
