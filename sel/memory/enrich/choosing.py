"""Which of a person's sentences say the most: chosen, only stops are put between them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sel.memory.index.words import stems
from sel.memory.types import Memory

LONGEST = 480
"""Characters of a summary: two of what is told of a memory in a prompt."""
LONGEST_SENTENCE = 240
MOST_SENTENCES = 400
"""Looked at for one summary."""
SHARE = 0.5
"""Of the characters there are, at most so many go into a summary."""
ALIKE = 0.75
"""Share of the words of the shorter from which two sentences say the same."""
FEELING = 0.2
"""What the strongest feeling adds to the weight of a sentence; importance and centrality: 1."""
AGAIN = 0.5
"""What saying all of another again takes away."""

_STOPPED = re.compile(r"[.!?…:;,][\"'”’)]*$")
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence with its stems; `weight` is the memory's own."""

    text: str
    stems: frozenset[str]
    weight: float


def extract(memories: Sequence[Memory], *, whole: bool = False) -> str:
    """The sentences of these memories that say the most, in the order in which they were said.

    At most half of the characters there are and never more than `LONGEST`, but one sentence at
    least; with `whole` all that is not said twice, as far as there is room.
    """
    pieces = list(_pieces(memories))
    total = sum(len(piece.text) for piece in pieces)
    room = LONGEST if whole else min(LONGEST, int(total * SHARE))
    return _side_by_side([pieces[place].text for place in sorted(_chosen(pieces, room))])


def _side_by_side(sentences: Sequence[str]) -> str:
    """Sentences in a row; a stop between two where the first was said without one."""
    *others, last = sentences or [""]
    return " ".join([one if _STOPPED.search(one) else f"{one}." for one in others] + [last])


def size(memories: Sequence[Memory]) -> int:
    """Characters of the memories' own words."""
    return sum(len(memory.text) for memory in memories)


def _pieces(memories: Sequence[Memory]) -> Iterator[_Piece]:
    left = MOST_SENTENCES
    for memory in memories:
        weight = memory.importance + FEELING * max(abs(memory.valence), memory.arousal)
        for sentence in _END.split(memory.text)[:left]:
            if text := _short(" ".join(sentence.split())):
                left -= 1
                yield _Piece(text, frozenset(stems(text)), weight)


def _short(text: str) -> str:
    if len(text) <= LONGEST_SENTENCE:
        return text
    return text[: LONGEST_SENTENCE - 1].rsplit(" ", 1)[0] + "…"


def _chosen(pieces: Sequence[_Piece], room: int) -> set[int]:
    """Places of the best: weighty, central, and none twice."""
    worth = dict(enumerate(_worth(pieces)))
    chosen: set[int] = set()
    while worth:
        best = max(worth, key=lambda place: (worth[place], -place))
        del worth[best]
        length = len(pieces[best].text) + 2  # a stop and a space
        if chosen and length > room:
            continue
        chosen.add(best)
        room -= length
        for place in list(worth):
            shared = _shared(pieces[best], pieces[place])
            if shared >= ALIKE:
                del worth[place]
            else:
                worth[place] -= AGAIN * shared
    return chosen


def _worth(pieces: Sequence[_Piece]) -> list[float]:
    """Weight, and how much of what a sentence says the others speak of, too."""
    counts = Counter(stem for piece in pieces for stem in piece.stems)
    others = max(len(pieces) - 1, 1)
    return [
        piece.weight
        + sum(counts[stem] - 1 for stem in piece.stems) / (others * max(len(piece.stems), 1))
        for piece in pieces
    ]


def _shared(a: _Piece, b: _Piece) -> float:
    if a.text == b.text:
        return 1.0
    fewer = min(len(a.stems), len(b.stems))
    return len(a.stems & b.stems) / fewer if fewer else 0.0
