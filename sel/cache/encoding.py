"""Plain values as bytes, so that different values never have the same bytes.

Every part says its type and its length before it begins, so no part can pass for the end of one
and the beginning of the next. Lists and tuples are alike; mappings and sets have no order.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from sel.errors import SelError


def encoded(value: object) -> bytes:
    """The bytes of a value made of None, bool, int, float, str, bytes, sequences, mappings, sets.

    Raises `SelError` for NaN and infinities, `TypeError` for any other kind of value.
    """
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    for kind, write in _KINDS:
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"{type(value).__name__} has no place in a key")


def _text(value: str) -> bytes:
    raw = value.encode("utf-8", "surrogatepass")  # a message may hold half a character
    return b"s%d:%b" % (len(raw), raw)


def _raw(value: bytes) -> bytes:
    return b"b%d:%b" % (len(value), value)


def _number(value: float) -> bytes:
    if not math.isfinite(value):
        raise SelError(
            "A figure of this request is not a number.", hint="Check the sampling settings."
        )
    return b"d" + struct.pack(">d", value + 0.0)  # minus zero is zero


def _list(value: Iterable[object]) -> bytes:
    parts = [encoded(one) for one in value]
    return b"l%d:%b" % (len(parts), b"".join(parts))


def _mapping(value: Mapping[object, object]) -> bytes:
    parts = sorted(encoded(name) + encoded(one) for name, one in value.items())
    return b"m%d:%b" % (len(parts), b"".join(parts))


def _set(value: Iterable[object]) -> bytes:
    parts = sorted(map(encoded, value))
    return b"u%d:%b" % (len(parts), b"".join(parts))


_KINDS: tuple[tuple[type, Callable[..., bytes]], ...] = (
    (str, _text),
    (bytes, _raw),
    (Mapping, _mapping),
    (Set, _set),
    (Sequence, _list),
    (float, _number),
)
_WRITERS: dict[type, Callable[..., bytes]] = {
    type(None): lambda _: b"n",
    bool: lambda value: b"t" if value else b"f",
    int: lambda value: b"i%d;" % value,
    float: _number,
    str: _text,
    bytes: _raw,
    tuple: _list,
    list: _list,
    dict: _mapping,
}
