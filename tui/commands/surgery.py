"""What the slash commands do that work on what was said."""

from __future__ import annotations

from collections.abc import Sequence

from sel.errors import InputRefused
from sel.events import DESK, MessageView
from sel.session_events import ContinueReply, EditMessage, GoToTurn, Regenerate
from tui.commands.base import Argument, Desk
from tui.copying import code_blocks
from tui.widgets.message import speaker


async def edit(desk: Desk, words: str) -> None:
    """Say something else in place of one's last message: the words given, else in the prompt."""
    if not words.strip():
        desk.edit()
        return
    mine = [view for view in messages(desk) if view.role == "person" and view.turn_id]
    if not mine:
        raise InputRefused("There is nothing to edit yet.")
    await desk.submit(EditMessage(turn_id=mine[-1].turn_id, text=words.strip()))


async def regenerate(desk: Desk, _words: str) -> None:
    """Another reply beside the last one."""
    await desk.submit(Regenerate())


async def go_on(desk: Desk, _words: str) -> None:
    """Let the last reply go on where it ended."""
    await desk.submit(ContinueReply())


async def branch(desk: Desk, words: str) -> None:
    """Go on before the last turn, or before the last N."""
    word = words.strip() or "1"
    turns = list(dict.fromkeys(view.turn_id for view in messages(desk) if view.turn_id))
    if not word.isdecimal() or not 1 <= int(word) < len(turns):
        most = len(turns) - 1
        hint = f"/branch N, with N from 1 to {most}" if most > 0 else "It needs two turns at least."
        raise InputRefused("There is no turn so far back to go on from.", hint=hint)
    await desk.wish(GoToTurn(turn_id=turns[-1 - int(word)], here=True))
    desk.whisper("what followed stays on its own branch; /back returns")


async def tree(desk: Desk, _words: str) -> None:
    """All branches of the conversation."""
    desk.look("tree")


async def back(desk: Desk, _words: str) -> None:
    """Take back the last change of the conversation."""
    await desk.take_back()


async def redo(desk: Desk, _words: str) -> None:
    """Make the change again that was taken back last."""
    await desk.take_back(again=True)


async def copy(desk: Desk, words: str) -> None:
    """Copy the last reply, one of its code blocks, or the whole conversation."""
    word, _, number = words.strip().lower().partition(" ")
    if word == "all":
        text = whole(messages(desk))
        if not text:
            raise InputRefused("There is nothing to copy yet.")
        desk.copy(text, "conversation")
        return
    reply = next(
        (one.text for one in reversed(messages(desk)) if one.role == "sel" and one.text), ""
    )
    if not reply:
        raise InputRefused("There is no reply to copy yet.")
    if word == "code":
        desk.copy(*_block(code_blocks(reply), number.strip()))
    elif word:
        raise InputRefused("That cannot be copied.", hint="/copy, /copy code [N], /copy all")
    else:
        desk.copy(reply, "reply")


def _block(blocks: Sequence[str], number: str) -> tuple[str, str]:
    """The block of this number, the last without one, and what it is called."""
    if not blocks:
        raise InputRefused("There is no code in the last reply.")
    at = int(number) if number.isdecimal() else 0 if number else len(blocks)
    if not 1 <= at <= len(blocks):
        raise InputRefused("There is no such block of code.", hint=f"There are {len(blocks)}.")
    return blocks[at - 1], f"block {at} of {len(blocks)}" if len(blocks) > 1 else "code"


def whole(views: Sequence[MessageView]) -> str:
    """All that was said, under the speakers' names."""
    return "\n\n".join(f"{speaker(view)}:\n{view.text}" for view in views if view.text)


def copied(words: Sequence[str]) -> Sequence[Argument]:
    """What can be copied but the last reply."""
    rows = (("code", "only its last code block, or number N"), ("all", "the whole conversation"))
    return [Argument(*row) for row in rows if len(words) == 1 and row[0].startswith(words[0])]


def messages(desk: Desk) -> tuple[MessageView, ...]:
    """What is said on the branch that is shown."""
    view = desk.snapshot()
    return view.channels[DESK].messages if view and DESK in view.channels else ()
