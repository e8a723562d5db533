"""What the model is to know of a branch: the conversation as its next prompt continues it.

Where the branch begins like the conversation of before, that beginning stays token for token as the
engine has read it (notes, summary and all), so only what differs is read anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sel.brain.conversation import Conversation
from sel.brain.sessions.session import turn_of
from sel.prompt import digest
from sel.prompt.archive import MOST, Archive
from sel.prompt.compress import HIGH_TURNS, MARKS
from sel.prompt.history import History, Turn
from sel.prompt.tokens import TokenScale
from sel.sessions.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a branch stood in the prompt when it was kept: the turns it began with (`start` is the
    first), those of them whose notes had gone, what was summed up before, and the memories in the
    notes, by id."""

    head: str = ""
    start: str = ""
    bare: tuple[str, ...] = ()
    forgotten: int = 0
    summary: str = ""
    told: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, state: Mapping[str, Any]) -> Standing:
        """As it was kept; JSON has lists for tuples."""
        known = {name: value for name, value in state.items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "bare": tuple(known.get("bare", ()))})

    @classmethod
    def of(cls, talk: Conversation, head: str) -> Standing:
        """Of a conversation, as it is."""
        turns = talk.history.turns
        return cls(
            head=head,
            start=turns[0].id if turns else "",
            bare=tuple(turn.id for turn in turns if not turn.note),
            forgotten=talk.history.forgotten,
            summary=talk.history.summary,
            told=dict(talk.told),
        )


def stand(talk: Conversation, path: Sequence[Node]) -> None:
    """Let a conversation go on after the last turn of `path`."""
    turns = [turn_of(node) for node in path if node.said]
    talk.history, talk.archive = _same_beginning(talk, turns) or _anew(turns)
    talk.people = {person for node in path for person in node.people}
    talk.unanswered, talk.talked_over = [], False


def stand_as(talk: Conversation, path: Sequence[Node], before: Standing) -> None:
    """Let a conversation go on exactly as it stood, if that is known of this branch."""
    stand(talk, path)
    turns = [turn_of(node) for node in path if node.said]
    ids = [turn.id for turn in turns]
    talk.told = dict(before.told)
    if path and before.head == path[-1].id and before.start in ids:
        at = ids.index(before.start)
        kept = tuple(turn.bare() if turn.id in before.bare else turn for turn in turns[at:])
        talk.history = History(turns=kept, forgotten=before.forgotten, summary=before.summary)
        talk.archive = Archive().added(turns[:at][-MOST:])


def _same_beginning(talk: Conversation, turns: Sequence[Turn]) -> tuple[History, Archive] | None:
    """The history and archive there are, where the branch goes on from somewhere in the history."""
    old = talk.history.turns
    ids = [turn.id for turn in turns]
    if not old or not old[0].id or old[0].id not in ids:
        return None
    at = ids.index(old[0].id)
    left = [entry.turn for entry in talk.archive.entries][-at:] if at else []
    if [_words(turn) for turn in left] != [_words(turn) for turn in turns[:at]][-len(left) :]:
        return None
    same = 0
    new = turns[at:]
    while same < min(len(old), len(new)) and _words(old[same]) == _words(new[same]):
        same += 1
    if not same or len(new) > max(HIGH_TURNS, len(old)):
        return None
    return replace(talk.history, turns=(*old[:same], *new[same:])), talk.archive


def _anew(turns: Sequence[Turn]) -> tuple[History, Archive]:
    """The newest turns whole, what was before summed up and ready to be told again."""
    recent = list(turns[-HIGH_TURNS:])
    older = turns[: len(turns) - len(recent)]
    if not older:
        return History(turns=tuple(recent)), Archive()
    archive = Archive().added(older[-MOST:])
    summary = digest.quoted(archive.entries, MARKS.summary, TokenScale())
    archive = replace(archive, summary=summary)
    history = History(
        turns=tuple(turn.bare() for turn in recent),
        forgotten=len(older),
        summary=archive.summary_text,
    )
    return history, archive


def _words(turn: Turn) -> tuple[str, str, str, str]:
    return turn.id, turn.said, turn.reply, turn.state
