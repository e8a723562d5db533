"""What makes two requests the same: everything that shapes the answer, as one digest."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sel.cache.encoding import encoded
from sel.errors import SelError

DIGEST = 32
"""Bytes of a digest: with 256 bits, no two of anybody's requests meet by chance."""

STEPS = 10
"""Steps of a hormone's level, 0..1: a mood that differs by less than a tenth is the same."""


class MessageLike(Protocol):
    """One message of a prompt."""

    @property
    def role(self) -> str:
        """Who speaks: system, user or assistant."""

    @property
    def content(self) -> str:
        """What is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where and for whom an answer is made.

    `company` are other people whose words are among the messages (a group's channel). `hormones`
    are levels 0..1 by name. `persona` and `memory` are versions: whatever changes when the persona
    was edited, or anything of this person was remembered or forgotten.
    """

    channel: str
    person: str
    company: frozenset[str] = frozenset()
    hormones: Mapping[str, float] = field(default_factory=dict)
    persona: str = ""
    memory: str = ""

    def fingerprint(self) -> tuple[object, ...]:
        """All of it as plain values, hormones in tenths. Raises `SelError` for a level of NaN."""
        try:
            moods = {name: round(level * STEPS) for name, level in self.hormones.items()}
        except (ValueError, OverflowError):
            raise SelError("A hormone's level is not a number.") from None
        return (self.channel, self.person, self.company, moods, self.persona, self.memory)


@dataclass(frozen=True, slots=True)
class Key:
    """One request. `people` are those whose words it holds, the one who asked first."""

    digest: bytes
    kind: str
    people: tuple[str, ...]


def key_of(  # noqa: PLR0913 - all that makes a request
    kind: str,
    context: Context,
    messages: Iterable[MessageLike],
    *,
    model: str,
    sampling: object = None,
    shape: Mapping[str, object] | None = None,
) -> Key:
    """The key of a request.

    `sampling` is a dataclass or a mapping of figures; `shape` holds whatever else decides what
    comes back: the most tokens, stop strings, a grammar, how the reply begins. Both are taken
    exactly as they are, so a temperature that follows the mood should come rounded.
    Raises `SelError` for NaN and infinities.
    """
    whole = (
        kind,
        context.fingerprint(),
        [(message.role, message.content) for message in messages],
        model,
        _plain(sampling),
        shape or {},
    )
    digest = hashlib.blake2b(encoded(whole), digest_size=DIGEST).digest()
    return Key(digest, kind, (context.person, *sorted(context.company - {context.person})))


def _plain(sampling: Any) -> object:
    if dataclasses.is_dataclass(sampling) and not isinstance(sampling, type):
        return dataclasses.asdict(sampling)
    return sampling
