"""What SEL says of its memory when it is spoken to about it: plain sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sel.affect.clock import local
from sel.counting import series
from sel.memory.types import Memory
from sel.memory_events import MemoryView

MOST_NAMED = 8
"""Memories that are named one by one; of more the number is told."""
LONGEST = 160
"""Characters of a memory that are shown in a list."""

NOT_ALLOWED = (
    "I keep nothing about you: you have not said that I may. What we say here is gone when I am "
    "closed."
)
NOTHING_KEPT = "I keep nothing about you so far."
NOTHING_ABOUT = "I keep nothing about that."
NOTHING_LAST = (
    "I kept nothing of what you said last. It is part of this conversation until you clear it."
)
KEPT_STILL = "All right, nothing is gone."
NOT_KEEPING = "I was not remembering you, and I will not."
STOPPED = "I have stopped: from now on I keep nothing about you."
ERASE_IT = "Shall I erase it? (yes or no)"
KEEPS_BEFORE = "All right. What was there stays, nothing new is kept."
STARTED = "Thank you. From now on I remember what you tell me about yourself."
NOT_STARTED = "All right. I keep nothing about you."
ALREADY = "I do remember you already."
SHALL_I = "Shall I? (yes or no)"
MAY_I = "May I? (yes or no)"
WHY = "For my last reply I recalled this:"
LATER = "That did not work just now."


def listed(memories: Sequence[Memory], zone: str) -> str:
    """The memories, one a line, with the day each was said; of many only the first ones."""
    lines = [
        f"- {shortened(one.text)} ({day(one.source.at or one.at, zone)})"
        for one in memories[:MOST_NAMED]
    ]
    if more := len(memories) - MOST_NAMED:
        lines += [f"- and {more:,} more"] if more > 0 else []
    return "\n".join(lines)


def recalled(views: Sequence[MemoryView], zone: str) -> str:
    """What was recalled for a reply: each quote with its day and its score."""
    lines = [
        f"- “{shortened(one.quote or one.text)}” ({day(one.at, zone)}, score {one.score:.2f})"
        for one in views
    ]
    return "\n".join([WHY, *lines])


def known(memories: Sequence[Memory], zone: str, *, about: bool, elsewhere: int = 0) -> str:
    """What SEL knows of somebody; `elsewhere` counts what does not belong on this channel."""
    if not memories:
        return NOTHING_ABOUT if about else NOTHING_KEPT
    subject = "about that" if about else "about you"
    told = f"I know {things(len(memories))} {subject}:\n{listed(memories, zone)}"
    return f"{told}\nThere is more that was said elsewhere." if elsewhere else told


def would_go(memories: Sequence[Memory], zone: str) -> str:
    """The question before these are forgotten: it names what will go."""
    count = f" ({things(len(memories))})" if len(memories) > 1 else ""
    return f"I would forget this{count}, for good:\n{listed(memories, zone)}\n{SHALL_I}"


def all_would_go(all_of_it: str, shown: Sequence[Memory], zone: str) -> str:
    """The question before everything is forgotten; of it, what may be `shown` here."""
    what = f"I would forget everything I know about you ({all_of_it}), for good"
    return f"{what}:\n{listed(shown, zone)}\n{SHALL_I}" if shown else f"{what}. {SHALL_I}"


def stopped(all_of_it: str, shown: Sequence[Memory], zone: str) -> str:
    """What is said when somebody wants no more of it: what there is stays until they answer."""
    what = f"{STOPPED} I still keep {all_of_it} from before"
    return f"{what}:\n{listed(shown, zone)}\n{ERASE_IT}" if shown else f"{what}. {ERASE_IT}"


PASSING = ("turns", "cached answers", "cached replies", "cached vectors")
"""What a receipt counts that was in RAM only."""


def lasting(counts: Mapping[str, int]) -> bool:
    """Whether anything went that would have been there at the next start."""
    return any(count for what, count in counts.items() if what not in PASSING)


def gone(counts: Mapping[str, int]) -> str:
    """What is said once it is done. The receipt, which counts what went, is an event of its own."""
    if not any(counts.values()):
        return "There was nothing left to forget."
    return "It is forgotten, for good."


def things(count: int) -> str:
    """So many things, in words."""
    return "one thing" if count == 1 else f"{count:,} things"


def all_of_it(count: int, notes: int, talks: int) -> str:
    """So many things, notes and conversations, in words; "" where there are none."""
    rows = ((count, "thing"), (notes, "note"), (talks, "conversation"))
    told = [f"one {what}" if many == 1 else f"{many:,} {what}s" for many, what in rows if many]
    return series(told)


def day(at: float, zone: str) -> str:
    """The local day of Unix second `at`: "3 May 2026"."""
    then = local(at, zone)
    return f"{then.day} {then:%B %Y}"


def shortened(text: str) -> str:
    """In one line, and not too long for a list."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
