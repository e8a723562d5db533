"""Text made safe on both sides: what a person sends, and what a model says to a terminal.

Control characters are shown as their visible symbols ("␛"), so a terminal never executes them.
"""

from __future__ import annotations

import re

from sel.errors import InputRefused

LIMIT = 64_000
"""Characters a message may have unless the caller says otherwise."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_KEPT = "\t\n"
_C0 = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in _KEPT}
_C1 = dict.fromkeys(range(0x80, 0xA0), REPLACEMENT) | {0x9B: "␛", 0x85: "\n"}
# Embeddings and overrides can show text in another order than it has; plain right-to-left text
# and its marks (U+200E, U+200F) need none of them.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT)
_VISIBLE: dict[int, str] = {**_C0, 0x7F: "␡", **_C1, **_BIDI, **_SURROGATES}
_INPUT: dict[int, str] = {**_VISIBLE, 0: ""}
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""All that is translated. To look for it first is ten times as fast as to translate nothing."""
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")


class Cleaner:
    """Makes streamed model text safe to show. Feed pieces, show what comes back, then `close`."""

    def __init__(self) -> None:
        self._return_waits = False

    def feed(self, piece: str) -> str:
        """The piece with line ends made "\\n" and control characters made visible."""
        if self._return_waits:
            piece = "\r" + piece
        self._return_waits = piece.endswith("\r")
        if self._return_waits:
            piece = piece[:-1]
        return _LINE_ENDS.sub("\n", piece).translate(_VISIBLE)

    def close(self) -> str:
        """What was held back: the line end of a last carriage return."""
        rest = "\n" if self._return_waits else ""
        self._return_waits = False
        return rest


def clean_input(text: str, limit: int = LIMIT) -> str:
    """A person's message as SEL takes it: plain line ends, no NULs, no lone surrogates.

    Raises `InputRefused` for more than `limit` characters.
    """
    if len(text) > limit:
        raise InputRefused(
            f"This message has {len(text):,} characters; SEL takes up to {limit:,} at once.",
            hint="Nothing of it was sent or lost. Shorten it, or send it in parts.",
        )
    plain = _LINE_ENDS.sub("\n", _joined_surrogates(text))
    return plain.translate(_INPUT) if _ODD.search(plain) else plain


def _joined_surrogates(text: str) -> str:
    """Pairs of surrogates, as some terminals and JSON bring them, made the character they mean."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
