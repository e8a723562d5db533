"""Which emotions a message tells of, and how stirred it is.

Words name emotions plainly; where there are none the network's guess stands. Figures are SEL's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from sel.affect.appraisal.reading import Reading
from sel.affect.appraisal.tone import Tone

STIR: Mapping[str, float] = {
    "joy": 0.55,
    "excitement": 0.85,
    "gratitude": 0.4,
    "affection": 0.45,
    "pride": 0.6,
    "relief": 0.35,
    "hope": 0.35,
    "amusement": 0.5,
    "curiosity": 0.4,
    "surprise": 0.65,
    "sadness": 0.35,
    "despair": 0.6,
    "anger": 0.8,
    "disgust": 0.6,
    "fear": 0.8,
    "anxiety": 0.65,
    "loneliness": 0.35,
    "tiredness": 0.15,
    "disappointment": 0.4,
    "shame": 0.45,
    "boredom": 0.1,
}
"""Every emotion, with how much it stirs, 0..1."""

BAD = frozenset(list(STIR)[list(STIR).index("sadness") :])
"""Emotions that go with a bad valence; the table names the good ones first."""
EITHER = frozenset({"surprise", "curiosity", "amusement"})
"""Emotions that go with any valence."""

LEARNED_SIGNALS = ("hurt", "conflict", "success", "urgent")
KINDS = (*STIR, *LEARNED_SIGNALS)
"""The outputs of a network of kinds, in their order."""

AT_REST = 0.1
"""Arousal of a message that says nothing."""
LEAST = 0.2
"""Weight under which an emotion is not worth naming."""
GUESSED = 0.35
"""How sure the network must be of an emotion no word names."""
MOST = 4
NEUTRAL = 0.15


def emotions(tone: Tone, valence: float, learned: Mapping[str, float]) -> dict[str, float]:
    """Emotions by weight, 0..1, strongest first; those that contradict the valence are left out."""
    weights: dict[str, float] = {}
    for hit in tone.hits:
        if not hit.negated and hit.value * hit.plain > 0:
            weights[hit.emotion] = max(weights.get(hit.emotion, 0.0), min(1.0, abs(hit.value)))
    for name, sure in learned.items():
        if name in STIR and sure >= GUESSED and abs(valence) >= NEUTRAL:
            weights[name] = max(weights.get(name, 0.0), sure)
    fitting = {name: weight for name, weight in weights.items() if _fits(name, valence)}
    if not fitting and abs(valence) >= NEUTRAL:
        fitting = _best_guess(valence, learned)
    ordered = sorted(fitting.items(), key=lambda item: -item[1])[:MOST]
    return {name: round(weight, 2) for name, weight in ordered if weight >= LEAST}


def _fits(name: str, valence: float) -> bool:
    if abs(valence) < NEUTRAL:
        return name in EITHER
    return name in EITHER or (name in BAD) == (valence < 0)


def _best_guess(valence: float, learned: Mapping[str, float]) -> dict[str, float]:
    fitting = {
        name: sure for name, sure in learned.items() if name in STIR and _fits(name, valence)
    }
    name = max(fitting, key=fitting.__getitem__)
    return {name: max(LEAST, fitting[name])}


def arousal(reading: Reading, tone: Tone, found: Mapping[str, float]) -> float:
    """How stirred the message is, 0..1: by its emotions and by how it is typed."""
    stirred = max((STIR.get(name, 0.0) * weight for name, weight in found.items()), default=0.0)
    typed = (
        0.3 * reading.shouted
        + 0.2 * reading.exclaimed
        + 0.1 * ("!" in tone.tokens)
        + 0.1 * reading.drawn
        + 0.05 * tone.emphasised
        + 0.2 * ("urgent" in tone.signs)
    )
    return min(1.0, AT_REST + 0.8 * stirred + typed)
