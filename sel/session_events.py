"""What brain and faces say to each other of conversations that last; rules are `sel.events`'.

A session is one conversation at the desk from its first message on. Its turns are a tree: an edited
message, another reply, or going on from an earlier turn begin a branch beside what is there, and
nothing is lost. The branch that is shown and answered on is the path from the root to the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from sel.events import Command, Delivery, Event

Role = Literal["person", "sel"]

# ---------------------------------------------------------------- commands: sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession(Command):
    """Begin another conversation; the one there is stays where it is. `persona` is its id, "" for
    the one in use."""

    persona: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession(Command):
    """Go on with this conversation, exactly where it was; `turn_id` shows that turn's branch."""

    session: str
    turn_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameSession(Command):
    """Give a conversation a title of the person's own; "" lets SEL find one again."""

    session: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSession(Command):
    """Pin a conversation to the top, or put it away; None leaves a mark as it is."""

    session: str
    pinned: bool | None = None
    archived: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSession(Command):
    """Delete a conversation for good: its words are in no file afterwards. With `memories` what was
    remembered from it is forgotten, too."""

    session: str
    memories: bool = False


# ---------------------------------------------------------------- commands: surgery


@dataclass(frozen=True, slots=True, kw_only=True)
class EditMessage(Command):
    """Change what was said in a turn, by the person or by SEL.

    With `branch` the new words begin a branch beside the old ones: a person's are answered anew,
    SEL's stand as they are. Without it they take the old ones' place, and what followed stays.
    """

    turn_id: str
    text: str
    role: Role = "person"
    branch: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Regenerate(Command):
    """Another reply beside that of this turn; "" is the last one."""

    turn_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueReply(Command):
    """Let the last reply go on where it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAlternative(Command):
    """Show the alternative before (-1) or after (+1) this turn: of the person's words, or of SEL's
    reply to the same words. Past the last reply there is a new one, as with `Regenerate`."""

    turn_id: str
    role: Role = "sel"
    by: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GoToTurn(Command):
    """Show the branch this turn is on. With `here` the conversation goes on right after it, and
    what followed stays on its own branch."""

    turn_id: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoChange(Command):
    """Take back the last change of this conversation: an edit, a branch, a reply made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoChange(Command):
    """Make the change again that was taken back last."""


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """One conversation in a list. Times in Unix seconds; `messages` counts those of all branches.

    `titled`: the title is the person's own. `kept`: it is on disk and there after the next start;
    else it lives in the working memory only. `opening` is how it began, in one line. `speaker` is
    the name that what SEL says next in it stands under, "" for SEL; a `persona` that is gone has
    none.
    """

    id: str
    title: str = ""
    titled: bool = False
    opening: str = ""
    created: float = 0.0
    changed: float = 0.0
    messages: int = 0
    pinned: bool = False
    archived: bool = False
    kept: bool = False
    persona: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A message that holds the words looked for: what is before, the words, what comes after.
    `name` is who SEL was when it said it (`MessageView`)."""

    session: str
    title: str
    turn_id: str
    role: Role
    at: float
    before: str
    match: str
    after: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """What a search found, best first. `searched` counts messages; not `whole` while older
    conversations are still being read in."""

    hits: tuple[HitView, ...] = ()
    searched: int = 0
    seconds: float = 0.0
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchView:
    """One turn of a conversation's tree, parents before children, siblings in the order they were
    made. `shown`: it is on the branch that is shown; `head`: its end. Texts are one line each;
    `name` is who SEL was then (`MessageView`)."""

    turn_id: str
    parent: str
    said: str
    reply: str
    at: float
    state: str = "whole"
    name: str = ""
    shown: bool = False
    head: bool = False


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChanged(Event):
    """The conversation at the desk is now this one, or has another title, mark or number."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE

    session: SessionView
    undo: str = ""
    redo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsChanged(Event):
    """The list of conversations is another one: ask for it again."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDeleted(Event):
    """A conversation is gone, and so much went with it ("turns", "memories", …)."""

    session: str
    gone: dict[str, int]
