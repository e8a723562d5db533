"""Which memories "forget what I said about …" means. A wrong one would be lost: doubt means no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sel.memory.types import Hit, Memory

_SMALL = frozenset(
    re.findall(
        r"\S+",
        """a about all am an and any anything are at be been being but can could did do does
        everything for from had has have he her him his how i in is it its just m me mine my not of
        on or our please s said sel she so some something stuff talk talked tell that the their
        them they thing things this to told us was we were what when where which who will with
        would you your""",
    )
)
"""Words of a request that name no subject."""

ENOUGH = 0.45
"""Cosine from which a memory is about the same without sharing a word. Between a subject of one or
two words and everyday facts MiniLM gave 0.2-0.3 to strangers, and 0.4-0.8 to what is meant."""

NEXT = 0.08
"""Those that are this much less near than the nearest may be meant, too."""

_ENDINGS = ("ing", "ies", "ed", "es", "s", "y", "e")
_SHORTEST = 3


def about(text: str, memories: Iterable[Memory], near: Sequence[Hit]) -> list[Memory]:
    """Those of `memories` that hold every word of `text` that means something; where there is
    none, those of the `near` ones that surely mean the same. History is among them."""
    wanted = roots(text)
    found = [memory for memory in memories if wanted and _holds(memory, wanted)]
    if found:
        return found
    best = max((hit.parts.get("cosine", 0.0) for hit in near), default=0.0)
    return [hit.memory for hit in near if hit.parts.get("cosine", 0.0) >= max(ENOUGH, best - NEXT)]


def hits(
    text: str,
    found: Iterable[tuple[str, float, dict[str, float]]],
    memories: Iterable[Memory],
    *,
    dated: bool,
) -> list[Hit]:
    """What an index found, with the memories. `shared` is how many words that mean something the
    memory has in common with `text`; `period` is 1 where a time was asked for."""
    by_id, wanted = {memory.id: memory for memory in memories}, roots(text)
    return [
        Hit(
            memory=memory,
            score=score,
            parts={
                **parts,
                "shared": float(len(wanted & _roots_of(memory))),
                "period": float(dated),
            },
        )
        for id, score, parts in found
        if (memory := by_id.get(id)) is not None
    ]


def roots(text: str) -> set[str]:
    """The words of a text that carry meaning, without their endings."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return {_root(word) for word in words if word not in _SMALL}


def _root(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def _holds(memory: Memory, wanted: set[str]) -> bool:
    said = _said(memory).casefold()  # a root begins its word: most are out without a closer look
    return all(root in said for root in wanted) and wanted <= roots(said)


def _roots_of(memory: Memory) -> set[str]:
    return roots(_said(memory))


def _said(memory: Memory) -> str:
    return " ".join((memory.text, memory.source.quote, memory.topic, *memory.tags))
