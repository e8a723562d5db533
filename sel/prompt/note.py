"""The late note: the live mood and the manner wanted, in some ten tokens.

Small models take instructions for topics: told to "answer in one or two sentences" the starter
model grows curt and apologises. So the note names the mood, and a length only where it is not the
usual one; `sel.prompt.ending` sees to the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Length = Literal["short", "medium", "long"]

LENGTHS: Mapping[Length, str] = {
    "short": "Be brief.",
    "medium": "",
    "long": "Explain well.",
}

NIGHT, MORNING, DAY, EVENING = 5, 11, 17, 22


def note(mood: str, length: Length, *, hints: Sequence[str] = (), hour: float | None = None) -> str:
    """The note of one turn.

    `mood` is how the mood is put in words ("calm and gentle"), `hints` are short sentences of
    style; with `hour` (local, 0..24) the part of the day is told, too.
    """
    sentences = [f"You feel {mood}."]
    if hour is not None:
        sentences.append(f"It is {part_of_day(hour)}.")
    return " ".join(filter(None, (*sentences, LENGTHS[length], *hints)))


def part_of_day(hour: float) -> str:
    """The part of the day a local hour belongs to."""
    if hour < NIGHT or hour >= EVENING:
        return "night"
    if hour < MORNING:
        return "morning"
    return "day" if hour < DAY else "evening"
