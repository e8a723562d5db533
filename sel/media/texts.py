"""A file as text, where it is text, and as much of it as may go into a prompt. Pure."""

from __future__ import annotations

import codecs
import re

from sel.media.fence import clean

MOST_BYTES = 256 * 1024
"""What of a text file is fetched at most; far more than may be shown to a model."""
MOST_CHARS = 6000
"""Characters that all files of a message put into the prompt together: about 1,500-2,000 tokens,
what the starter model reads in 4 s on two cores, and what leaves room for the talk itself."""

_CONTROL = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.01
"""Share of control characters that a text may hold (logs do, with the colours of a terminal)."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def as_text(data: bytes, *, whole: bool) -> str | None:
    """The text in these bytes (UTF-8, or UTF-16); None where they are something else.

    Without `whole` the last character may be cut in two.
    """
    start, encoding = _encoding(data)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data[start:], final=whole)
    except UnicodeDecodeError:
        return None
    strange = len(_CONTROL.findall(text))
    return None if "\x00" in text or strange > _MOST_CONTROL * len(text) else text


def _encoding(data: bytes) -> tuple[int, str]:
    """Where the text begins, and how it is written."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return len(mark), name
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = max(len(data) // 2, 1)
    if odd > 0.4 * half and even < 0.05 * half:
        return 0, "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return 0, "utf-16-be"
    return 0, "utf-8"


def shortened(text: str, room: int) -> tuple[str, bool]:
    """The beginning of a text, `room` characters at most and up to a line's or word's end; and
    whether something was left out."""
    text = clean(text).strip()
    if len(text) <= room:
        return text, False
    cut = text[: max(room, 0)]
    for end in ("\n", " "):
        at = cut.rfind(end)
        if at > len(cut) * 3 // 4:
            return cut[:at].rstrip(), True
    return cut, True
