"""The strip under the map that says what colours, sizes, rings and halos mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sel.memory.map.marks import AGES
from sel.memory.map.page import MAP, WIDTH, tag_class, text
from sel.memory.map.words import clipped, plain

TOP = 1004.0
ROW = 23.0
COLUMNS = (60.0, 480.0, 760.0, 1010.0, 1270.0)
"""Where the five parts begin: colour, size, ring, halo, and the rest."""

_RINGS = ("a passing thing", "it matters", "it matters much")
_HALOS = (("url(#warm)", "a good moment"), ("url(#cool)", "a hard moment"))


def legend(coloured: Sequence[str], others: bool, radius: Callable[[int], float]) -> str:
    """The whole strip. `coloured` are the tags with colours of their own, `others` whether there
    are grey marks, `radius` the size of a mark by age as on the map."""
    line = f'<path class="line" d="M{MAP[0]:g} {TOP - 24:g}H{WIDTH - MAP[0]:g}"/>\n'
    parts = (_tags(coloured, others), _sizes(radius), _rings(), _halos(), _rest())
    return f'<g id="legend">\n{line}{"".join(parts)}</g>\n'


def _cap(column: int, words: str) -> str:
    return text((COLUMNS[column], TOP), words, "cap", 12)


def _row(number: int) -> float:
    return TOP + 26 + ROW * number


def _entry(x: float, row: int, sign: str, words: str, *, away: float = 22) -> str:
    return sign + text((x + away, _row(row) + 4.5), words, "word", 13)


def _dot(x: float, y: float, radius: float, kind: str, more: str = "") -> str:
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{more}/>\n'


def _tags(coloured: Sequence[str], others: bool) -> str:
    names = [(number, clipped(plain(tag[:200]), 16)) for number, tag in enumerate(coloured)]
    if others or not names:
        names.append((-1, "anything else"))
    out = _cap(0, "COLOUR: WHAT IT IS ABOUT")
    for index, (number, name) in enumerate(names):
        x, row = COLUMNS[0] + 205 * (index // 4), index % 4
        out += _entry(x, row, _dot(x + 7, _row(row), 6.5, f"m {tag_class(number)}"), name)
    return out


def _sizes(radius: Callable[[int], float]) -> str:
    out = _cap(1, "SIZE: WHEN IT WAS SAID")
    for index, age in enumerate(range(len(AGES) - 1, -1, -1)):
        x, row = COLUMNS[1] + 130 * (index // 3), index % 3
        out += _entry(x, row, _dot(x + 9, _row(row), radius(age), "m to"), AGES[age], away=30)
    return out


def _rings() -> str:
    x, out = COLUMNS[2], _cap(2, "RING: HOW MUCH IT MATTERS")
    for row, words in enumerate(_RINGS):
        y = _row(row)
        out += _dot(x + 9, y, 5, "m to")
        if row:
            out += _dot(x + 9, y, 8, "r to", f' stroke-width="{_ring_width(row):g}"')
        out += _entry(x, row, "", words, away=30)
    return out


def _ring_width(weight: int) -> float:
    return 1.1 if weight == 1 else 2.4


def _halos() -> str:
    x, out = COLUMNS[3], _cap(3, "HALO: THE MOOD IT WAS SAID IN")
    for row, (fill, words) in enumerate(_HALOS):
        out += _dot(x + 11, _row(row), 14, "h", f' fill="{fill}"')
        out += _entry(x, row, _dot(x + 11, _row(row), 5, "m to"), words, away=34)
    return out + _entry(x, 2, _dot(x + 11, _row(2), 5, "m to"), "an even one", away=34)


def _rest() -> str:
    x, out = COLUMNS[4], _cap(4, "AND")
    land = f'<rect class="to" x="{x:g}" y="{_row(0) - 9:g}" width="24" height="18" rx="9"'
    out += _entry(x, 0, f'{land} fill-opacity=".12" stroke-opacity=".5"/>\n', "a theme", away=36)
    out += _entry(x, 1, _dot(x + 12, _row(1), 5, "p to"), "replaced by a newer one", away=36)
    hint = "Point at a mark to read the words."
    return out + text((x, _row(2) + 4.5), hint, "soft", 13)
