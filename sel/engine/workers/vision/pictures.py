"""A picture's file as pixels: upright, small enough, and no bomb. Knows arrays, not llama.cpp."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sel.errors import EngineError
from sel.media.kinds import MOST_PIXELS, pixels, suffix_of
from sel.media.orientation import orientation

MOST_BYTES = 64 * 1024 * 1024
"""Of a picture's file; what cameras make is a third of it."""
LONGEST = 1024
"""Pixels of the longer side that a model is shown. Those with one size take 224 to 896; those that
take any would make thousands of tokens of a photograph, and minutes on a small machine."""
KINDS = "PNG, JPEG, WebP, GIF and BMP files can be looked at."

Array = np.ndarray[Any, np.dtype[np.uint8]]


def read(path: str) -> bytes | None:
    """The file's bytes; None where there is none. Raises `EngineError`."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a possible file name"
        raise EngineError(f"A picture cannot be read: {reason}.") from None
    if len(data) > MOST_BYTES:
        raise EngineError(f"A picture's file is larger than {MOST_BYTES // 2**20} MB.")
    return data


def prepared(data: bytes, decode: Callable[[bytes], Array | None]) -> Array:
    """The pixels as a model is shown them. Raises `EngineError` for what is no picture."""
    if not suffix_of(data):
        raise EngineError("A file is no picture that I know.", hint=KINDS)
    count = pixels(data)
    if count > MOST_PIXELS:
        raise EngineError(
            f"A picture has more than the {MOST_PIXELS // 10**6} million pixels I can look at.",
            hint="Make it smaller first.",
        )
    found = decode(data) if count else None
    if found is None:
        found = _by_pillow(data)  # an animated WebP, say
    if found is None:
        raise EngineError("A picture is damaged: it cannot be decoded.", hint=KINDS)
    return upright(shrunk(found), orientation(data))


def _by_pillow(data: bytes) -> Array | None:
    """The first picture in a file, where pillow is installed and can read it."""
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return np.asarray(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # pillow raises all of these for files that are no good


def shrunk(whole: Array, longest: int = LONGEST) -> Array:
    """The picture with a longer side of at most `longest`: each new pixel the mean of a block."""
    high, wide = whole.shape[:2]
    if max(high, wide) <= longest:
        return whole
    share = longest / max(high, wide)
    rows = _edges(high, max(round(high * share), 1))
    columns = _edges(wide, max(round(wide * share), 1))
    sums = np.add.reduceat(whole, rows[:-1], axis=0, dtype=np.uint32)  # a copy would take 2 s
    sums = np.add.reduceat(sums, columns[:-1], axis=1)
    counts = np.diff(rows)[:, None] * np.diff(columns)[None, :]
    small: Array = (sums // counts[:, :, None]).astype(np.uint8)
    return small


def _edges(size: int, parts: int) -> np.ndarray[Any, np.dtype[np.intp]]:
    return np.arange(parts + 1) * size // parts


def upright(whole: Array, turned: int) -> Array:
    """The picture as it was seen by who took it; `turned` is EXIF's orientation, 1 to 8."""
    if turned in (2, 5, 4, 7):
        whole = whole[:, ::-1]
    quarters = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(turned, 0)
    return np.rot90(whole, quarters)
