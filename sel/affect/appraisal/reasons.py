"""Why a message was taken as it was, in a few words: the lexicon's words, never a person's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sel.affect.appraisal.tone import Hit, Tone

MOST = 4
SHOWN = 0.1
"""|value| under which a word is no reason."""
NEUTRAL = 0.15

IMPLIED: Mapping[str, str] = {
    "joy": "good news",
    "excitement": "something to look forward to",
    "gratitude": "thanks",
    "affection": "fondness",
    "pride": "something to be proud of",
    "relief": "a relief",
    "hope": "hope",
    "amusement": "something funny",
    "curiosity": "curiosity",
    "surprise": "a surprise",
    "sadness": "sad news",
    "despair": "despair",
    "anger": "hard words",
    "disgust": "something unpleasant",
    "fear": "something frightening",
    "anxiety": "worry",
    "loneliness": "being left alone",
    "tiredness": "weariness",
    "disappointment": "a disappointment",
    "shame": "shame",
    "boredom": "boredom",
}
"""What is said when no word, but the sentence as a whole, tells of an emotion."""

_WHOLE, _KIND, _HARD = "the sentence as a whole", "kind words", "hard words"

_NAMED = {"shouting": "shouting", "hurt": "someone is hurt", "success": "it works"}

GENERIC = frozenset({*IMPLIED.values(), *_NAMED.values(), "irony", "thanks", _WHOLE, _KIND, _HARD})
"""Every reason that quotes nobody."""


def generic(given: Sequence[str], emotions: Mapping[str, float], valence: float) -> tuple[str, ...]:
    """The reasons of an appraisal without a word that was said, for what outlives the conversation:
    a word of the lexicon was somebody's word, too. `emotions` weightiest first."""
    kept = [reason for reason in given if reason in GENERIC]
    if len(kept) < len(given):
        felt = next((IMPLIED[name] for name in emotions if name in IMPLIED), "")
        kept.append(felt or (_KIND if valence > 0 else _HARD))
    return tuple(dict.fromkeys(kept))


def reasons(
    tone: Tone, valence: float, found: Mapping[str, float], named: frozenset[str]
) -> tuple[str, ...]:
    """Up to four reasons, the weightiest first. Nothing for neutral talk without a signal."""
    return tuple(dict.fromkeys(_all(tone, valence, found, named)))[:MOST]


def _all(
    tone: Tone, valence: float, found: Mapping[str, float], named: frozenset[str]
) -> Iterator[str]:
    if "irony" in tone.signs and valence < 0:
        yield "irony"
    if "thanks" in named:
        yield "thanks"
    spoken = [hit for hit in tone.hits if abs(hit.value) >= SHOWN and hit.value * valence > 0]
    if abs(valence) >= NEUTRAL:
        yield from map(_of_hit, sorted(spoken, key=lambda hit: -abs(hit.value))[:2])
        if not spoken and found:
            yield IMPLIED[next(iter(found))]
        elif not spoken:
            yield _WHOLE
    yield from (text for name, text in _NAMED.items() if name in named)


def _of_hit(hit: Hit) -> str:
    if hit.emotion == "gratitude" and hit.value > 0:
        return "thanks"
    if hit.negated:
        return f'"not {hit.phrase}" (negated)'
    if hit.value * hit.plain < 0:
        return f'"{hit.phrase}" (meant the other way)'
    return hit.phrase if hit.marked else f'"{hit.phrase}"'
