"""How one line of a conversation's file looks. Pure: bytes in, bytes out.

A line is one write: a checksum, then records with a tab between them, a letter and JSON each.

    9f1c2d3e S {"generation":0,"schema":1}                      the first line of every file
    5b0a77c1 N {"id":"a1","messages":[…]}⇥H {"head":"a1"}⇥R {…}  a turn, where it stands, its row
    c4e0912a P {"id":"a2","parent":"a1","messages":[…],"text":"…"}   a reply is under way
    77aa0c1d Q {"id":"a2","text":" and more"}                    it goes on
    0d2b8f60 M {"summary":"…"}                                   how the prompt stands

Text is UTF-8, so that a search through the files finds words as they were said. What has its usual
value is left out, what a newer SEL wrote beside it is passed over.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from sel.errors import StoreError
from sel.events import MessageView
from sel.session_events import SessionView
from sel.sessions.tree import Node
from sel.store import record

Record = tuple[str, dict[str, Any]]
"""A letter, and what belongs to it."""
Kind = TypeVar("Kind", MessageView, SessionView, Node)

SCHEMA = 1
NOT_OURS = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What reading a record raises that somebody else wrote."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_BODY = 9
_FIELDS = {
    kind: {one.name: one.default for one in dataclasses.fields(kind)}
    for kind in (MessageView, SessionView, Node)
}
_LISTS = ("images", "people")


def start() -> bytes:
    """The first line of a file."""
    return record.start(SCHEMA, 0)


def line(*records: Record) -> bytes:
    """A line without its newline. Raises `StoreError` for what JSON cannot hold."""
    return sealed([encoded(one) for one in records])


def sealed(parts: list[bytes]) -> bytes:
    """The line of encoded records."""
    return record.sealed(b"\t".join(parts))


def encoded(one: Record) -> bytes:
    """A record as it stands in a line. Raises `StoreError` for what JSON cannot hold."""
    letter, value = one
    try:
        return f"{letter} {_ENCODER.encode(value)}".encode("utf-8", "surrogatepass")
    except NOT_OURS as error:
        raise StoreError(
            "Something that JSON cannot hold was to be kept of a conversation.",
            hint="It is kept in the working memory only.",
        ) from error


def records(whole: bytes) -> Iterator[tuple[str, dict[str, Any], int]]:
    """The records of a whole line, each with its size in bytes. Raises `NOT_OURS`."""
    for one in whole[_BODY:].split(b"\t"):
        yield chr(one[0]), json.loads(one[2:].decode("utf-8", "surrogatepass")), len(one)


# ---------------------------------------------------------------- what is in a record


def of_node(node: Node) -> Record:
    """The record of a turn."""
    row = _unusual(node)
    row["messages"] = [_unusual(one) for one in node.messages]
    return "N", row


def of_row(row: SessionView) -> Record:
    """The record of what a list says of a conversation."""
    return "R", _unusual(row)


def messages(views: tuple[MessageView, ...]) -> list[dict[str, Any]]:
    """Messages as JSON has them."""
    return [_unusual(one) for one in views]


def node(row: dict[str, Any]) -> Node:
    """The turn of a record. Raises `NOT_OURS`."""
    row["messages"] = views(row.get("messages", []))
    return _made(Node, row)


def row(given: Mapping[str, Any]) -> SessionView:
    """A list's row of a record. Raises `NOT_OURS`."""
    return _made(SessionView, dict(given))


def views(rows: list[dict[str, Any]]) -> tuple[MessageView, ...]:
    """The messages again. Raises `NOT_OURS`."""
    return tuple(_made(MessageView, one) for one in rows)


def _unusual(value: MessageView | SessionView | Node) -> dict[str, Any]:
    """What differs from its usual value."""
    found = ((name, usual, getattr(value, name)) for name, usual in _FIELDS[type(value)].items())
    return {name: own for name, usual, own in found if own != usual}


def _made(kind: type[Kind], row: dict[str, Any]) -> Kind:
    for name in _LISTS:
        if name in row:
            row[name] = tuple(row[name])
    try:
        return kind(**row)
    except TypeError:  # a newer SEL has more to say of it
        return kind(**{name: one for name, one in row.items() if name in _FIELDS[kind]})
