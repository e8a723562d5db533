"""Text from people and models made safe to draw: what a terminal would obey is shown instead.

Nothing is lost but the effect: a control character becomes its picture, a lone surrogate and a
direction override become their code point in angle brackets.
"""

from __future__ import annotations

import re

TAB = 4
"""Columns between tab stops."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_OBEYED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "\u2421"


def visible(text: str) -> str:
    """The same text with one kind of line end, tabs as spaces and nothing a terminal obeys."""
    if "\r" in text or not text.isascii() or "\v" in text or "\f" in text:
        text = _LINE_ENDS.sub("\n", text)
    if "\t" in text:
        text = text.expandtabs(TAB)
    return _OBEYED.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_PICTURES + code)
    return _DELETE_PICTURE if code == _DELETE else f"⟨U+{code:04X}⟩"


def size_of(text: str) -> str:
    """How big a text is, for people: "1.0 MB, 12,000 lines"."""
    size = float(len(text.encode("utf-8", "surrogatepass")))
    unit = "B"
    for unit in ("B", "KB", "MB"):
        if size < 1000 or unit == "MB":
            break
        size /= 1000
    lines = text.count("\n") + 1
    shown = f"{size:.0f}" if unit == "B" else f"{size:.1f}"
    return f"{shown} {unit}, {lines:,} line{'s' if lines != 1 else ''}"


def one_line(text: str, most: int) -> str:
    """Text on one line of at most `most` characters, an ellipsis where it was cut."""
    flat = " ".join(visible(text[: most * 4]).split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip(" .,;:") + "…"
