"""A picture as Sixel: bands of six rows, and in each band one line of dots per colour.

The format is the VT340's (DEC STD 070, chapter 9). Numpy finds the dots and the runs of equal ones;
nothing here knows of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

COLOURS = (256, 96, 32)
"""How many are tried, one after the other, until the picture is small enough."""
_HIGH = 6
"""Rows of dots in a band."""
_SHORT = 4
"""From so many equal signs on, a run is told as a number and the sign."""


def encoded(picture: Image, most: int) -> str:
    """An opaque RGB picture in no more than `most` characters, with as many colours as fit; ""
    where even the fewest do not."""
    from PIL.Image import Dither  # lazy: pillow, where it is installed

    for colours in COLOURS:
        text = _encoded(picture.quantize(colours, dither=Dither.NONE))
        if len(text) <= most:
            return text
    return ""


def _encoded(picture: Image) -> str:
    wide, high = picture.size
    palette = np.array(picture.getpalette(), np.uint32).reshape(-1, 3)
    inks = "".join(
        f"#{number};2;{red};{green};{blue}"
        for number, (red, green, blue) in enumerate((palette * 100 + 127) // 255)
    )
    dots = np.asarray(picture, np.uint32)
    bands = ("".join(_band(dots[top : top + _HIGH])) for top in range(0, high, _HIGH))
    return f'\x1bP0;1q"1;1;{wide};{high}{inks}{"-".join(bands)}\x1b\\'


def _band(dots: np.ndarray) -> Iterator[str]:
    """Six rows of colours' numbers, or fewer: for each colour that is there, where it is."""
    wide = dots.shape[1]
    places = dots * wide + np.arange(wide, dtype=np.uint32)
    signs = np.zeros((int(dots.max()) + 1) * wide, np.uint8)
    for row, line in enumerate(places):
        signs[line] |= 1 << row
    here = np.flatnonzero(signs)
    sign = signs[here]
    colour, column = np.divmod(here, wide)
    same = (np.diff(here) == 1) & (np.diff(sign) == 0) & (np.diff(colour) == 0)
    begins = np.flatnonzero(np.concatenate(((True,), ~same)))
    lengths = np.diff(np.append(begins, len(here)))
    told, at = -1, 0
    for ink, start, dot, length in zip(
        colour[begins].tolist(),
        column[begins].tolist(),
        sign[begins].tolist(),
        lengths.tolist(),
        strict=True,
    ):
        if ink != told:
            yield f"{'' if told < 0 else '$'}#{ink}"
            told, at = ink, 0
        yield _run("?", start - at)
        yield _run(chr(63 + dot), length)
        at = start + length


def _run(sign: str, length: int) -> str:
    return f"!{length}{sign}" if length >= _SHORT else sign * length
