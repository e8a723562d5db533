"""What was found, by conversation: each message in context, the words marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from sel.counting import counted
from sel.session_events import FoundView, HitView
from tui.drawings.rows import Entry, Item, Piece, cut, spread
from tui.remembered import short_when, when_in_words
from tui.text import one_line, visible

NAME, LONGEST_NAME = 3, 16
"""Cells of who said it."""
LONGEST_PART = 16
"""Letters of a word that are left out rather than shown without its beginning."""
UNTITLED = "without a title"


def items(found: FoundView, now: float) -> list[Item]:
    """An entry for each hit, below its conversation; the best conversation first."""
    groups: dict[str, list[int]] = {}
    for number, hit in enumerate(found.hits):
        groups.setdefault(hit.session, []).append(number)
    drawn: list[Item] = []
    name = max((cell_len(who(hit)) for hit in found.hits), default=NAME)
    for numbers in groups.values():
        title = _flat(found.hits[numbers[0]].title) or UNTITLED
        drawn += ["", title] if drawn else [title]
        drawn += [entry(str(number), found.hits[number], now, name) for number in numbers]
    return drawn


def who(hit: HitView) -> str:
    """Who said it."""
    return (one_line(hit.name, LONGEST_NAME) or "SEL") if hit.role == "sel" else "you"


def entry(key: str, hit: HitView, now: float, name: int = NAME) -> Entry:
    """One hit in one row, the words in sight however far in they are; `name` cells for who said
    it."""

    def rows(cells: int) -> Sequence[Sequence[Piece]]:
        said: Piece = (who(hit), "sel" if hit.role == "sel" else "person")
        when = short_when(hit.at, now) if hit.at else ""
        room = max(cells - name - len(when) - 4, 1)
        left = [said, (" " * (name - cell_len(said[0]) + 2), ""), *context(hit, room)]
        return (spread(left, [(when, "quiet")], cells),)

    return Entry(key, rows, lambda: _said(hit, now))


def _said(hit: HitView, now: float) -> str:
    """A hit in words."""
    when = f", {when_in_words(hit.at, now)}" if hit.at else ""
    return f"{who(hit)}: {_flat(hit.before)}{_flat(hit.match)}{_flat(hit.after)}{when}"


def context(hit: HitView, cells: int) -> list[Piece]:
    """What is around the words, which begin no farther in than a third of the room."""
    before, match, after = _flat(hit.before), _flat(hit.match), _flat(hit.after)
    before = _tail(before, max(cells // 3, cells - cell_len(match) - cell_len(after)))
    return cut([(before, "quiet"), (match, "match"), (after, "quiet")], cells)


def _tail(text: str, cells: int) -> str:
    """The end of a text, of so many cells at most."""
    if cell_len(text) <= cells:
        return text
    while text and cell_len(text) > max(cells - 1, 0):
        text = text[max(cell_len(text) - cells, 1) // 2 or 1 :]
    part, space, rest = text.partition(" ")
    return f"…{rest if space and len(part) <= LONGEST_PART else text}"


def _flat(text: str) -> str:
    """On one line; spaces at its ends stay, for words stand beside."""
    flat = " ".join(visible(text).split())
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and flat else ""
    return f"{lead}{flat}{tail}"


def summary(found: FoundView, words: str) -> str:
    """How much was looked through, and how fast."""
    if not words.strip():
        return ""
    took = f"{found.seconds * 1000:.0f} ms" if found.seconds >= 0.001 else "under 1 ms"
    line = f"searched {counted(found.searched, 'messages')} in {took}"
    return line if found.whole else f"{line}; older conversations are still being read"
