"""Words about memory that all the commands share: answers to the question, counts, receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sel.counting import counted

if TYPE_CHECKING:
    from sel.memory_events import ConsentAnswer

ANSWERS: dict[str, ConsentAnswer] = {
    "yes": "yes",
    "y": "yes",
    "not now": "not_now",
    "later": "not_now",
    "no": "not_now",
    "n": "not_now",
    "never": "never",
}
"""What may be said when SEL asks whether it may remember; a mere no is asked again another time."""


def one_line(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def said(line: str) -> str:
    """A typed answer as `ANSWERS` has it: "Yes!" is "yes"."""
    return one_line(line).casefold().rstrip(".!")


def receipt_sentence(counts: Mapping[str, int]) -> str:
    """The receipt in a sentence: "Forgotten: 2 memories, 2 vectors, 1 tile."."""
    told = [counted(count, things) for things, count in counts.items() if count]
    return f"Forgotten: {', '.join(told)}." if told else "There was nothing to forget."
