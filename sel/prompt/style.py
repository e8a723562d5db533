"""How a person writes, read from their last messages, so that SEL can meet them there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LOWER_SHARE = 0.8
"""More than this share of lower-case letters at the beginnings of messages and of "i" means the
person writes in lower case (the predecessors' figure)."""

SHORT_WORDS, LONG_WORDS = 6, 22
"""Words a message: at most this many is short, at least that many long (the predecessors')."""

EMOJI = re.compile(
    "[\U0001f300-\U0001faff\u2600-\u27bf\U0001f1e6-\U0001f1ff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
_CODE = re.compile(r"(`{3,}|~{3,}).*?(\1|\Z)|`[^`\n]+`", re.DOTALL)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """`lower`: writes in lower case; `exclaim`: share of sentences with "!"; `emoji`: share of
    messages with an emoji; `length`: how long the messages are, None without any."""

    lower: bool = False
    exclaim: float = 0.0
    emoji: float = 0.0
    length: Literal["short", "medium", "long"] | None = None


def read_style(messages: Sequence[str]) -> Style:
    """The style of a person's last messages (code in them left out)."""
    prose = [text for text in (_CODE.sub(" ", message).strip() for message in messages) if text]
    if not prose:
        return Style()
    sentences = [s for text in prose for s in _SENTENCE.findall(text) if _LETTERS.search(s)]
    return Style(
        lower=_lower(sentences),
        exclaim=_share(["!" in sentence for sentence in sentences]),
        emoji=_share([bool(EMOJI.search(text)) for text in prose]),
        length=_length(prose),
    )


def _lower(sentences: Sequence[str]) -> bool:
    """Judged by where English wants capitals: the first letter of a sentence, and "I"."""
    first = [found.group() for found in map(_LETTERS.search, sentences) if found]
    alone = [word for s in sentences for word in _LETTERS.findall(s)[1:] if word in ("i", "I")]
    cased = [word[0] for word in (*first, *alone) if word[0].lower() != word[0].upper()]
    return bool(cased) and _share([char.islower() for char in cased]) > LOWER_SHARE


def _length(prose: Sequence[str]) -> Literal["short", "medium", "long"]:
    words = sum(len(text.split()) for text in prose) / len(prose)
    if words <= SHORT_WORDS:
        return "short"
    return "long" if words >= LONG_WORDS else "medium"


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
