"""What brain and faces say to each other about memory; the shapes and rules are `sel.events`'."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from sel.events import Command, Event

ConsentAnswer = Literal["yes", "not_now", "never", "withdraw_keep", "withdraw_erase"]

# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConsent(Command):
    """A person's answer to being asked, or their change of mind."""

    answer: ConsentAnswer
    person: str = "you"


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMemory(Command):
    """Take back what was kept last of this person."""

    person: str = "you"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetMemories(Command):
    """Forget these memories for good, or all of a person's where `everything` is set."""

    ids: tuple[str, ...] = ()
    everything: bool = False
    person: str = "you"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditMemory(Command):
    """Correct the words of a memory."""

    id: str
    text: str
    person: str = "you"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideMemory(Command):
    """Keep or drop what SEL asked about (setting `memory_ask`)."""

    keep: bool
    person: str = "you"


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryView:
    """A memory as a face shows it. `score` only where it was searched for.

    `channel` is where it was said, `scope` where it may come up again; `was` are the words it took
    the place of, newest first.
    """

    id: str
    text: str
    kind: str
    quote: str
    at: float
    tags: tuple[str, ...] = ()
    hard: bool = False
    importance: float = 0.5
    mood: str = ""
    valence: float = 0.0
    strength: int = 1
    score: float = 0.0
    replaced: bool = False
    channel: str = ""
    scope: str = ""
    was: tuple[str, ...] = ()


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAsked(Event):
    """SEL asks a person whether it may remember; `text` says what is kept, where, how to undo."""

    person: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChanged(Event):
    """Whether SEL may remember a person is now this (`ConsentState`)."""

    person: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryKept(Event):
    """One thing was kept; `how` is new, strengthened or superseded."""

    person: str
    memory: MemoryView
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryProposed(Event):
    """SEL asks before keeping this (setting `memory_ask`); answered with `DecideMemory`."""

    person: str
    memory: MemoryView


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryRefused(Event):
    """Something was not kept, and why (a secret, a full disk); never the words themselves."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoriesRecalled(Event):
    """What was recalled for this turn, best first; `lexical` while the embedder warms up."""

    person: str
    memories: tuple[MemoryView, ...]
    lexical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryEdited(Event):
    """A memory has new words."""

    person: str
    memory: MemoryView


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoriesForgotten(Event):
    """The receipt: what went from where, in numbers ("memories", "vectors", "tiles", …)."""

    person: str
    ids: tuple[str, ...]
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
