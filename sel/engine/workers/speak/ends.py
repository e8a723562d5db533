"""Where in the phonemes of a text each of its words ends. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate

SILENT = frozenset(" .,;:!?\"'()-—–…¡¿«»“”ˈˌː|‖^$_")
"""What stands between phonemes, or says how one is spoken: no sound of its own."""


def sounds_of(phonemes: Sequence[str]) -> list[str]:
    """The phonemes that are heard."""
    return [one for one in phonemes if one not in SILENT]


def word_ends(phonemes: Sequence[str], alone: Sequence[Sequence[str]]) -> list[int]:
    """For each word the number of phonemes up to its last sound; 0 before anything sounds.

    `alone` are each word's sounds as it is said by itself. In a sentence espeak joins some words
    ("of the"), takes others apart ("2024") and weakens vowels, so both are laid side by side: where
    they agree, a word's end is known; between, it is by share.
    """
    places = [index for index, one in enumerate(phonemes) if one not in SILENT]
    if not places:
        return [0] * len(alone)
    reached = list(accumulate(len(word) for word in alone))
    whole = [phonemes[index] for index in places]
    counts = _carried([one for word in alone for one in word], whole, reached)
    return [places[count - 1] + 1 if count else 0 for count in counts]


def _carried(alone: Sequence[str], whole: Sequence[str], marks: Sequence[int]) -> list[int]:
    """Places in `alone` as places in `whole`, never falling."""
    matcher = SequenceMatcher(None, alone, whole, autojunk=False)
    pairs = [(0, 0)]
    for block in matcher.get_matching_blocks():
        pairs += [(block.a, block.b), (block.a + block.size, block.b + block.size)]
    pairs.append((len(alone), len(whole)))
    pairs = sorted(set(pairs))
    known = [pair[0] for pair in pairs]
    carried = []
    for mark in marks:
        at = bisect_right(known, mark) - 1
        (a, b), (next_a, next_b) = pairs[at], pairs[min(at + 1, len(pairs) - 1)]
        share = (mark - a) / (next_a - a) if next_a > a else 0.0
        carried.append(b + round(share * (next_b - b)))
    return carried
