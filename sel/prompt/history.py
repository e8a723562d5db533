"""A conversation as the model saw it, turn by turn: append-only, so that nothing is read twice.

A turn keeps its late note, the person's words and the model's own text exactly as they were in the
prompt, until a block leaves it (`sel.prompt.compress`): then what stays is read anew anyway, and
the old notes go. Style steps change what people see, never what is kept here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sel.engine.types import Message
from sel.prompt.tokens import TokenScale

TurnState = Literal["whole", "interrupted", "failed"]

BROKEN_OFF = " —"
"""Ends a reply that was stopped or lost on the way, so that the model sees it was not finished."""

SUMMARY = "Earlier in this conversation: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One exchange. `note` is the late system message ("" for none), `reply` the model's text."""

    note: str = ""
    said: str
    reply: str = ""
    state: TurnState = "whole"

    def messages(self) -> Iterator[Message]:
        """The turn as it stands in the prompt."""
        if self.note:
            yield Message("system", self.note)
        yield Message("user", self.said)
        if self.reply:
            mark = "" if self.state == "whole" else BROKEN_OFF
            yield Message("assistant", self.reply + mark)

    def bare(self) -> Turn:
        """The turn without its note."""
        return replace(self, note="")

    def tokens(self, scale: TokenScale) -> int:
        """About how many tokens the turn takes."""
        return sum(scale.message(message.content) for message in self.messages())


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
        return sum(scale.message(message.content) for message in self.messages())

    def added(self, turn: Turn) -> History:
        """The history with one more turn."""
        return replace(self, turns=(*self.turns, turn))

    def cut_to(self, room: int, scale: TokenScale, summary: str = "") -> History:
        """The history itself if it fits `room` tokens, else without its older half.

        Cut in large blocks, so rarely: each cut makes the engine read all that is left anew. Turns
        are never split; if even the newest does not fit, none is left.
        """
        kept, gone = self, 0
        while kept.turns and kept.tokens(scale) > room:
            block = _older_half([turn.tokens(scale) for turn in kept.turns])
            gone += block
            kept = replace(kept, turns=kept.turns[block:], summary=summary or self.summary)
        return replace(kept, forgotten=self.forgotten + gone) if gone else self


def _older_half(sizes: Sequence[int]) -> int:
    """How many of the oldest turns hold half of all tokens, one at least."""
    half, passed = sum(sizes) / 2, 0
    for count, size in enumerate(sizes, start=1):
        passed += size
        if passed >= half:
            return count
    return len(sizes)
