"""What a message does apart from how pleasant it is: the signals the stimuli know.

Thresholds are SEL's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sel.affect.appraisal.reading import Reading
from sel.affect.appraisal.tone import Tone
from sel.affect.appraisal.words import ASKING, PERSON
from sel.affect.appraisal_types import Signal

BAD = -0.15
"""Valence under which talk is bad."""
VERY_BAD = -0.4
"""Valence under which a word of pain in a sentence about the person means that they are hurt."""
LEARNED = 0.55
"""How sure the network must be of a signal."""
NAME = "sel"


def signals(
    reading: Reading, tone: Tone, valence: float, learned: Mapping[str, float]
) -> frozenset[str]:
    """The signals of a message. `learned` says how sure the network is of some of them, 0..1."""
    return frozenset(_typed(reading, tone)) | frozenset(_meant(tone, valence, learned))


def _typed(reading: Reading, tone: Tone) -> Iterator[Signal]:
    if reading.shouted:
        yield "shouting"
    if reading.exclaimed:
        yield "exclaiming"
    if reading.asked or (tone.tokens and tone.tokens[0] in ASKING):
        yield "question"
    if NAME in tone.tokens:
        yield "mention"


def _meant(tone: Tone, valence: float, learned: Mapping[str, float]) -> Iterator[Signal]:
    grateful = any(hit.emotion == "gratitude" and hit.value > 0 for hit in tone.hits)
    if grateful and valence > BAD and "irony" not in tone.signs:
        yield "thanks"
    if valence > -BAD and _either("success", tone, learned):
        yield "success"
    if "joke" in tone.signs:
        yield "joke"
    if "meme" in tone.signs:
        yield "meme"
    if "urgent" in tone.signs or learned.get("urgent", 0.0) >= LEARNED:
        yield "urgent"
    if valence < BAD:
        yield from _hard(tone, valence, learned)


def _hard(tone: Tone, valence: float, learned: Mapping[str, float]) -> Iterator[Signal]:
    if _either("conflict", tone, learned):
        yield "conflict"
    despair = any(hit.emotion == "despair" and hit.value <= -0.7 for hit in tone.hits)
    told = valence < VERY_BAD and "hurt" in tone.signs and not PERSON.isdisjoint(tone.tokens)
    if despair or told or learned.get("hurt", 0.0) >= LEARNED:
        yield "hurt"


def _either(name: Signal, tone: Tone, learned: Mapping[str, float]) -> bool:
    return name in tone.signs or learned.get(name, 0.0) >= LEARNED
