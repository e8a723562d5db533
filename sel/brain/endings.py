"""Where a reply may end: at the end of a sentence rather than in the middle of a word. Pure."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]*_]*(?=\s|$)|\n\n")
_ABBREVIATIONS = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|St|vs|etc|e\.g|i\.e|\d)\.$")


def _has_open_fence(text: str) -> bool:
    """Whether a fenced code block is still open."""
    return text.count("```") % 2 == 1


def _sentence_end(text: str, start: int) -> int | None:
    """Where the first sentence ends at or after `start`, outside code; None: nowhere."""
    for found in _SENTENCE_END.finditer(text, max(start - 1, 0)):
        end = found.end()
        if end < start or _has_open_fence(text[:end]) or _ABBREVIATIONS.search(text[:end].rstrip()):
            continue
        return end
    return None


def trim(text: str) -> str:
    """A reply that was cut for its length, ended where its last whole sentence does.

    With less than half of it left that way, or within code, it is kept and marked as unfinished.
    """
    if _has_open_fence(text):
        return text + "\n```"
    last = None
    position = 0
    while (end := _sentence_end(text, position)) is not None:
        last, position = end, end + 1
    if last is not None and last >= len(text) / 2:
        return text[:last].rstrip()
    return text.rstrip() + "…"
