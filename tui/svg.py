"""A screen as a small SVG: what Textual exports, drawn again with less.

One element a line, each with its own colours, and neighbours that look alike are one: so a picture
asks nothing of the network, is small enough to be kept, and a change of it can be read in a diff.
Knows SVG, not the app.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len

FONTS = "Fira Code, DejaVu Sans Mono, Menlo, Consolas, monospace"
"""Fonts of the viewer's own."""
WIDE, HIGH = 12, 24
"""Dots of a cell: what these fonts take at 19.93 dots, also where a viewer has no `textLength`."""
BASE = 18
"""Dots from the top of a row to the line its letters stand on."""
EDGE, BAR = 12, 36
"""Dots around the screen, and above it, where a window has its name."""
THEIR_WIDE, THEIR_HIGH = 12.2, 24.4
"""Dots of a cell in what is read."""

DOTTED = re.compile("([\u2800-\u28ff]+)")
"""Braille, which is drawn as dots: few fonts have it as wide as their letters."""
BLANK = " \n\u2800"
DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of each bit of such a character."""

STYLE = re.compile(r"\.terminal-\d+-(r\d+) \{ (.*?) \}")
GROUND = re.compile(
    r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="24.65" s'
)
TEXT = re.compile(
    r'<text class="terminal-\d+-(r\d+)" x="([\d.]+)" y="([\d.]+)" [^>]*>([^<]*)</text>'
)
SIZE = re.compile(r'terminal">\s*<rect x="0" y="0" width="([\d.]+)" height="([\d.]+)"')

WINDOW = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
text {{ font-family: {fonts}; font-size: 19.93px; white-space: pre }}
rect {{ shape-rendering: crispEdges }}
path {{ stroke-width: 3px; stroke-linecap: round }}
</style>
<rect width="{width}" height="{height}" rx="8" fill="{ground}"/>
<g fill="#8888"><circle cx="20" cy="18" r="6"/><circle cx="40" cy="18" r="6"/>\
<circle cx="60" cy="18" r="6"/></g>
<g transform="translate({edge} {bar})" xml:space="preserve">
{rows}
</g>
</svg>
"""


@dataclass(slots=True)
class Run:
    """Cells beside each other that look alike: a ground, or letters."""

    look: str
    """Colour of a ground; attributes of letters."""
    row: int
    column: int
    width: int
    height: int = 1
    words: str = ""

    def drawn(self) -> str:
        """As an element."""
        x, y = self.column * WIDE, self.row * HIGH
        if not self.words:
            size = f'width="{self.width * WIDE}" height="{self.height * HIGH}"'
            return f'<rect x="{x}" y="{y}" {size} fill="{self.look}"/>'
        if DOTTED.match(self.words):
            return f'<path d="{_dots(self.words, x, y)}" {self.look.replace("fill", "stroke")}/>'
        place = f'x="{x}" y="{y + BASE}" textLength="{self.width * WIDE}"'
        return f"<text {place} {self.look}>{html.escape(self.words, quote=False)}</text>"


def small(svg: str) -> str:
    """The picture that `App.export_screenshot` made, in few and plain elements."""
    grounds = list(_joined(_grounds(svg)))
    areas = Counter[str]()
    for run in grounds:
        areas[run.look] += run.width
    ground = areas.most_common(1)[0][0]
    runs = [*_stacked(run for run in grounds if run.look != ground), *_letters(svg)]
    columns = max(run.column + run.width for run in grounds)
    rows = max(run.row for run in grounds) + 1
    return WINDOW.format(
        width=columns * WIDE + 2 * EDGE,
        height=rows * HIGH + BAR + EDGE,
        fonts=FONTS,
        ground=ground,
        edge=EDGE,
        bar=BAR,
        rows="\n".join(run.drawn() for run in runs),
    )


def _grounds(svg: str) -> Iterator[Run]:
    for colour, x, y, width in GROUND.findall(svg):
        yield Run(colour, _row(y), _cell(x), _cell(width))


def _letters(svg: str) -> Iterator[Run]:
    looks = {name: _attributes(css) for name, css in STYLE.findall(svg)}
    found = TEXT.findall(svg)
    runs = (Run(looks[name], _row(y), _cell(x), 0, 1, _words(text)) for name, x, y, text in found)
    for run in _joined(_measured(runs)):
        yield from _parts(run)


def _parts(run: Run) -> Iterator[Run]:
    """What is drawn of a run: letters, and dots, without the blanks around them."""
    column = run.column
    for words in DOTTED.split(run.words):
        plain = "decoration" in run.look
        shown = words if plain else words.strip(BLANK)
        if shown:
            before = 0 if plain else len(words) - len(words.lstrip(BLANK))
            yield Run(run.look, run.row, column + before, cell_len(shown), 1, shown)
        column += cell_len(words)


def _measured(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        run.width = cell_len(run.words)
        yield run


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Those of a row that touch and look alike, as one."""
    last: Run | None = None
    for run in runs:
        touches = last is not None and (last.row, last.column + last.width) == (run.row, run.column)
        if last is not None and touches and last.look == run.look:
            last.width += run.width
            last.words += run.words
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _stacked(runs: Iterable[Run]) -> list[Run]:
    """Grounds that stand below each other, as one."""
    found: list[Run] = []
    open_: dict[tuple[str, int, int], Run] = {}
    for run in runs:
        above = open_.get((run.look, run.column, run.width))
        if above is not None and above.row + above.height == run.row:
            above.height += 1
        else:
            open_[run.look, run.column, run.width] = run
            found.append(run)
    return found


def _dots(words: str, x: int, y: int) -> str:
    """Where the dots are, as the moves of a pen that makes each by not moving."""
    return "".join(
        f"M{x + number * WIDE + 3 + 6 * column} {y + 3 + 6 * row}h0"
        for number, letter in enumerate(words)
        for bit, (column, row) in enumerate(DOTS)
        if ord(letter) >> bit & 1
    )


def _attributes(css: str) -> str:
    """`fill: #fff;font-weight: bold` as attributes of an element."""
    pairs = (rule.split(": ") for rule in css.split(";") if rule)
    return " ".join(f'{name.strip()}="{value}"' for name, value in pairs)


def _words(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ")


def _cell(dots: str) -> int:
    return round(float(dots) / THEIR_WIDE)


def _row(dots: str) -> int:
    """Of a ground, 1.5 dots below the row's top, or of the line that letters stand on."""
    return int(float(dots) / THEIR_HIGH)
