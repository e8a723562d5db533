"""Which memories "forget what I said about …" means. A wrong one would be lost: doubt means no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sel.memory.types import Hit, Memory

_SMALL = frozenset(
    re.findall(
        r"\S+",
        """a about all an and any anything are at been did do everything for from had has have he
        her him his how i in is it its me mine my of on or our said she so some something stuff
        talk talked tell that the their them they thing things this to told us was we were what
        when where which who with you your""",
    )
)
"""Words of a request that name no subject."""

ENOUGH = 0.55
"""Cosine from which a memory is about the same without sharing a word. MiniLM gives unrelated
sentences less than 0.3, and nearly the same ones 0.7 and more."""

_ENDINGS = ("ing", "ies", "ed", "es", "s", "y", "e")
_SHORTEST = 3


def about(text: str, memories: Iterable[Memory], near: Sequence[Hit]) -> list[Memory]:
    """Those of `memories` that hold every word of `text` that means something, and of the
    `near` ones those that surely mean the same."""
    wanted = roots(text)
    found = {memory.id: memory for memory in memories if wanted and wanted <= _roots_of(memory)}
    for hit in near:
        if hit.parts.get("cosine", 0.0) >= ENOUGH:
            found.setdefault(hit.memory.id, hit.memory)
    return list(found.values())


def roots(text: str) -> set[str]:
    """The words of a text that carry meaning, without their endings."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return {_root(word) for word in words if word not in _SMALL}


def _root(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def _roots_of(memory: Memory) -> set[str]:
    return roots(" ".join((memory.text, memory.source.quote, memory.topic, *memory.tags)))
