"""Events of conversations that last: what the prompt's frame says, and news for the lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sel.events import Event
from sel.session_events import SessionChanged, SessionDeleted, SessionsChanged, SessionView
from tui.remembered import receipt
from tui.text import one_line

NOT_KEPT = "not kept"
TITLE_MOST, NAME_MOST = 44, 20


class Sessions:
    """Knows the conversation at the desk.

    `changed` is called when it is another one or has another name; `tell` whispers. `on_news` is
    called when the list of conversations is another one, `drawn` after the conversation was drawn
    anew.
    """

    def __init__(self, changed: Callable[[SessionView], None], tell: Callable[[str], None]) -> None:
        self._changed, self._tell = changed, tell
        self._expected = ""
        self.now = SessionView(id="")
        self.session_now: Callable[[], SessionView] = lambda: self.now
        self.stood: Callable[[], None] = lambda: None
        self.drawn: Callable[[], None] = lambda: None
        self.on_news: Callable[[str], None] | None = None

    def apply(self, event: Event) -> None:
        """Show what this event tells."""
        _HANDLERS[type(event)](self, event)

    def again(self) -> None:
        """The conversation was drawn anew; it may be another one."""
        self._know(self.session_now())
        self.drawn()

    def expect(self, what: str) -> None:
        """The next change is one that was taken back ("undone"), or made again ("redone")."""
        self._expected = what

    def _know(self, session: SessionView) -> None:
        if session != self.now:
            self.now = session
            self._changed(session)

    def _session(self, event: SessionChanged) -> None:
        self._know(event.session)
        self.stood()
        what, self._expected = self._expected, ""
        change = event.redo if what == "undone" else event.undo
        if what:
            self._tell(f"{change or 'the last change'} {what}")
        self._news("")

    def _list(self, _event: SessionsChanged) -> None:
        self._news("")

    def _deleted(self, event: SessionDeleted) -> None:
        words = f"deleted: {receipt(event.gone)}"
        if self.on_news is None:
            self._tell(words)
        self._news(words)

    def _news(self, words: str) -> None:
        if self.on_news is not None:
            self.on_news(words)


_HANDLERS: dict[type[Event], Callable[..., None]] = {
    SessionChanged: Sessions._session,
    SessionsChanged: Sessions._list,
    SessionDeleted: Sessions._deleted,
}

KINDS: Sequence[type[Event]] = tuple(_HANDLERS)
"""The events meant for `apply`."""


def frame_title(session: SessionView) -> str:
    """What the prompt's frame says of the conversation: which persona answers, its title, and
    whether it is lost at the end; no title before anything was said."""
    who = one_line(session.speaker, NAME_MOST) if session.persona else ""
    words = one_line(session.title, TITLE_MOST)
    if not session.messages:
        words = ""
    begun = session.messages and (words or session.opening)  # else only a greeting was said
    unkept = NOT_KEPT if begun and not session.kept else ""
    return " · ".join(filter(None, (who, words, unkept)))
