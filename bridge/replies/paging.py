"""A reply in pages that fit into Discord's messages. Pure.

Each page is cut where a reader would turn it, and looks at nothing beyond itself: so a page that is
full stays as it is however the text goes on, and what was posted need not be posted again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bridge.replies.letters import head, parts, units, wordless

PAGE = 2000
"""Most characters of a message (Discord's error 50035 beyond it)."""

Spans = list[tuple[int, int]]

_FENCE = re.compile(r"`{3,}(?:([\w+\-.#]{0,20})(?=\n))?\n?")
_CLOSING = "\n```"
_CLOSED_AT_ONCE = re.compile(r"\s*`{3,}\n?")
_HANGING = re.compile(r"\s*`{3,}[\w+\-.#]{0,20}\Z")
_EARLIEST = 0.5
"""A better place to cut is only taken where it leaves the page at least this full."""
_PLACES = (
    re.compile(r"\n[ \t]*\n+"),  # paragraphs
    re.compile(r"\n+"),  # lines
    re.compile(r"(?<!\d)[.!?…]+[)\"'”’»*_]*\s+|[。！？]+[」』）”’]*"),  # sentences
    re.compile(r"\s+"),  # words
)
_WHOLE = (
    re.compile(r"https?://[!-;=?-~]+"),
    re.compile(r"<[@#:/at!&][^\s<>]{0,100}(?:>|\Z)"),  # mentions, emoji, times, or their beginning
    re.compile(r":\w{1,40}(?::|\Z)"),
    re.compile(r"`{3,}[\w+\-.#]{0,20}\n?|`+"),
)
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)[^\n]*?(?:(?<!`)\1(?!`)|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: `opened` is what a page begins with so that code stays code there,
    `inside` whether it ends in the middle of a fence."""

    text: str
    opened: str = ""
    inside: bool = False

    @property
    def page(self) -> str:
        """The message: "" where there is nothing to see, and every fence closed."""
        opened, body = self.opened, self.text.rstrip()
        if opened and (closing := _CLOSED_AT_ONCE.match(body)):
            opened, body = "", body[closing.end() :]
        if not opened:
            body = body.lstrip()
        if self.inside:
            hanging = _HANGING.search(body)
            body = body[: hanging.start()] if hanging else f"{body}{_CLOSING}"
        return f"{opened}{body}" if body.strip("`\n ") else ""


def pages(text: str, most: int = PAGE) -> list[str]:
    """The messages a text takes, none of them empty, each of at most `most` characters (in UTF-16
    units). All but the last stay the same when text is added."""
    return [page for piece in cut(text, most) if (page := piece.page)]


def cut(text: str, most: int = PAGE) -> Iterator[Piece]:
    """The pieces of a text: together they are all of it, to the letter."""
    opened = ""
    while True:
        room = most - units(opened) - len(_CLOSING)
        if units(text) <= room:
            yield Piece(text, opened, inside=_language(text, opened) is not None)
            return
        place = _place(text[: head(text, room)], fenced=bool(opened))
        language = _language(text[:place], opened)
        yield Piece(text[:place], opened, inside=language is not None)
        text = text[place:]
        opened = "" if language is None else f"```{language}\n"


def _language(text: str, opened: str) -> str | None:
    """The language of the fence that is open at the end of a text; None where none is."""
    inside: str | None = opened.strip("`\n") if opened else None
    for fence in _FENCE.finditer(text):
        inside = (fence[1] or "") if inside is None else None
    return inside


def _place(window: str, *, fenced: bool) -> int:
    """Where to cut, of what fits on the page; the letter after the cut is in sight, too."""
    whole = [match.span() for kind in _WHOLE for match in kind.finditer(window)]
    code = [] if fenced else [match.span() for match in _CODE.finditer(window)]
    for spans in ([*whole, *code], whole, []):
        if place := _turning(window, spans) or _latest(window, spans, _between):
            return place
    return _latest(window, [], parts) or max(len(window) - 1, 1)


def _turning(window: str, spans: Spans) -> int:
    """The best place where a reader would turn the page; 0 for none."""
    for kind in _PLACES:
        earliest = 1 if kind is _PLACES[-1] else int(len(window) * _EARLIEST)
        for place in reversed([match.end() for match in kind.finditer(window)]):
            if earliest <= place < len(window) and _free(place, spans) and parts(window, place):
                return place
    return 0


def _latest(window: str, spans: Spans, good: Callable[[str, int], bool]) -> int:
    """The last place between two signs that is good, in the page's second half; 0 for none."""
    for place in range(len(window) - 1, len(window) // 2, -1):
        if good(window, place) and parts(window, place) and _free(place, spans):
            return place
    return 0


def _between(window: str, place: int) -> bool:
    """Whether there is no word to cut here."""
    before, after = window[place - 1], window[place]
    return wordless(before) or wordless(after) or not (before.isalnum() and after.isalnum())


def _free(place: int, spans: Spans) -> bool:
    return not any(start < place < end for start, end in spans)
