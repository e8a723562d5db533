"""The whole prompt of one turn, laid out for the KV cache.

First what never changes (persona and examples), then the conversation as it was said, then, in
one late system message just before the newest words, what is new each turn (mood, memories). That
late message stays in the history exactly as it was, so a turn's prompt begins with the whole prompt
and reply of the turn before, and the engine reads only what was added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sel.engine.types import Message
from sel.errors import PromptTooLong
from sel.prompt.archive import Archive
from sel.prompt.components import Component, Part, Place, described, fitted
from sel.prompt.compress import MARKS, Marks, pressed
from sel.prompt.history import SUMMARY, History, Turn, TurnState, tokens_of
from sel.prompt.persona import Persona
from sel.prompt.tokens import TokenScale

LATE_SHARE = 0.5
"""The most of what is left beside persona and message that late parts may take from the history."""


@dataclass(frozen=True, slots=True)
class Room:
    """The `tokens` a prompt may take (context less the reply's allowance), and how to count."""

    tokens: int
    scale: TokenScale = field(default_factory=TokenScale)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPlan:
    """What the model will see, and how it came about.

    `messages` go to the engine, the first `head` of them are the persona's; `late` tells what
    became of the late components; `history` and `archive` are what the turn was built on (a block
    may have had to leave), to be continued with `answered`; `tokens` is an estimate.
    """

    messages: tuple[Message, ...]
    head: int
    late: tuple[Part, ...]
    history: History
    archive: Archive
    turn: Turn
    tokens: int
    scale: TokenScale

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the prompt is made of, in its order. Built when somebody asks to see it."""
        said = self.turn.said
        newest = Part(name="message", place="newest", text=said, tokens=self.scale.message(said))
        fixed = _fixed_parts(self.messages[: self.head], self.history, self.scale)
        return (*fixed, *self.late, newest)

    def answered(self, reply: str, state: TurnState = "whole") -> History:
        """The history after this turn. `reply` is the model's own text, before any style step."""
        return self.history.added(replace(self.turn, reply=reply, state=state))

    def describe(self) -> list[str]:
        """A line for each part, and the sum."""
        return [*described(self.parts), f"{'all':<21} {self.tokens:>5} tokens (estimated)"]


def build(  # noqa: PLR0913 - what a prompt is made of
    persona: Persona,
    history: History,
    late: Sequence[Component],
    newest: Sequence[str],
    room: Room,
    *,
    archive: Archive | None = None,
    marks: Marks = MARKS,
    images: tuple[str, ...] = (),
) -> PromptPlan:
    """Lay out one turn within `room`.

    `newest` are the messages to answer together, `images` the paths of pictures with them. Late
    parts that are not required give way first (beyond their share of the room), then the history,
    in large blocks that go to the archive. Raises `PromptTooLong` when persona, required parts and
    the newest message alone do not fit.
    """
    scale, said, head = room.scale, "\n".join(newest), persona.messages()
    begun = _tokens(head, scale)
    free = room.tokens - begun - scale.message(said, len(images))
    late_parts = fitted(late, max(0, int(free * LATE_SHARE)), scale)
    note = "\n".join(part.text for part in late_parts if part.text)
    turn = Turn(note=note, said=said, images=images)
    left = free - (scale.message(turn.note) if turn.note else 0)
    if left < 0:
        raise _too_long(scale.count(said), room.tokens)
    kept, known = pressed(history, archive or Archive(), left, scale, marks)
    before, now = tuple(kept.messages()), turn.messages()
    return PromptPlan(
        messages=(*head, *before, *now),
        head=len(head),
        late=tuple(late_parts),
        history=kept,
        archive=known,
        turn=turn,
        tokens=begun + kept.tokens(scale) + turn.tokens(scale),
        scale=scale,
    )


def _tokens(messages: Iterable[Message], scale: TokenScale) -> int:
    return sum(tokens_of(message, scale) for message in messages)


def _too_long(tokens: int, room: int) -> PromptTooLong:
    return PromptTooLong(
        f"The message is too long for this model: about {tokens} tokens, and there is room for "
        f"{room} in all.",
        hint="Send it in parts, or choose a larger context (SEL_CONTEXT) or another model.",
    )


def _fixed_parts(head: Sequence[Message], history: History, scale: TokenScale) -> list[Part]:
    """Persona, examples and what was said before, as far as there are any."""
    summary = [Message("system", SUMMARY + history.summary)] if history.summary else []
    groups: list[tuple[str, Place, Sequence[Message]]] = [
        ("persona", "head", head[:1]),
        ("examples", "head", head[1:]),
        ("summary", "history", summary),
        ("recent", "history", tuple(history.messages())[len(summary) :]),
    ]
    return [_part(name, place, shown, scale) for name, place, shown in groups if shown]


def _part(name: str, place: Place, messages: Sequence[Message], scale: TokenScale) -> Part:
    text = "\n".join(f"{message.role}: {message.content}" for message in messages)
    return Part(name=name, place=place, text=text, tokens=_tokens(messages, scale))
