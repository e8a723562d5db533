"""Topics and emotional tone of several memories. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sel.memory.index.words import stem, telling, tokens
from sel.memory.types import Memory

MOST_TOPICS = 5
CLEAR = 0.15
"""Mean valence, either way, from which a tone is more than even."""
STIRRED = 0.4
"""Mean arousal from which it is stirred."""
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Feeling:
    """How it felt: the commonest mood, mean valence (-1..1) and arousal (0..1)."""

    mood: str
    valence: float
    arousal: float


def feeling(memories: Sequence[Memory]) -> Feeling:
    """The feeling of these memories, the important ones counting more."""
    weights = [max(memory.importance, 0.01) for memory in memories]
    total = sum(weights)
    moods: defaultdict[str, float] = defaultdict(float)
    for memory, weight in zip(memories, weights, strict=True):
        if memory.mood:
            moods[memory.mood] += weight
    valence = sum(m.valence * w for m, w in zip(memories, weights, strict=True)) / total
    arousal = sum(m.arousal * w for m, w in zip(memories, weights, strict=True)) / total
    mood = min(moods, key=lambda one: (-moods[one], one), default="")
    return Feeling(mood, round(_within(valence, -1.0), 4), round(_within(arousal, 0.0), 4))


def tone(valence: float, arousal: float) -> str:
    """The feeling in a word: excited, content, tense, sad or even."""
    if valence >= CLEAR:
        return "excited" if arousal >= STIRRED else "content"
    if valence <= -CLEAR:
        return "tense" if arousal >= STIRRED else "sad"
    return "even"


def topics(memories: Sequence[Memory]) -> tuple[str, ...]:
    """What it was about: the commonest tags, then words that several of them share."""
    tags = Counter(tag for memory in memories for tag in dict.fromkeys(memory.tags))
    first = sorted(tags, key=lambda tag: (-tags[tag], tag))
    return tuple(dict.fromkeys((*first, *_words(memories))))[:MOST_TOPICS]


def _words(memories: Sequence[Memory]) -> list[str]:
    """Words that stand in two memories or more, commonest first, in their commonest form."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for memory in memories:
        for word in set(telling(tokens(memory.text))):
            if word.isalpha() and len(word) >= _SHORTEST:
                forms[stem(word)][word] += 1
    common = {root: many.total() for root, many in forms.items() if many.total() > 1}
    roots = sorted(common, key=lambda root: (-common[root], root))[:MOST_TOPICS]
    return [min(forms[root], key=lambda word: (-forms[root][word], word)) for root in roots]


def _within(number: float, least: float) -> float:
    return min(max(number, least), 1.0)
