"""What faces are told of personas and of files from elsewhere; rules are `sel.events`'."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from sel.events import Delivery, Event

# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    """Something in a persona's text that is not used or cannot be; `line` from 1, 0 for all of it.
    With `final` the text cannot be used at all."""

    line: int
    text: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """What a persona's text comes to: about so many `tokens` at the beginning of every prompt, and
    how its baselines differ from SEL's own, in words."""

    name: str = ""
    tokens: int = 0
    temper: tuple[str, ...] = ()
    problems: tuple[ProblemView, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether SEL could be this one."""
        return not any(one.final for one in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonaView:
    """One persona in a list. `id` is "" for SEL's own; `file` is where it lies, "" for what ships;
    `entries` are those of its lorebook; `greetings` its first messages."""

    id: str
    name: str
    file: str = ""
    tokens: int = 0
    entries: int = 0
    greetings: int = 0
    card: bool = False
    in_use: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignView:
    """What a file from elsewhere is, before anything is done with it.

    `kind` is "card" or "chats"; `title` says what it is. `used` and `unused` are lines about what
    will be taken and what not, `warnings` about what to look at. `tokens` is what a card costs in
    every prompt. `persona` is the id it would get.
    """

    kind: Literal["card", "chats"]
    title: str
    used: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tokens: int = 0
    persona: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenView:
    """What became of a file: how much was taken, what was `there` already, how many of those had
    `grown` since and were added to, what was left out and how often, how many letters could not be
    read. `kept`: it is on disk; else it lives as long as SEL runs. `refused` says in a sentence why
    no more was taken. It `asks` where nothing may be kept, and it could be held all the same.
    `told` is all of it in words."""

    sessions: int = 0
    messages: int = 0
    there: int = 0
    grown: int = 0
    left: dict[str, int] = field(default_factory=dict)
    unread: int = 0
    persona: str = ""
    kept: bool = False
    refused: str = ""
    asks: bool = False
    told: str = ""


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonasChanged(Event):
    """A persona came, went or has other words: ask again."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
