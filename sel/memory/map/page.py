"""The page of the drawing: its measures, its style sheet, and words set on it."""

from __future__ import annotations

from sel.memory.map.palette import (
    DARK,
    GROUND_DARK,
    GROUND_LIGHT,
    LIGHT,
    OTHER_DARK,
    OTHER_LIGHT,
)
from sel.memory.map.words import escaped, usual, width

WIDTH, HEIGHT = 1600, 1131
"""As broad and high as A-series paper lying down, for a frame on the wall."""

MAP = (60.0, 128.0, 1540.0, 968.0)
"""left, top, right, bottom of the map on the page."""

MARGIN = 52.0
"""Between the map's edge and the middle of the outermost marks: room for the coast."""

_INK = """
text{fill:INK;font-family:system-ui,"Segoe UI",Ubuntu,"DejaVu Sans",Verdana,sans-serif}
.ground{fill:GROUND}
.head,.theme{font-family:Palatino,"Palatino Linotype",Georgia,"DejaVu Serif",serif}
.theme{fill:INK}
.soft,.span{fill:SOFT}
.theme,.span,.word{stroke:GROUND;stroke-width:5;stroke-linejoin:round;paint-order:stroke}
.word{fill:WORD;stroke-width:4}
.cap{fill:SOFT;letter-spacing:.08em}
.line{stroke:INK;stroke-width:1;opacity:.18}
.w0{stop-color:WARM;stop-opacity:.95}.w1{stop-color:WARM;stop-opacity:0}
.c0{stop-color:COOL;stop-opacity:.9}.c1{stop-color:COOL;stop-opacity:0}
"""
_FIXED = """
.label{pointer-events:none}
.m{stroke:none}
.m:hover{stroke:currentColor;stroke-width:2}
.r{fill:none}
.p{fill:none;stroke-width:1.2}
.shore path{stroke-width:26;stroke-opacity:.05;fill:none;stroke-linejoin:round}
.shore .near{stroke-width:12;stroke-opacity:.07}
.land path{fill-opacity:.1;stroke-width:1.2;stroke-opacity:.45;stroke-linejoin:round}
.faint{opacity:.5}
"""
_LIGHT_INK = {
    "INK": "#26241f", "SOFT": "#6b675e", "WORD": "#45423a", "GROUND": GROUND_LIGHT,
    "WARM": "#f7a400", "COOL": "#3d7bff",
}  # fmt: skip
_DARK_INK = {
    "INK": "#e9e6dd", "SOFT": "#a3a7b0", "WORD": "#c4c6cb", "GROUND": GROUND_DARK,
    "WARM": "#ffb52e", "COOL": "#4f8cff",
}  # fmt: skip


def style() -> str:
    """The style sheet: light, and dark where the reader's screen asks for it."""
    light = _colours(_LIGHT_INK, LIGHT, OTHER_LIGHT)
    dark = _colours(_DARK_INK, DARK, OTHER_DARK)
    return f"<style>{light}@media (prefers-color-scheme:dark){{{dark}}}{_FIXED}</style>\n"


def _colours(ink: dict[str, str], tags: tuple[str, ...], other: str) -> str:
    rules = _INK
    for name, value in ink.items():
        rules = rules.replace(name, value)
    for number, colour in [*enumerate(tags), ("o", other)]:
        rules += f".t{number}{{fill:{colour};stroke:{colour};color:{colour}}}\n"
    return rules


def tag_class(colour: int) -> str:
    """The class that colours a tag; `colour` as in `Mark`."""
    return f"t{colour}" if colour >= 0 else "to"


def text(
    at: tuple[float, float], words: str, kind: str, size: float, *, anchor: str = "start"
) -> str:
    """Words set on the page, `at` the end of their baseline that `anchor` names. In scripts whose
    widths differ from font to font they are made to fit what `width` says."""
    attributes = f'class="{kind}" x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}"'
    if anchor != "start":
        attributes += f' text-anchor="{anchor}"'
    if not usual(words) and words:
        attributes += f' textLength="{width(words) * size:.0f}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {attributes}>{escaped(words)}</text>\n"


def counted(count: int, one: str, many: str) -> str:
    """ "1 memory", "20,000 memories"."""
    return f"{count:,} {one if count == 1 else many}"
