"""Memories as documents, and what a memory may be: its limits, its secrets, its ids."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_args

from sel.errors import InputRefused
from sel.memory.ports import IndexLike
from sel.memory.reading.secrets import secret_in
from sel.memory.types import Kind, Memory, Source

MOST_TEXT = 10_000
"""Characters of a text or quote: some four pages. A memory is a sentence; more is a document."""

MOST_NAME = 200
"""Characters of an id, a person, a tag, … The longest that Discord makes is 100."""

MOST_TAGS = 64
LATEST = 253402300799.0
"""The last second of the year 9999: a date beyond it has no name in any calendar here."""

_NAMES = ("id", "person", "scope", "topic", "mood", "replaces", "replaced_by", "given")
_SHARES = ("importance", "arousal")
_NUMBERS = ("at", "seen_at", "importance", "valence", "arousal")
_MANY = ("tags", "made_from")
_SOURCE = {"quote": "quote", "message_id": "message_id", "channel": "channel", "at": "said_at"}
_TYPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("text", "kind", "quote", "message_id", "channel", *_NAMES), str),
    **dict.fromkeys((*_NUMBERS, "said_at", "strength"), (int, float)),
    **dict.fromkeys(_MANY, (list, tuple)),
    "hard": bool,
}
_DEFAULTS = {
    field.name: field.default
    for field in dataclasses.fields(Memory)
    if field.default is not dataclasses.MISSING
}


def check(memory: Memory) -> None:
    """Raise `InputRefused` where this cannot be kept: no memory at all, or a secret."""
    check_shape(memory)
    if secret := secret_of(memory):
        raise InputRefused(f"That looks like {secret}. SEL never keeps such things.")


def check_shape(memory: Memory) -> None:
    """Raise `InputRefused` where this is no memory: empty, too long, too many tags, bad numbers."""
    if not memory.text.strip():
        raise InputRefused("A memory needs some words; this one has none.")
    for what, value, most in _lengths(memory):
        _check_text(what, value, most)
    if not memory.id or not memory.person:
        raise InputRefused("A memory needs an id and a person.")
    if len(memory.tags) > MOST_TAGS:
        raise InputRefused(
            f"There are {len(memory.tags):,} tags; a memory holds at most {MOST_TAGS}.",
            hint="Leave some out.",
        )
    _check_numbers(memory)


def check_vector(
    vector: Sequence[float] | None, *, dimension: int, index: IndexLike | None = None
) -> None:
    """Raise `InputRefused` where this is no vector of the model in use. A `dimension` of 0 is known
    to the index, if to anybody."""
    if vector is None:
        return
    if not len(vector) or len(vector) != (dimension or len(vector)):
        raise InputRefused(
            f"A vector of {len(vector):,} numbers came; this memory works with {dimension:,}.",
            hint="The embedding model has changed: vectors of the old one do not fit.",
        )
    if not math.isfinite(sum(map(abs, map(float, vector)))):
        raise InputRefused("A vector holds something that is no number.")
    if index is not None and not dimension:
        index.check(vector)


def _lengths(memory: Memory) -> Iterator[tuple[str, str, int]]:
    yield "The text", memory.text, MOST_TEXT
    yield "The quote", memory.source.quote, MOST_TEXT
    for name in _NAMES:
        yield f"The field {name!r}", getattr(memory, name), MOST_NAME
    yield "The message id", memory.source.message_id, MOST_NAME
    yield "The channel", memory.source.channel, MOST_NAME
    for tag in memory.tags[: MOST_TAGS + 1]:
        yield "A tag", tag, MOST_NAME


def _check_text(what: str, value: str, most: int) -> None:
    if len(value) > most:
        raise InputRefused(
            f"{what} has {len(value):,} characters; a memory holds at most {most:,}.",
            hint="Shorten it, or make several of it.",
        )
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InputRefused(f"{what} holds bytes that are no text.", hint="Send it as UTF-8.")


def _check_numbers(memory: Memory) -> None:
    for name in _NUMBERS:
        if not math.isfinite(getattr(memory, name)):
            raise InputRefused(f"The field {name!r} is not a number.")
    for at in (memory.at, memory.seen_at, memory.source.at):
        if not -LATEST <= at <= LATEST:
            raise InputRefused("The time of the memory is in no year that has a calendar.")
    shares = [getattr(memory, name) for name in _SHARES] + [(memory.valence + 1) / 2]
    if not all(0 <= share <= 1 for share in shares):
        raise InputRefused("Importance and arousal go from 0 to 1, valence from -1 to 1.")
    if memory.kind not in get_args(Kind) or memory.strength < 1:
        raise InputRefused(f"A memory's kind is one of: {', '.join(get_args(Kind))}.")


def secret_of(memory: Memory) -> str:
    """What kind of secret is in its words ("a password"), "" for none."""
    return secret_in(memory.text) or secret_in(memory.source.quote)


def same_words(a: Memory, b: Memory) -> bool:
    """Whether neither holds words that the other does not."""
    return (a.text, a.source.quote, a.topic, set(a.tags)) == (
        b.text,
        b.source.quote,
        b.topic,
        set(b.tags),
    )


def document_of(memory: Memory) -> dict[str, Any]:
    """A memory as a plain flat document; what has its default, or quotes itself, is left out."""
    document: dict[str, Any] = {}
    for field in dataclasses.fields(memory):
        value = getattr(memory, field.name)
        if field.name != "source" and value != _DEFAULTS.get(field.name):
            document[field.name] = list(value) if field.name in _MANY else value
    usual = {"quote": memory.text, "at": memory.at}
    for name, key in _SOURCE.items():
        value = getattr(memory.source, name)
        if value != usual.get(name, ""):
            document[key] = value
    return document


def memory_of(document: Mapping[str, Any]) -> Memory:
    """The memory again. Raises `InputRefused` where the document is none."""
    try:
        fields = {name: _typed(name, value) for name, value in document.items() if name in _TYPES}
        source = Source(
            quote=fields.pop("quote", fields["text"]),
            message_id=fields.pop("message_id", ""),
            channel=fields.pop("channel", ""),
            at=fields.pop("said_at", fields["at"]),
        )
        return Memory(source=source, **fields)
    except (KeyError, TypeError) as error:
        raise InputRefused("This document is no memory.") from error


def _typed(name: str, value: Any) -> Any:
    """The value, a list as a tuple. Raises `TypeError` where it is not of its field's kind."""
    if not isinstance(value, _TYPES[name]):
        raise TypeError(name)
    return _texts(cast("Sequence[Any]", value)) if name in _MANY else value


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise TypeError("not a list of texts")
    return tuple(values)


def given_id(memory: Memory) -> str:
    """The id a memory was imported with: its own, unless somebody else had that one already."""
    return memory.given or memory.id
