"""A picture as iTerm2 and WezTerm take it: a file that is drawn in so many cells.

Protocol: iterm2.com/documentation-images.html.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def encoded(picture: Image, columns: int, rows: int, most: int) -> str:
    """An RGB picture in so many cells, in `most` characters; "" where it takes more."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    png = file.getvalue()
    shape = f"width={columns};height={rows};preserveAspectRatio=0;doNotMoveCursor=1"
    data = base64.standard_b64encode(png).decode()
    told = f"\x1b]1337;File=inline=1;size={len(png)};{shape}:{data}\x07"
    return told if len(told) <= most else ""
