"""Where in the phonemes of a text each of its words ends. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

NEAR = 3
"""Phonemes within which a share of the text is moved to a space between words."""
MARKS = frozenset(".,;:!?")


def word_ends(phonemes: Sequence[str], weights: Sequence[int]) -> list[int]:
    """For each word the number of phonemes up to its end; `weights` are its phonemes spoken alone.

    Where the phonemes have as many groups (between spaces) as there are sounding words, a word is a
    group. espeak joins some words ("of the") and takes others apart ("2024"): then by share.
    """
    groups = _group_ends(phonemes)
    sounding = sum(1 for weight in weights if weight)
    if len(groups) == sounding:
        return _exact(groups, weights)
    return _shared(len(phonemes), groups, weights)


def _exact(groups: Sequence[int], weights: Sequence[int]) -> list[int]:
    ends, used = [], 0
    for weight in weights:
        used += 1 if weight else 0
        ends.append(groups[used - 1] if used else 0)
    return ends


def _shared(length: int, groups: Sequence[int], weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    if not total:
        return [length] * len(weights)
    ends: list[int] = []
    for reached in accumulate(weights):
        guess = round(length * reached / total)
        near = min(groups, key=lambda end: abs(end - guess), default=guess)
        end = near if abs(near - guess) <= NEAR else guess
        ends.append(max(end, ends[-1] if ends else 0))
    return ends


def _group_ends(phonemes: Sequence[str]) -> list[int]:
    """The numbers of phonemes after which a group of sounding ones ends, its punctuation too."""
    ends, sounding = [], False
    for index, phoneme in enumerate(phonemes):
        if phoneme == " ":
            if sounding:
                ends.append(index)
            sounding = False
        elif phoneme not in MARKS:
            sounding = True
    if sounding:
        ends.append(len(phonemes))
    return ends
