"""A conversation as the model saw it, turn by turn: append-only, so that nothing is read twice.

A turn keeps its late note, the person's words and the model's own text exactly as they were in the
prompt, until a block leaves it (`sel.prompt.compress`): then what stays is read anew anyway, and
the old notes go. Style steps change what people see, never what is kept here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sel.engine.embedding import Vector
from sel.engine.types import Message
from sel.prompt.tokens import TokenScale, bulk

TurnState = Literal["whole", "interrupted", "failed"]

NAMES = {"you": "the one at the desk"}
"""How people are called in a prompt who have no name of their own (`sel.events.SendMessage`)."""

BROKEN_OFF = " —"
"""Ends a reply that was stopped or lost on the way, so that the model sees it was not finished."""

SUMMARY = "Earlier in this conversation: "

WRITES = "The next message is from {names}."
"""Stands before what somebody says in company."""


def tokens_of(message: Message, scale: TokenScale) -> int:
    """About how many tokens a message takes, with its pictures."""
    return scale.message(message.content, len(message.images))


def names(people: Sequence[str]) -> str:
    """These people in words, for a conversation of several."""
    return " and ".join(NAMES.get(one, one) for one in people) or "they"


def writes(people: Sequence[str]) -> str:
    """Who speaks next, for a note."""
    return WRITES.format(names=names(people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One exchange. `note` is the late system message ("" for none), `reply` the model's text.

    `people` said it, `vector` is of what they said, `id` is the turn's; none stands in the prompt.
    `images` are paths of pictures that came with it.
    """

    note: str = ""
    said: str
    reply: str = ""
    state: TurnState = "whole"
    people: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    id: str = field(default="", compare=False)
    vector: Vector | None = field(default=None, compare=False, repr=False)
    _messages: tuple[Message, ...] = field(init=False, compare=False, repr=False)
    _bulks: tuple[float, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Made once: a long conversation is laid out and counted several times before each reply.
        made = tuple(self._made())
        object.__setattr__(self, "_messages", made)
        object.__setattr__(self, "_bulks", tuple(bulk(message.content) for message in made))

    def _made(self) -> Iterator[Message]:
        if self.note:
            yield Message("system", self.note)
        yield Message("user", self.said, self.images)
        if self.reply:
            mark = "" if self.state == "whole" else BROKEN_OFF
            yield Message("assistant", self.reply + mark)

    def messages(self) -> tuple[Message, ...]:
        """The turn as it stands in the prompt."""
        return self._messages

    def bare(self, *, company: bool = False) -> Turn:
        """The turn without its note, but for whose words they are where there are several."""
        return replace(self, note=writes(self.people) if company else "")

    def tokens(self, scale: TokenScale) -> int:
        """About how many tokens the turn takes."""
        texts = sum(map(scale.weighed, self._bulks))
        return texts + len(self.images) * scale.picture


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The turns still in the prompt, oldest first; `forgotten` counts those cut away before.

    `summary` says in a line what those were about, "" while nobody has summed them up.
    """

    turns: tuple[Turn, ...] = ()
    forgotten: int = 0
    summary: str = ""

    def messages(self) -> Iterator[Message]:
        """The history as it stands in the prompt."""
        if self.summary:
            yield Message("system", SUMMARY + self.summary)
        for turn in self.turns:
            yield from turn.messages()

    def tokens(self, scale: TokenScale) -> int:
        """About how many tokens the history takes."""
        summary = scale.message(SUMMARY + self.summary) if self.summary else 0
        return summary + sum(turn.tokens(scale) for turn in self.turns)

    def added(self, turn: Turn) -> History:
        """The history with one more turn."""
        return replace(self, turns=(*self.turns, turn))
