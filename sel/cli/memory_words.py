"""Words about memory that all the commands share: answers to the question, counts, receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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


def counted(count: int, things: str) -> str:
    """ "1 memory", "3 memories": a number and what is counted, of which the plural is given."""
    things = things.replace("_", " ")
    if count == 1 and things.endswith("ies"):
        things = f"{things[:-3]}y"
    elif count == 1:
        things = things.removesuffix("s")
    return f"{count:,} {things}"


def counted_all(memories: int, notes: int, talks: int = 0) -> str:
    """ "3 memories, 1 note and 12 conversations"; of what there is none, nothing but memories."""
    more = ((notes, "notes"), (talks, "conversations"))
    *told, last = [counted(memories, "memories"), *(counted(n, what) for n, what in more if n)]
    return " and ".join(filter(None, (", ".join(told), last)))


def receipt_sentence(counts: Mapping[str, int]) -> str:
    """The receipt in a sentence: "Forgotten: 2 memories, 2 vectors, 1 tile."."""
    told = [counted(count, things) for things, count in counts.items() if count]
    return f"Forgotten: {', '.join(told)}." if told else "There was nothing to forget."
