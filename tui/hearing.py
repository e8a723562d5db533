"""The app for those who hear it: all but the conversation is words in front of what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.widgets import Static

from tui.heard.signs import key, said
from tui.keys import live
from tui.screens.sessions import frame_title
from tui.widgets.heard import attach

if TYPE_CHECKING:
    from tui.app import SelApp

FIRST = "here"
"""The line above the conversation."""


def change(app: SelApp) -> None:
    """The screen is heard from now on, or no more: the app's class `-plain` says which."""
    heard = app.has_class("-plain")
    if app._driver is not None:  # a screen reader follows this cursor, which Textual hides
        app._driver.write("\x1b[?25h" if heard else "\x1b[?25l")
        app.cursor_position = app.main.prompt.cursor_screen_offset
    app.main.conversation.draw_anew()
    if heard:
        if not app.main.query(f"#{FIRST}"):
            line = Static(_first(""), id=FIRST, markup=False)
            app.main.query_one("#talk").mount(line, before=0)
            app.main.titled(frame_title(app.main.desk.sessions.now))
            app.screen_change_signal.subscribe(app.main, _changed)
        _changed(app.screen)


def entitle(main: Screen[Any], title: str) -> None:
    """The conversation is called so."""
    for line in main.query(f"#{FIRST}").results(Static):
        line.update(_first(title))


def _first(title: str) -> str:
    name = f"Conversation: {said(title)}" if title else "Conversation"
    return f"{name}. {key(live.key('quit'))} leaves SEL."


def _changed(screen: Screen[Any]) -> None:
    app: Any = screen.app
    if app.has_class("-plain") and screen is not app.main:
        attach(screen)
