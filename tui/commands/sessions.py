"""What the slash commands about conversations do."""

from __future__ import annotations

from sel.errors import InputRefused
from sel.session_events import MarkSession, NewSession, RenameSession, SessionView
from tui.commands import questions
from tui.commands.base import Desk
from tui.keys import live


async def show(desk: Desk, _words: str) -> None:
    """All conversations."""
    desk.look("home")


async def new(desk: Desk, _words: str) -> None:
    """Begin another conversation; the one there is stays where it is."""
    before = desk.brain().session()
    await desk.wish(NewSession())
    if before.messages:
        desk.whisper(f"a new conversation; {live.key('home')} shows the others")


async def find(desk: Desk, words: str) -> None:
    """Find words in all conversations."""
    desk.look("find", words.strip())


async def rename(desk: Desk, words: str) -> None:
    """Give the conversation a title; without one SEL finds one again."""
    here, title = _here(desk), words.strip()
    await desk.wish(RenameSession(session=here.id, title=title))
    desk.whisper("renamed" if title else "I find a title again")


async def pin(desk: Desk, _words: str) -> None:
    """Pin the conversation to the top of the list, or let it go."""
    here = _here(desk)
    await desk.wish(MarkSession(session=here.id, pinned=not here.pinned))
    desk.whisper("no longer pinned" if here.pinned else "pinned")


async def archive(desk: Desk, _words: str) -> None:
    """Put the conversation away, or bring it back into the list."""
    here = _here(desk)
    await desk.wish(MarkSession(session=here.id, archived=not here.archived))
    desk.whisper("back in the list" if here.archived else "put away; /sessions, then A, shows it")


async def delete(desk: Desk, _words: str) -> None:
    """Delete the conversation for good; asks first."""
    desk.ask(questions.delete_session(_here(desk), desk.wish))


def _here(desk: Desk) -> SessionView:
    here = desk.brain().session()
    if not here.messages:
        raise InputRefused("This conversation has not begun yet.", hint="/sessions lists others.")
    return here
