"""A conversation as an SVG picture: what is shown, on paper, in light or dark. Pure.

Letters are of one width, so where they stand is known without a font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sel.events import MessageView
from sel.porting.chats.markdown import STATES, who
from sel.porting.chats.page import escaped
from sel.session_events import SessionView

COLUMNS = 84
LETTER, LINE, SIZE = 8.4, 21, 14
MARGIN = 44
MOST_LINES = 3_000
"""Lines of a picture; of a longer conversation the end is drawn, and it says so."""

_STYLE = """
.ground { fill: #fbfaf7 } text { fill: #26282d } .quiet { fill: #6b707b } .sel { fill: #5b45a8 }
.person { fill: #1f6a80 } .rule { stroke: #e3e0d8 } .bar { fill: #1f6a80 }
.under { fill: #f2f0ea }
@media (prefers-color-scheme: dark) { .ground { fill: #14161b } text { fill: #d6d9e0 }
.quiet { fill: #8d94a3 } .sel { fill: #b6a2ee } .person { fill: #82bccb } .rule { stroke: #2b303a }
.bar { fill: #82bccb } .under { fill: #1b1d23 } }
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the picture: its text, its class, whether it is a person's, and words after it.
    Of class "code" it stands on a ground of its own."""

    text: str = ""
    kind: str = ""
    mine: bool = False
    after: str = ""


def drawn(
    view: SessionView, messages: Sequence[MessageView], *, persona: str = "SEL", model: str = ""
) -> str:
    """The picture of the branch that is shown."""
    rows = [row for one in messages for row in _rows(one, persona)]
    left = len(rows) - MOST_LINES
    if left > 0:
        rows = [_Row(f"… {left} lines before", "quiet"), _Row(), *rows[left:]]
    title = view.title or view.opening or "A conversation with SEL"
    top = MARGIN + 76
    width = int(2 * MARGIN + COLUMNS * LETTER)
    height = top + len(rows) * LINE + MARGIN
    about = " · ".join(one for one in (persona, model, f"{len(messages)} messages") if one)
    font = f'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="{SIZE}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" {font}>\n'
        f"<title>{escaped(title)}</title>\n<style>{_STYLE}</style>\n"
        f'<rect class="ground" width="{width}" height="{height}"/>\n'
        + _text(MARGIN, MARGIN + 4, _clipped(title, 60), "", 'font-size="19" font-weight="600"')
        + _text(MARGIN, MARGIN + 27, about, "quiet")
        + f'<path class="rule" d="M{MARGIN} {MARGIN + 42}H{width - MARGIN}"/>\n'
        + "".join(_line(row, top + number * LINE) for number, row in enumerate(rows))
        + "</svg>\n"
    )


def _rows(one: MessageView, persona: str) -> Iterator[_Row]:
    sel = one.role == "sel"
    yield _Row(_clipped(who(one, persona), 40), one.role, after=STATES.get(one.state, ""))
    code = False
    for line in one.text.expandtabs(4).split("\n"):
        if sel and line.lstrip().startswith("```"):
            code = not code
            continue
        for part in wrapped(line, COLUMNS if sel else COLUMNS - 2):
            yield _Row(part, "code" if code else "", mine=not sel)
    yield _Row()


def _line(row: _Row, y: int) -> str:
    x = MARGIN + (2 * LETTER if row.mine else 0.0)
    bar = f'<rect class="bar" x="{MARGIN}" y="{y - 15}" width="2" height="{LINE}"/>\n'
    ground = ""
    if row.kind == "code":
        size = f'width="{COLUMNS * LETTER + 16:.0f}" height="{LINE}"'
        ground = f'<rect class="under" x="{MARGIN - 8}" y="{y - 15}" {size}/>\n'
    if not row.text:
        return bar if row.mine else ground
    weight = 'font-weight="600"' if row.kind in ("sel", "person") else ""
    after = ""
    if row.after:
        after = _text(x + (width_of(row.text) + 2) * LETTER, y, row.after, "quiet")
    return (bar if row.mine else ground) + _text(x, y, row.text, row.kind, weight) + after


def _text(x: float, y: int, words: str, kind: str, more: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    extra = f" {more}" if more else ""
    return f'<text x="{x:.1f}" y="{y}"{named}{extra} xml:space="preserve">{escaped(words)}</text>\n'


def wrapped(line: str, columns: int) -> Iterator[str]:
    """A line in pieces that fit, broken at spaces where there are any."""
    if not line:
        yield ""
    while line:
        end = _fitting(line, columns)
        if end < len(line):
            space = line.rfind(" ", 1, end + 1)
            end = space if space > columns // 3 else end
        yield line[:end].rstrip()
        line = line[end:].lstrip(" ") if end < len(line) else ""


def _fitting(line: str, columns: int) -> int:
    """How many letters of a line fit, one at least."""
    used = 0
    for place, letter in enumerate(line):
        used += _width(letter)
        if used > columns:
            return max(1, place)
    return len(line)


def width_of(text: str) -> int:
    """Columns of a text."""
    return sum(map(_width, text))


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _clipped(text: str, most: int) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= most else f"{whole[: most - 1]}…"
