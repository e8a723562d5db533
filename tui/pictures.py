"""Previews of pictures in rows of text, so that they scroll and are covered as text is: in half
blocks, two pixels to a cell, or in cells that the terminal draws the picture in (see `kitty`).

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
from tui import kitty
from tui.markdown.line import Line

if TYPE_CHECKING:
    from PIL.Image import Image

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
    """A preview: the picture's size in words, its rows, and what the terminal must be told before
    they are drawn. Nothing of a file that is gone or is no picture."""

    size: str = ""
    lines: Sequence[Line] = ()
    told: str = ""


def drawn(path: str, *, sharp: bool = False) -> Drawn:
    """A preview of a picture; `sharp` where the terminal knows kitty's graphics."""
    try:
        changed = Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return Drawn()
    return _drawn(path, changed, sharp)


@lru_cache(maxsize=64)
def _drawn(path: str, _changed: int, sharp: bool) -> Drawn:
    try:
        with Path(path).open("rb") as file:
            wide, high = size(file.read(_HEADER))
    except OSError:
        return Drawn()
    if not 0 < wide * high <= MOST_PIXELS:
        return Drawn()
    note, finer = f"{wide}×{high}", _FINER if sharp else 1
    picture = _opened(path, finer)
    if picture is None:
        return Drawn(note)
    return _handed_over(note, picture) if sharp else Drawn(note, tuple(_rows(picture)))


def _opened(path: str, finer: int) -> Image | None:
    """The first frame, upright and small, `finer` times what half blocks can show; None where it
    cannot be had."""
    try:
        from PIL import Image, ImageOps
    except ImportError:
        return None
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (COLUMNS * 4 * finer, ROWS * 8 * finer))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # pillow raises all of these for files that are no good
    share = min(COLUMNS * finer / upright.width, 2 * ROWS * finer / upright.height, 1.0)
    wide = max(round(upright.width * share), 1)
    high = max(round(upright.height * share), 1)
    return upright.resize((wide, high), Image.Resampling.BOX)


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
