"""From an appraisal to hormone moves: tables, and the rules for when a row applies.

The figures are those of SEL's predecessors ("SEL cloud" for the rows scaled by intensity and for
shouting, exclaiming and thanks; "SEL local" for the rest) except where a row says "SEL's own".
Talk that is neither good nor bad never stresses: whatever row it touches, cortisol and adrenaline
do not rise (the predecessor's did, with every message).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sel.affect.appraisal_types import Appraisal
from sel.affect.hormones import INDEX, Levels, clamp
from sel.events import HormoneMove

NEUTRAL = 0.15
"""|valence| below this is neither good nor bad."""

LEAST, MOST = 0.05, 1.25
"""The range of intensity."""

STRESS = frozenset({"cortisol", "adrenaline"})
"""What neutral talk may not raise."""

TRACE = 0.0005
"""Changes smaller than this are not made at all, so that every change made can be told."""

Effect = Mapping[str, float]

POSITIVE: Effect = {
    "dopamine": +0.12,
    "serotonin": +0.08,
    "oxytocin": +0.08,
    "cortisol": -0.05,
    "melatonin": -0.02,
    "estrogen": +0.07,
    "testosterone": +0.05,
    "adrenaline": +0.03,
}
"""Kind or happy words, at intensity 1."""

NEGATIVE: Effect = {
    "cortisol": +0.12,
    "adrenaline": +0.10,
    "dopamine": -0.07,
    "serotonin": -0.06,
    "melatonin": +0.04,
    "estrogen": -0.04,
    "testosterone": -0.05,
}
"""Harsh or sad words, at intensity 1."""


@dataclass(frozen=True, slots=True)
class Stimulus:
    """What one signal does, whatever the intensity; `joyful` replaces it in good company."""

    reason: str
    effect: Effect
    joyful: Effect | None = None

    def for_valence(self, valence: float) -> Effect:
        """The effect in talk of this valence."""
        return self.joyful if self.joyful is not None and valence >= NEUTRAL else self.effect


THANKS: Effect = {"dopamine": +0.06, "serotonin": +0.04, "oxytocin": +0.03}

SIGNAL_EFFECTS: Mapping[str, Stimulus] = {
    "thanks": Stimulus("thanks", THANKS),
    "success": Stimulus("it works", THANKS),
    # SEL's own: a joyful shout excites and does not strain.
    "shouting": Stimulus(
        "shouting",
        {"cortisol": +0.10, "adrenaline": +0.08, "serotonin": -0.04},
        joyful={"adrenaline": +0.08},
    ),
    "exclaiming": Stimulus("exclaiming", {"adrenaline": +0.03}),
    "mention": Stimulus("called by name", {"dopamine": +0.05}),
    "meme": Stimulus("a meme", {"dopamine": +0.04}),
    "joke": Stimulus("a joke", {"oxytocin": +0.04}),
    "conflict": Stimulus("a quarrel", {"cortisol": +0.08}),
    # SEL's own: someone hurt draws SEL closer instead of only straining it.
    "hurt": Stimulus("someone is hurt", {"oxytocin": +0.08}),
    # SEL's own: being needed wakes, a question stirs curiosity a little.
    "urgent": Stimulus("help is wanted", {"adrenaline": +0.05, "melatonin": -0.04}),
    "question": Stimulus("a question", {"dopamine": +0.02}),
}


def intensity(appraisal: Appraisal) -> float:
    """How strongly good or bad words count, 0.05..1.25: by valence, half again when aroused."""
    return min(MOST, max(LEAST, abs(appraisal.valence) * (0.75 + 0.5 * appraisal.arousal)))


def moves(appraisal: Appraisal) -> Iterator[HormoneMove]:
    """Every change this appraisal asks for, with its reason; levels are not yet looked at."""
    neutral = abs(appraisal.valence) < NEUTRAL
    for reason, effect, scale in _rows(appraisal, neutral=neutral):
        for hormone, size in effect.items():
            delta = size * scale
            if neutral and delta > 0 and hormone in STRESS:
                continue
            yield HormoneMove(hormone=hormone, delta=delta, reason=reason)


def _rows(appraisal: Appraisal, *, neutral: bool) -> Iterator[tuple[str, Effect, float]]:
    if not neutral:
        good = appraisal.valence > 0
        plain = "kind words" if good else "hard words"
        reason = appraisal.reasons[0] if appraisal.reasons else plain
        yield reason, POSITIVE if good else NEGATIVE, intensity(appraisal)
    for signal in sorted(appraisal.signals & SIGNAL_EFFECTS.keys()):
        stimulus = SIGNAL_EFFECTS[signal]
        yield stimulus.reason, stimulus.for_valence(appraisal.valence), 1.0


def apply(
    levels: Levels, appraisal: Appraisal, at: float = 0.0, *, share: float = 1.0
) -> tuple[Levels, tuple[HormoneMove, ...]]:
    """The levels after a message, and the moves as they really were, only a `share` of each.

    A level stops at 0 and 1; a move is as large as what was left of it.
    """
    changed, made = list(levels), []
    for move in moves(appraisal):
        place = INDEX[move.hormone]
        delta = clamp(changed[place] + move.delta * share) - changed[place]
        if abs(delta) < TRACE:
            continue
        changed[place] = clamp(changed[place] + delta)
        made.append(HormoneMove(hormone=move.hormone, delta=delta, reason=move.reason, at=at))
    return tuple(changed), tuple(made)
