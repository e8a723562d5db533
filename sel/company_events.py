"""What brain and faces say to each other where several people talk; rules are `sel.events`'."""

from __future__ import annotations

from dataclasses import dataclass

from sel.events import Command, Event

# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhear(Command):
    """Something was said on a channel that SEL is not asked to answer, and may know of: it helps to
    understand what comes next. Only in RAM, only the newest. `sel`: they were SEL's own words."""

    text: str
    person: str
    name: str = ""
    id: str = ""
    sel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """These messages of a channel, by the `id` they were sent with, are unsaid: a person deleted or
    changed them. A reply to them that is under way ends, and nothing of it stays; what else it
    answered is to be sent again by whoever withdraws."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReaction(Command):
    """A person answered something of SEL's with an emoji; one that is not known means nothing."""

    emoji: str
    person: str


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesUnsaid(Event):
    """Messages were withdrawn: they, and replies to them alone, are to be shown no more."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionGiven(Event):
    """SEL answers with an emoji alone; the turn then ends silenced."""

    emoji: str
