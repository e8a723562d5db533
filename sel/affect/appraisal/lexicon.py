"""The words of `assets/appraisal/lexicon.toml`, and where they occur in a message.

It knows how phrases are written and found, and nothing of what they do to each other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sel.affect.appraisal.reading import read

Meaning = TypeVar("Meaning")

LITTLE = ("most", "little", "ended", "no", "very", "but", "if")
"""Kinds of little words, those with the longer phrases first: "not very" is no "not"."""
SIGNS = ("irony", "urgent", "joke", "meme", "conflict", "hurt", "success")

_TWICE = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class Feeling:
    """What a phrase says by itself: how good it is, −1..1, and which emotion it tells of."""

    emotion: str
    valence: float


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A phrase in a message: tokens `start` up to, not including, `end`."""

    start: int
    end: int
    phrase: str
    meaning: Meaning


class Phrases(Generic[Meaning]):
    """Phrases by their first token; the longest one wins."""

    def __init__(self, entries: Mapping[str, Meaning]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], tuple[str, Meaning]]] = {}
        for phrase, meaning in entries.items():
            tokens = read(phrase).tokens
            if tokens:  # two spellings of one phrase are shown as the first, and mean the last
                same = self._by_first.setdefault(tokens[0], {})
                same[tokens] = (same.get(tokens, (phrase, meaning))[0], meaning)
        self._lengths = {
            first: sorted({len(tokens) for tokens in found}, reverse=True)
            for first, found in self._by_first.items()
        }

    @property
    def firsts(self) -> frozenset[str]:
        """The tokens that phrases begin with."""
        return frozenset(self._by_first)

    def __iter__(self) -> Iterator[tuple[str, Meaning]]:
        return (known for found in self._by_first.values() for known in found.values())

    def find(self, tokens: Sequence[str]) -> Iterator[Found[Meaning]]:
        """Every phrase from left to right, none inside another."""
        if self._by_first.keys().isdisjoint(tokens):
            return
        place = 0
        while place < len(tokens):
            found = self._at(tokens, place)
            if found:
                yield found
            place = found.end if found else place + 1

    def _at(self, tokens: Sequence[str], place: int) -> Found[Meaning] | None:
        for length in self._lengths.get(tokens[place], ()):
            known = self._by_first[tokens[place]].get(tuple(tokens[place : place + length]))
            if known:
                return Found(place, place + length, *known)
        return None


class Lexicon:
    """Everything in the file, ready to be looked up."""

    def __init__(
        self, feelings: Mapping[str, Feeling], little: Mapping[str, Sequence[str]]
    ) -> None:
        self.feelings = Phrases(feelings)
        self.little = {name: Phrases(dict.fromkeys(little[name], name)) for name in LITTLE}
        self.signs = {name: Phrases(dict.fromkeys(little[name], name)) for name in SIGNS}
        self._firsts = self.feelings.firsts.union(*(one.firsts for one in self.little.values()))

    @classmethod
    def from_toml(cls, text: str) -> Lexicon:
        """From the text of a lexicon file. Raises `ValueError` for anything else."""
        try:
            data: dict[str, Any] = tomllib.loads(text)
            little = {name: _split(words) for name, words in data.pop("little").items()}
            return cls(dict(_feelings(data)), little)
        except (KeyError, AttributeError) as error:
            raise ValueError("not a lexicon") from error

    def spelt(self, tokens: Sequence[str]) -> list[str]:
        """Drawn-out words as the lexicon knows them: "haate" is "hate", "cool" stays."""
        return [token if token in self._firsts else self._mended(token) for token in tokens]

    def _mended(self, token: str) -> str:
        short = _TWICE.sub(r"\1", token)
        return short if short != token and short in self._firsts else token


def _feelings(data: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Feeling]]:
    for emotion, rows in data.items():
        for valence, words in rows.items():
            for word in _split(words):
                for form in _forms(word):
                    yield form, Feeling(emotion, float(valence))


def _split(words: str) -> list[str]:
    return [word for part in words.replace("\n", " ").split(", ") if (word := part.strip(" ,"))]


def _forms(word: str) -> tuple[str, ...]:
    """The regular forms of a verb marked with `~`; any other word is its only form."""
    if not word.endswith("~"):
        return (word,)
    base = word[:-1]
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    plural = base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
    return base, plural, base + "ed", base + "ing"
