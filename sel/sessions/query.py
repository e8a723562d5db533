"""What a person types to find something, and the place of it in a message. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 500
"""Characters of what is looked for; the rest is not looked at."""
MOST_TERMS = 8
BEFORE, AFTER = 60, 120
"""Characters around a match, about."""

_TERM = re.compile(r'"([^"]*)("|\Z)|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class _Folding(dict[int, int]):
    """Letters without case and marks, one for one, so that places stay the same."""

    def __missing__(self, code: int) -> int:
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        marked = parts[0] < "\u0590" and all(map(unicodedata.combining, parts[1:]))
        plain = parts[0] if marked else letter  # in other scripts a mark makes another letter
        low = plain.lower()
        self[code] = ord(low) if len(low) == 1 else ord(plain)
        return self[code]


_FOLDING = _Folding()


def composed(text: str) -> str:
    """The text with each letter in one piece, and without what is no text."""
    whole = text if text.isascii() else unicodedata.normalize("NFC", text)
    if "\0" in whole:
        whole = whole.replace("\0", " ")
    return whole.encode("utf-8", "replace").decode() if _surrogates(whole) else whole


def _surrogates(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text)


def folded(text: str) -> str:
    """A composed text without case and marks; as long as before."""
    return text.translate(_FOLDING)


@dataclass(frozen=True, slots=True)
class Query:
    """Phrases of words that all must be there. With `open_end` the last word may go on."""

    phrases: tuple[tuple[str, ...], ...]
    open_end: bool = True

    @property
    def in_words(self) -> bool:
        """Whether it is of a script that has spaces between words, as the index wants it."""
        return not any(_WITHOUT_SPACES.search(word) for one in self.phrases for word in one)

    def terms(self) -> list[str]:
        """For SQLite: letters and digits in quotes, so that nothing in them means something
        else."""
        terms = [f'"{" ".join(words)}"' for words in self.phrases]
        return [*terms[:-1], f"{terms[-1]}*"] if terms and self.open_end else terms

    def words(self) -> list[str]:
        """Those of `terms` that are a single word, each whole."""
        return [f'"{words[0]}"' for words in self.phrases if len(words) == 1]


def parsed(typed: str) -> Query:
    """What is looked for; no phrases where nothing is."""
    phrases: list[tuple[str, ...]] = []
    open_end = True
    for found in _TERM.finditer(composed(typed[:LONGEST])):
        quoted, closed, bare = found.groups()
        words = tuple(_WORD.findall(bare or quoted or ""))
        if words and words not in phrases:
            phrases.append(words)
            open_end = bool(bare) or not closed
    return Query(tuple(phrases[:MOST_TERMS]), open_end or len(phrases) > MOST_TERMS)


def excerpt(text: str, query: Query) -> tuple[str, str, str]:
    """What is before the words, the words, what comes after: one line, "…" where more is."""
    text = composed(text)
    start, end = _place(folded(text), query)
    first = _edge(text, start - BEFORE, start) if start > BEFORE + 12 else 0
    last = _edge(text, end + AFTER, len(text), back=True) if end + AFTER + 12 < len(text) else None
    before = ("…" if first else "") + text[first:start]
    after = text[end:last] + ("…" if last is not None else "")
    return _line(before), _line(text[start:end]), _line(after)


def _place(plain: str, query: Query) -> tuple[int, int]:
    """Where the longest phrase is that is there; (0, 0) for none."""
    last = query.phrases[-1:]
    for words in sorted(query.phrases, key=lambda one: -len("".join(one))):
        inside = r"[\W_]+".join(map(re.escape, map(folded, words)))
        goes_on = r"[^\W_]*" if (words,) == last and query.open_end else r"(?![^\W_])"
        found = re.search(rf"(?<![^\W_]){inside}{goes_on}", plain) or re.search(inside, plain)
        if found:
            return found.span()
    return 0, 0


def _edge(text: str, at: int, otherwise: int, *, back: bool = False) -> int:
    """Between two words near a place."""
    found = text.rfind(" ", at - 12, at) if back else text.find(" ", at, at + 12)
    return found + (not back) if found >= 0 else min(at, otherwise)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
