"""Pictures as rows of half blocks, two pixels to a cell: they scroll, wrap and select like text.

Pillow does it, where it is installed; nothing is drawn without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from textual.color import Color
from textual.content import Content
from textual.style import Style

from sel.media.kinds import MOST_PIXELS, size
from tui.markdown.line import Line

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMNS, ROWS = 40, 12
"""Cells of a preview at most: it fits the narrowest screen, and leaves room for what is said."""
_HEADER = 512 * 1024
_CLEAR = 128
"""Opacity below which a pixel is not drawn."""
_UPPER, _LOWER = "▀", "▄"

Pixel = tuple[int, int, int, int]


def drawn(path: str) -> tuple[str, Sequence[Line]]:
    """A picture's size in words, and its rows; "" and none of a file that is gone or is none."""
    try:
        changed = Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return "", ()
    return _drawn(path, changed)


@lru_cache(maxsize=64)
def _drawn(path: str, _changed: int) -> tuple[str, Sequence[Line]]:
    try:
        with Path(path).open("rb") as file:
            wide, high = size(file.read(_HEADER))
    except OSError:
        return "", ()
    if not 0 < wide * high <= MOST_PIXELS:
        return "", ()
    picture = _opened(path)
    return f"{wide}×{high}", tuple(_rows(picture)) if picture is not None else ()


def _opened(path: str) -> Image | None:
    """The first frame, upright and small; None where it cannot be had."""
    try:
        from PIL import Image, ImageOps
    except ImportError:
        return None
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (COLUMNS * 4, ROWS * 8))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # pillow raises all of these for files that are no good
    share = min(COLUMNS / upright.width, 2 * ROWS / upright.height, 1.0)
    wide = max(round(upright.width * share), 1)
    high = max(round(upright.height * share), 1)
    return upright.resize((wide, high), Image.Resampling.BOX)


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
