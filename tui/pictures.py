"""Previews of pictures in rows of text, so that they scroll and are covered as text is: in half
blocks, two pixels to a cell, or in cells that the terminal draws the picture in (see `kitty`).
Where the terminal paints over cells (see `easel`) the blocks are there, too.

Pillow does it, where it is installed; nothing is drawn without.
"""

from __future__ import annotations

import io
import itertools
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from textual.color import Color
from textual.content import Content
from textual.style import Style

from sel.media.kinds import MOST_PIXELS, size
from tui.graphics import kitty
from tui.graphics.easel import Hung
from tui.markdown.line import Line

if TYPE_CHECKING:
    from PIL.Image import Image

    from tui.graphics.kinds import Kind

COLUMNS, ROWS = 40, 12
"""Cells of a preview at most: it fits the narrowest screen, and leaves room for what is said."""
_HEADER = 512 * 1024
_CLEAR = 128
"""Opacity below which a pixel is not drawn."""
_FINER = 10
"""Pixels of the terminal's own to a half block, about."""
_NUMBERS = itertools.count(secrets.randbelow(1 << 22) + 1)
"""Of pictures in the terminal: other programs have theirs, too."""
_UPPER, _LOWER = "▀", "▄"

Pixel = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A preview: the picture's size in words, its rows, what the terminal must be told before they
    are drawn, and the picture that is to be painted over them. Nothing of a file that is gone or is
    no picture."""

    size: str = ""
    lines: Sequence[Line] = ()
    told: str = ""
    picture: Image | None = None


def drawn(path: str, kind: Kind = "blocks") -> Drawn:
    """A preview of a picture, of the kind that the terminal draws."""
    try:
        changed = Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return Drawn()
    return _drawn(path, changed, kind)


@lru_cache(maxsize=32)
def _drawn(path: str, _changed: int, kind: Kind) -> Drawn:
    try:
        with Path(path).open("rb") as file:
            wide, high = size(file.read(_HEADER))
    except OSError:
        return Drawn()
    if not 0 < wide * high <= MOST_PIXELS:
        return Drawn()
    note = f"{wide}×{high}"
    picture = _opened(path, 1 if kind == "blocks" else _FINER) if kind != "off" else None
    if picture is None:
        return Drawn(note)
    if kind == "kitty":
        return _handed_over(note, _fitting(picture, _FINER))
    rows = tuple(_rows(_fitting(picture, 1)))
    return Drawn(note, rows, picture=None if kind == "blocks" else _fitting(picture, _FINER))


def hung(drawn: Sequence[Drawn]) -> list[Hung]:
    """Those that are painted over cells, where each has its name above it and these are the last
    lines of a paper."""
    found = []
    behind = 0
    for one in reversed(drawn):
        behind += len(one.lines)
        if one.picture is not None:
            columns = one.lines[0].text.cell_length
            found.append(Hung(one.picture, columns, len(one.lines), behind))
        behind += 1
    return found


def _opened(path: str, finer: int) -> Image | None:
    """The first frame, upright, and no larger than need be for `finer` times what half blocks can
    show; None where it cannot be had."""
    try:
        from PIL import Image, ImageOps
    except ImportError:
        return None
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (COLUMNS * 4 * finer, ROWS * 8 * finer))
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # pillow raises all of these for files that are no good


def _fitting(picture: Image, finer: int) -> Image:
    """It in small, `finer` times what half blocks can show."""
    from PIL.Image import Resampling

    share = min(COLUMNS * finer / picture.width, 2 * ROWS * finer / picture.height, 1.0)
    wide = max(round(picture.width * share), 1)
    high = max(round(picture.height * share), 1)
    return picture.resize((wide, high), Resampling.BOX)


def _handed_over(note: str, picture: Image) -> Drawn:
    """For a terminal that draws it itself, in as many cells as half blocks would take."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    columns = max(-(-picture.width // _FINER), 1)
    rows = max(-(-picture.height // (2 * _FINER)), 1)
    number = next(_NUMBERS)
    told = kitty.handed_over(file.getvalue(), number, columns, rows)
    return Drawn(note, tuple(kitty.lines(number, columns, rows)), told)


def _rows(picture: Image) -> Iterator[Line]:
    each = iter(picture.tobytes())
    pixels: list[Pixel] = list(zip(each, each, each, each, strict=True))
    wide, high = picture.size
    below: list[Pixel] = [(0, 0, 0, 0)] * wide
    for top in range(0, high, 2):
        upper = pixels[top * wide : (top + 1) * wide]
        lower = pixels[(top + 1) * wide : (top + 2) * wide] or below
        cells = (_cell(one, other) for one, other in zip(upper, lower, strict=True))
        runs = ((sign * len(list(run)), style) for (sign, style), run in groupby(cells))
        yield Line(Content.assemble(*runs), mute=True)


def _cell(upper: Pixel, lower: Pixel) -> tuple[str, Style]:
    above, under = upper[3] >= _CLEAR, lower[3] >= _CLEAR
    if above and under:
        return _UPPER, Style(foreground=Color(*upper[:3]), background=Color(*lower[:3]))
    if above:
        return _UPPER, Style(foreground=Color(*upper[:3]))
    if under:
        return _LOWER, Style(foreground=Color(*lower[:3]))
    return " ", Style()
