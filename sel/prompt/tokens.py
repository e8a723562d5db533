"""Tokens without a tokenizer: a cheap estimate, corrected by what engines really count.

Prompts are planned in the brain's process, where no model is loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

ASCII_CHARS = 3.6
"""ASCII characters a token holds on average (measured on English chat with small vocabularies)."""

OTHER_BYTES = 1.3
"""UTF-8 bytes of other characters a token holds; byte-level vocabularies split most of them."""

PER_MESSAGE = 5
"""Tokens a chat template puts around a message: role, borders, line ends."""

PICTURE = 640
"""Tokens of a picture until an engine has counted one: models take from 64 to 1,400."""
LEAST_PICTURE = 16
"""No model makes fewer of one: who counted left it out."""

LOWEST, HIGHEST = 0.4, 2.5
"""The range of corrections believed; beyond it the two counts were not of the same text."""

LEARNED = 0.5
"""Share of a new correction that is taken over at once."""


def bulk(text: str) -> float:
    """What a text weighs in tokens before any correction, 0 only for an empty one."""
    if text.isascii():
        return len(text) / ASCII_CHARS
    plain = len(text.encode("ascii", "ignore"))
    others = len(text.encode("utf-8", "replace")) - plain
    return plain / ASCII_CHARS + others / OTHER_BYTES


@dataclass(frozen=True, slots=True)
class TokenScale:
    """An estimator with its correction, 1 until an engine has counted something; `picture` is how
    many tokens one takes."""

    factor: float = 1.0
    picture: int = PICTURE

    def count(self, text: str) -> int:
        """About how many tokens this text is, never fewer than one unless it is empty."""
        return self.of(bulk(text))

    def of(self, weight: float) -> int:
        """The same of what `bulk` says of a text."""
        return max(1, math.ceil(weight * self.factor)) if weight else 0

    def message(self, text: str, pictures: int = 0) -> int:
        """About how many tokens a message of this text is, its template's share included."""
        return self.weighed(bulk(text), pictures)

    def weighed(self, weight: float, pictures: int = 0) -> int:
        """The same of what `bulk` says of a text."""
        return self.of(weight) + PER_MESSAGE + pictures * self.picture

    def calibrated(self, estimated: int, exact: int, pictures: int = 0) -> TokenScale:
        """The scale after an engine counted `exact` where this one had said `estimated`.

        Where there were pictures it is their share that is corrected.
        """
        if estimated <= 0 or exact <= 0:
            return self
        if pictures:
            each = self.picture + (exact - estimated) // pictures
            return replace(self, picture=each) if each >= LEAST_PICTURE else self
        wanted = self.factor * exact / estimated
        moved = self.factor + LEARNED * (wanted - self.factor)
        return replace(self, factor=min(HIGHEST, max(LOWEST, moved)))
