"""Which words a pattern cannot do without, read off the pattern: where none of them stands, nothing
has to be searched. Pure.

It says too little rather than too much: of what it does not understand nothing is needed, and such
a pattern is always searched for. So what is found is the same with it and without it.
"""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

LEAST, LONGEST = 2, 12
"""Letters of such a word. Fewer stand in any text; more tell hardly more apart."""
BEGIN = 3
"""Letters by which words are found; shorter ones are looked for one by one."""
MOST = 60
"""Words that one piece of a pattern may become, until it is read in parts."""

Words = frozenset[str]
_BLANK: Words = frozenset({""})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a pattern. `whole` is how all that it matches begins, None if that may be
    anything. Of each of `choices`, one word stands in whatever it matches."""

    whole: Words | None = _BLANK
    choices: tuple[Words, ...] = ()

    @property
    def best(self) -> Words:
        """The words that are least likely to stand anywhere; none for a piece that needs none."""
        choices = self.choices if self.whole is None else (*self.choices, self.whole)
        usable = [_fewest(one) for one in choices if min(map(len, one)) >= LEAST]
        return min(usable, key=_likelihood, default=frozenset())


_ANYTHING = _Piece(None)


def needed(pattern: re.Pattern[str]) -> Words:
    """Words one of which stands in every text in which the pattern is found; none where that is
    not known."""
    try:
        parse = importlib.import_module("re._parser").parse  # Python's own reading of a pattern
    except (ImportError, AttributeError):
        return frozenset()
    if pattern.flags & re.IGNORECASE:
        return frozenset()
    return _sequence(parse(pattern.pattern, pattern.flags)).best


def _fewest(words: Words) -> Words:
    """Without those in which another one stands."""
    return frozenset(
        one for one in words if not any(other in one for other in words if other != one)
    )


def _likelihood(words: Words) -> float:
    return sum(10.0 ** -len(one) for one in words)


def _sequence(pieces: Iterable[tuple[Any, Any]]) -> _Piece:
    """Pieces that follow each other."""
    choices: list[Words] = []
    begun = _BLANK  # how what stands just before may begin
    for kind, what in pieces:
        piece = _piece(str(kind), what)
        choices += piece.choices
        if piece.whole is not None and len(begun) * len(piece.whole) <= MOST:
            begun = frozenset((one + more)[:LONGEST] for one in begun for more in piece.whole)
            continue
        choices.append(begun)
        begun = _BLANK if piece.whole is None else piece.whole
    return _Piece(None, (*choices, begun)) if choices else _Piece(begun)


def _piece(kind: str, what: Any) -> _Piece:
    read = _READERS.get(kind)
    return _ANYTHING if read is None else read(what)


def _letters(what: Sequence[tuple[Any, Any]]) -> _Piece:
    if any(str(kind) != "LITERAL" for kind, _ in what):
        return _ANYTHING
    return _Piece(frozenset(chr(code) for _, code in what))


def _group(what: tuple[Any, int, int, Any]) -> _Piece:
    _, added, taken, inside = what
    return _ANYTHING if added or taken else _sequence(inside)  # other rules than around it


def _repeated(what: tuple[int, int, Any]) -> _Piece:
    least, most, inside = what
    piece = _sequence(inside)
    if least:
        return piece if most == 1 else _Piece(None, (piece.best,) if piece.best else ())
    whole = None if piece.whole is None or most != 1 else piece.whole | _BLANK
    return _Piece(whole)


def _either(what: tuple[Any, Sequence[Any]]) -> _Piece:
    pieces = [_sequence(one) for one in what[1]]
    wholes = [one.whole for one in pieces if one.whole is not None]
    if len(wholes) == len(pieces) and len(whole := frozenset().union(*wholes)) <= MOST:
        return _Piece(whole)
    choices = [one.best for one in pieces]
    return _Piece(None, (frozenset().union(*choices),) if all(choices) else ())


_READERS: dict[str, Callable[[Any], _Piece]] = {
    "LITERAL": lambda code: _Piece(frozenset({chr(code)})),
    "IN": _letters,
    "SUBPATTERN": _group,
    "BRANCH": _either,
    "MAX_REPEAT": _repeated,
    "MIN_REPEAT": _repeated,
    # what stands at a place without taking any of the text
    **dict.fromkeys(("AT", "ASSERT", "ASSERT_NOT"), lambda _: _Piece()),
}


class Needs:
    """Which of several patterns may be found in a text, each told by its place among them."""

    def __init__(self, needs: Sequence[Words]) -> None:
        self.words = tuple(needs)
        self._always = {place for place, words in enumerate(needs) if not words}
        places: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(needs):
            for word in words:
                places[word].append(place)
        self._begins: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
        self._short: list[tuple[str, list[int]]] = []
        for word, those in places.items():
            group = self._short if len(word) < BEGIN else self._begins[word[:BEGIN]]
            group.append((word, those))

    def near(self, text: str) -> list[int]:
        """Those that may be found in it, in order; of all others no word stands there."""
        found = set(self._always)
        begins = {text[at : at + BEGIN] for at in range(len(text) - BEGIN + 1)}
        for group in (self._short, *map(self._begins.get, begins)):
            for word, places in group or ():
                if word in text:
                    found.update(places)
        return sorted(found)
