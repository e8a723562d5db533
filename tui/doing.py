"""Does what a row of help or palette stands for, on the screen it is meant for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.dom import DOMNode

from tui.commands import table
from tui.keys import live
from tui.keys.plan import Action

if TYPE_CHECKING:
    from tui.app import SelApp

TALK_HERE = "talk-here"
"""Not a key: to come back to the prompt."""


def can(app: SelApp, answer: str) -> bool:
    """Whether there is what a `howto.HowTo` names as its answer."""
    if answer.startswith("/"):
        name = answer[1:].split(" ", maxsplit=1)[0]
        return any(row.name == name for row in table.TABLE)
    name = answer.removeprefix("key:")
    return name == TALK_HERE or any(action.id == name for action in app.comforts.actions())


def way(answer: str) -> str:
    """How else one would do it: the command, or the key."""
    if answer.startswith("/"):
        name = answer[1:].split(" ", maxsplit=1)[0]
        key = live.key(name)
        return answer.strip() + (f" or {key}" if key else "")
    name = answer.removeprefix("key:")
    return "just write" if name == TALK_HERE else live.key(name)


async def go(app: SelApp, answer: str) -> None:
    """Do it. A command goes on from the conversation; one that needs more is begun there."""
    if answer.startswith("/"):
        _to_the_talk(app)
        name, _, words = answer[1:].partition(" ")
        row = next(row for row in table.TABLE if row.name == name)
        if answer.endswith(" "):
            app.main.prompt.focus()
            app.main.prompt.fill(answer)
        else:
            await app.main.desk.run_command(row.id, words)
        return
    name = answer.removeprefix("key:")
    if name == TALK_HERE:
        _to_the_talk(app)
        app.main.prompt.focus()
        return
    found = next((one for one in app.comforts.actions() if one.id == name), None)
    if found is not None:
        if not found.everywhere:
            _to_the_talk(app)
        await press(app, found)


async def press(app: SelApp, action: Action) -> None:
    """As if its key had been pressed, on the screen that is open."""
    node = _owner(app, action.owner)
    if node is None:
        app.main.whisper("that key means something elsewhere")
    else:
        await app.run_action(action.does, node)


def _owner(app: SelApp, name: str) -> DOMNode | None:
    """The app, the screen or the widget on it that is of this class."""
    for node in (app, app.screen, app.focused, *app.screen.walk_children()):
        if node is not None and any(kind.__name__ == name for kind in type(node).__mro__):
            return node
    return None


def _to_the_talk(app: SelApp) -> None:
    while len(app.screen_stack) > 1:
        app.pop_screen()
