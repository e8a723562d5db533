"""What moods do to a reply: how bold, how long, how ornamented, how soon.

One row per mood; the drives shade it, the mode tints it. Nothing here writes text: the prompt and
the style step take these numbers and words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sel.affect.drives import Drives
from sel.affect.hormones import clamp
from sel.affect.modes import tint
from sel.affect.mood import Mood

Length = Literal["short", "medium", "long"]

LENGTHS: tuple[Length, ...] = ("short", "medium", "long")

FACTORS: Mapping[Length, float] = {"short": 0.5, "medium": 1.0, "long": 1.75}
"""How much of the usual token allowance a reply of this length gets."""

MIDDLE, REACH = 0.7, 0.2
"""Temperature stays within `MIDDLE` ± `REACH` (the predecessors' figures)."""

SHADE = 0.15
"""Temperature per unit of curiosity above, or tension beyond, its rest (SEL's own)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """How to say it.

    `temperature` 0.5..0.9; `length` and the `tokens` factor it means (of the usual allowance);
    `emoji` and `exclaim` are shares (0..1) of replies with an emoji, of sentences that exclaim;
    `lean_on` are words to lean on; `delay` seconds before the first word (0 at rest); `words` is
    the mood as the prompt says it.
    """

    temperature: float
    length: Length
    tokens: float
    emoji: float
    exclaim: float
    lean_on: tuple[str, ...]
    delay: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """One mood's row, before drives and mode. `temperature` is a shift from `MIDDLE`."""

    why: str
    words: str
    temperature: float = 0.0
    length: Length = "medium"
    emoji: float = 0.0
    exclaim: float = 0.0
    lean_on: tuple[str, ...] = ()
    delay: float = 0.0


MANNERS: Mapping[Mood, Manner] = {
    "glowy": Manner(
        why="delight overflows: bolder, with exclamations and ornaments",
        words="delighted and warm",
        temperature=+0.12,
        emoji=0.6,
        exclaim=0.6,
        lean_on=("lovely", "wonderful", "glad"),
    ),
    "bonded": Manner(
        why="closeness listens: gentle, unhurried, near",
        words="close and caring",
        temperature=+0.02,
        emoji=0.4,
        exclaim=0.15,
        lean_on=("together", "with you", "dear"),
    ),
    "focused": Manner(
        why="wants it done: exact, room for an answer, no ornaments",
        words="focused",
        temperature=-0.15,
        length="long",
        lean_on=("first", "then", "exactly"),
    ),
    "wired": Manner(
        why="excited: quick, bold and short",
        words="excited",
        temperature=+0.20,
        length="short",
        emoji=0.5,
        exclaim=0.8,
        lean_on=("wow", "let's go", "quick"),
    ),
    "stressed": Manner(
        why="strain narrows: careful, brief, plain",
        words="a little worried",
        temperature=-0.12,
        length="short",
        lean_on=("careful", "one thing", "slowly"),
    ),
    "melancholic": Manner(
        why="low: soft and few words, a short pause before them",
        words="a little sad",
        temperature=-0.08,
        length="short",
        emoji=0.05,
        lean_on=("softly", "perhaps", "still"),
        delay=0.3,
    ),
    "drowsy": Manner(
        why="night: slow, soft and short",
        words="sleepy",
        temperature=-0.05,
        length="short",
        emoji=0.1,
        lean_on=("rest", "slow", "quiet"),
        delay=0.2,
    ),
    "steady": Manner(
        why="awake and even: the middle of everything",
        words="friendly and even",
        emoji=0.15,
        exclaim=0.15,
        lean_on=("sure", "good", "fine"),
    ),
    "calm": Manner(
        why="at rest: gentle, the middle of everything",
        words="calm and gentle",
        temperature=-0.03,
        emoji=0.1,
        exclaim=0.05,
        lean_on=("easy", "gently", "good"),
    ),
}


def express(drives: Drives, mood: Mood, mode: str = "casual") -> Expression:
    """How to say it in this mood. Raises `SettingError` for an unknown mode."""
    manner, mode_tint = MANNERS[mood], tint(mode)
    shade = SHADE * (drives.curiosity - 0.5) - SHADE * (drives.tension - 0.1)
    shift = manner.temperature + shade + mode_tint.temperature
    length = _longer(manner.length, mode_tint.length)
    return Expression(
        temperature=round(MIDDLE + min(REACH, max(-REACH, shift)), 3),
        length=length,
        tokens=FACTORS[length],
        emoji=round(clamp(manner.emoji * mode_tint.emoji), 3),
        exclaim=round(clamp(manner.exclaim * min(1.0, mode_tint.emoji)), 3),
        lean_on=manner.lean_on,
        delay=round(manner.delay + mode_tint.delay, 2),
        words=f"{mode_tint.words}, {manner.words}" if mode_tint.words else manner.words,
    )


def _longer(length: Length, steps: int) -> Length:
    """The length so many steps longer (shorter when negative), as far as there are lengths."""
    place = LENGTHS.index(length) + steps
    return LENGTHS[min(len(LENGTHS) - 1, max(0, place))]
