"""A message as named features for the networks: what its words say, how it is typed, its sequences.

The same function feeds the training and the appraiser, so they cannot drift apart. It knows nothing
of weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sel.affect.appraisal import words as kinds
from sel.affect.appraisal.reading import Reading
from sel.affect.appraisal.tone import Hit, Tone

Features = dict[str, float]

SEQUENCE_TOKENS = 60
"""Tokens whose sequences become features."""
ENOUGH = 0.15
"""|valence| from which words are good or bad."""


def features(reading: Reading, tone: Tone) -> Features:
    """Every named feature of a message; what is not named is 0."""
    found = signs(reading, tone)
    sequences = dict.fromkeys(_sequences(tone), 1.0)
    length = math.sqrt(len(sequences)) or 1.0
    found.update(dict.fromkeys(sequences, 1 / length))
    return found


def signs(reading: Reading, tone: Tone) -> Features:
    """Without the sequences of words: what is known of messages never seen before."""
    found = _of_words(tone) | _of_typing(reading, tone) | _of_kind(tone)
    for hit in tone.hits:
        name = f"emotion:{hit.emotion}:{'good' if hit.value > 0 else 'bad'}"
        found[name] = max(found.get(name, 0.0), abs(hit.value))
    return {name: round(value, 4) for name, value in found.items() if value}


def _of_words(tone: Tone) -> Features:
    values = [hit.value for hit in tone.hits]
    words = [hit for hit in tone.hits if not hit.marked]
    valence = tone.valence
    return {
        "valence": valence,
        "good": math.tanh(tone.good),
        "bad": math.tanh(-tone.bad),
        "words are good": float(valence > ENOUGH),
        "words are bad": float(valence < -ENOUGH),
        "nothing felt": float(not values),
        "plain sum": math.tanh(sum(hit.plain for hit in tone.hits)),
        "first": values[0] if values else 0.0,
        "last": values[-1] if values else 0.0,
        "strongest": max(values, key=abs) if values else 0.0,
        "faces": math.tanh(sum(hit.value for hit in tone.hits if hit.marked)),
        "good negated": float(any(hit.negated and hit.plain > 0 for hit in words)),
        "bad negated": float(any(hit.negated and hit.plain < 0 for hit in words)),
        "bad is over": float(
            "ended" in tone.little.values() and any(hit.plain < 0 for hit in words)
        ),
        "something is over": float("ended" in tone.little.values()),
        "good, then bad": float(_then(values, 1)),
        "bad, then good": float(_then(values, -1)),
        "contrast": float(tone.contrasted),
        "imagined": float(tone.imagined),
        "emphasised": float(tone.emphasised),
    }


def _then(values: list[float], first: int) -> bool:
    signed = [value * first for value in values if abs(value) >= ENOUGH]
    return len(signed) > 1 and signed[0] > 0 and signed[-1] < 0


def _of_typing(reading: Reading, tone: Tone) -> Features:
    found = {f"sign:{name}": 1.0 for name in tone.signs}
    ironic = "irony" in tone.signs
    return found | {
        "irony with good words": float(ironic and any(hit.plain > 0 for hit in tone.hits)),
        "irony alone": float(ironic and not tone.hits),
        "shouted": float(reading.shouted),
        "exclaimed": float(reading.exclaimed),
        "one mark": float("!" in tone.tokens),
        "dots": float("…" in tone.tokens or _dots(tone.tokens)),
        "drawn out": float(reading.drawn),
        "asked": float(reading.asked),
        "short": float(len(tone.tokens) <= 3),
        "long": float(len(tone.tokens) > 25),
    }


def _dots(tokens: tuple[str, ...]) -> bool:
    return any(tokens[place : place + 2] == (".", ".") for place in range(len(tokens) - 1))


def _of_kind(tone: Tone) -> Features:
    words = set(tone.tokens)
    first = next((token for token in tone.tokens if token.isalpha()), "")
    return {
        "about the person": float(bool(words & kinds.PERSON)),
        "about SEL": float(bool(words & kinds.SEL)),
        "about others": float(bool(words & kinds.OTHERS)),
        "begins as a question": float(first in kinds.OPENING_QUESTION),
        "begins as an order": float(first in kinds.ORDERS),
        "technical": min(1.0, len(words & kinds.TECHNICAL) / 2),
        "number": float(any(token.isdigit() for token in words)),
    }


def _sequences(tone: Tone) -> Iterator[str]:
    """One and two tokens as they are; two and three where words with feeling are classes."""
    raw = ["0" if token.isdigit() else token for token in tone.tokens[:SEQUENCE_TOKENS]]
    yield from raw
    framed = ["^", *raw, "$"]
    for start in range(len(framed) - 1):
        yield " ".join(framed[start : start + 2])
    classes = ["^", *_classes(tone), "$"]
    for length in (2, 3):
        for start in range(len(classes) - length + 1):
            part = classes[start : start + length]
            if any(token.isupper() for token in part):
                yield " ".join(part)


def _classes(tone: Tone) -> Iterator[str]:
    begins = {hit.start: hit for hit in tone.hits}
    inside = {place for hit in tone.hits for place in range(hit.start + 1, hit.end)}
    for place, token in enumerate(tone.tokens[:SEQUENCE_TOKENS]):
        if place in begins:
            yield _name(begins[place])
        elif tone.little.get(place):
            yield tone.little[place].upper()
        elif place not in inside:
            yield token


def _name(hit: Hit) -> str:
    return "GOOD" if hit.value > 0 else "BAD"
