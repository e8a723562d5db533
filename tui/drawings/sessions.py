"""Conversations in a list: how they are grouped, found by words, and told in two rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sel.counting import counted
from sel.session_events import SessionView
from tui.drawings.rows import Entry, Item, Piece, spread
from tui.remembered import short_when, when_in_words
from tui.text import one_line

NAME_MOST = 20
MOST = 400
"""Characters of a title or an opening that are looked at."""
UNTITLED = "not begun yet"
UNKEPT = "None of these is kept: they end when SEL does. /consent on keeps what follows it."
OFF = "None of these is kept: they end when SEL does, for the setting `sessions` is off."


def matching(sessions: Sequence[SessionView], words: str) -> list[SessionView]:
    """Those with all these words in title, opening or persona."""
    wanted = words.casefold().split()
    if not wanted:
        return list(sessions)
    return [one for one in sessions if all(word in _told(one) for word in wanted)]


def with_whom(session: SessionView) -> str:
    """The persona a conversation is with, by name; one that is gone by its id, "mira-2" as
    "Mira 2, gone"; "" for SEL's own."""
    if not session.persona or session.speaker:
        return one_line(session.speaker, NAME_MOST) if session.persona else ""
    words = session.persona.replace("-", " ").replace("_", " ").title()
    return f"{one_line(words, NAME_MOST)}, gone"


def _told(session: SessionView) -> str:
    return f"{session.title}\n{session.opening}\n{with_whom(session)}".casefold()


def group(session: SessionView, today: date) -> str:
    """Under which heading it stands."""
    if session.pinned:
        return "pinned"
    day = datetime.fromtimestamp(session.changed).astimezone().date()
    if day >= today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return "this week" if day > today - timedelta(days=7) else "older"


def items(
    sessions: Sequence[SessionView],
    now: float,
    *,
    here: str = "",
    words: str = "",
    put_away: bool = False,
) -> list[Item]:
    """The list: headings, and an entry for each conversation; `here` is the one at the desk.

    With `put_away` those that are archived, else all others.
    """
    today = datetime.fromtimestamp(now).astimezone().date()
    shown = [one for one in matching(sessions, words) if one.archived == put_away]
    shown.sort(key=lambda one: (not one.pinned, -one.changed))
    found: list[Item] = []
    last = ""
    for session in shown:
        heading = group(session, today)
        if heading != last:
            found += ["", heading] if found else [heading]
            last = heading
        found.append(entry(session, now, here=session.id == here))
    return found


def entry(session: SessionView, now: float, *, here: bool) -> Entry:
    """One conversation in two rows."""

    def rows(cells: int) -> Sequence[Sequence[Piece]]:
        return (_first(session, now, cells, here=here), _second(session, cells))

    return Entry(session.id, rows, lambda: _said(session, now, here=here))


def _said(session: SessionView, now: float, *, here: bool) -> str:
    """A conversation in words."""
    title = one_line(session.title or session.opening, MOST) or UNTITLED
    whom = with_whom(session)
    parts = (
        title,
        "the one at the desk" if here else "",
        f"with {whom}" if whom else "",
        counted(session.messages, "messages"),
        when_in_words(session.changed, now),
        "" if session.kept else "not kept",
    )
    return ", ".join(filter(None, parts))


def _first(session: SessionView, now: float, cells: int, *, here: bool) -> list[Piece]:
    title = one_line(session.title or session.opening, MOST) or UNTITLED
    left: list[Piece] = [(title, "strong" if session.title else "")]
    if here:
        left.insert(0, ("● ", "sel"))
    return spread(left, [(short_when(session.changed, now), "quiet")], cells)


def _second(session: SessionView, cells: int) -> list[Piece]:
    same = session.opening.casefold() == session.title.casefold()
    opening = one_line(session.opening, MOST) if session.title and not same else ""
    notes: list[Piece] = [(counted(session.messages, "messages"), "quiet")]
    if session.persona:
        notes.insert(0, (f"{with_whom(session)} · ", "sel"))
    if not session.kept:
        notes.append((" · not kept", "warning"))
    return spread([(opening, "quiet")], notes if cells > 30 else notes[-1:], cells)


def unkept(sessions: Sequence[SessionView], consent: str) -> str:
    """One line where nothing is kept, and why; "" where something is, or nothing was said."""
    begun = [one for one in sessions if one.messages]
    if not begun or any(one.kept for one in begun):
        return ""
    return OFF if consent == "given" else UNKEPT


def head(sessions: Sequence[SessionView], shown: int, *, words: str, put_away: bool) -> str:
    """How many there are, in the corner."""
    away = sum(one.archived for one in sessions)
    if put_away:
        return f"put away: {counted(shown, 'conversations')}"
    if words.strip():
        return f"{shown:,} of {counted(len(sessions) - away, 'conversations')}"
    rest = f"   {away:,} put away" if away else ""
    return counted(len(sessions) - away, "conversations") + rest
