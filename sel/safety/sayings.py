"""The sayings of `assets/safety/sayings.toml`, and where one of them stands in a text."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from sel.safety.needed import Needs, Words, needed

Level = Literal["none", "concern", "acute"]
About = Literal["self", "other"]

NOTED = "needed.json"
"""The file beside that of the sayings in which it is noted what they need; written anew by
`assets/safety/note_needed.py`, and of no account where the sayings are others."""

_PIECE = re.compile(r"@([A-Z_]+)@")
_WRAPPED = re.compile(r"\n\s*")
_DENIED = re.compile(
    r"(?:\bnot|n't|\bnever|\bno longer|\bwithout)"
    r"(?: (?:really|even|actually|want(?:ing)?|going|ever|think i|trying|planning|feel(?:ing)?|like"
    r"|thinking|about|to|be|been|that))* ?\Z"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One way of saying it, in a `tongue`. `name` is for tests and figures; people never see it."""

    name: str
    level: Level
    pattern: str
    about: About = "self"
    unless: str = ""
    denied: bool = False
    tongue: str = "en"

    def stands_in(self, text: str) -> bool:
        """Whether it is said in this plain text."""
        found = any(not self._denied(text, one) for one in _compiled(self.pattern).finditer(text))
        return found and not (self.unless and _compiled(self.unless).search(text))

    def make(self) -> None:
        """Make its patterns, where nobody waits for them."""
        _compiled(self.pattern)
        _compiled(self.unless)

    def _denied(self, text: str, found: re.Match[str]) -> bool:
        before = text[max(0, found.start() - 40) : found.start()]
        return self.denied and _DENIED.search(before) is not None


_made: dict[str, re.Pattern[str]] = {}
_making = threading.Lock()


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when the first message needs it, or by a thread before that; not by both."""
    if (found := _made.get(pattern)) is None:
        with _making:
            found = _made.get(pattern) or re.compile(pattern, re.MULTILINE | re.DOTALL)
            _made[pattern] = found
    return found


@dataclass(frozen=True, slots=True)
class Sayings:
    """All of them, those of the greatest need first; small signs, of no level, come last."""

    known: tuple[Saying, ...]
    needs: Needs

    @classmethod
    def from_toml(cls, text: str, needs: Sequence[Words] | None = None) -> Sayings:
        """From the text of a sayings file. What each of them `needs` is looked for if it is not
        given, which takes some 0.2 s. Raises `ValueError` for anything else."""
        try:
            data = tomllib.loads(text)
            pieces: dict[str, str] = {}
            for name, piece in data["pieces"].items():
                pieces[name] = _whole(piece, pieces)
            own = [
                *_read(data["acute"], "acute", pieces),
                *_read(data["concern"], "concern", pieces),
            ]
            others = _read(data["other"], "concern", pieces, about="other")
            tongues = _read(data["language"], "concern", pieces)
            signs = _read(data["sign"], "none", pieces)
            known = sorted((*own, *tongues, *others), key=lambda one: one.level != "acute")
            known += signs
            if needs is None:
                needs = [needed(_compiled(one.pattern)) for one in known]
            return cls(tuple(known), Needs(needs))
        except (KeyError, TypeError, AttributeError, re.error) as error:
            raise ValueError("not a file of sayings") from error

    @classmethod
    def from_file(cls, path: Path) -> Sayings:
        """From a file, with what is noted beside it. Raises `OSError`, `ValueError`."""
        text = path.read_text("utf-8")
        return cls.from_toml(text, _needs_in(path.with_name(NOTED), text))

    def noted(self, text: str) -> str:
        """What they need, to be noted beside the file of this `text`."""
        words = [sorted(one) for one in self.needs.words]
        rows = ",\n".join(map(json.dumps, words))
        return f'{{"of": "{_digest(text, words)}", "words": [\n{rows}\n]}}\n'

    def near(self, text: str) -> list[Saying]:
        """Those that may stand in this plain text; no other one does."""
        return [self.known[place] for place in self.needs.near(text)]


def _read(
    rows: Iterable[Mapping[str, Any]],
    level: Level,
    pieces: Mapping[str, str],
    about: About = "self",
) -> Iterator[Saying]:
    for row in rows:
        yield Saying(
            name=row["name"],
            level=cast(Level, row.get("level", level)),
            pattern=_whole(row["pattern"], pieces),
            about=cast(About, row.get("about", about)),
            unless=_whole(row.get("unless", ""), pieces),
            denied=row.get("denied", False),
            tongue=row.get("tongue", "en"),
        )


def _needs_in(path: Path, text: str) -> list[Words] | None:
    """What the sayings of this text need, if it is noted there, and of just these."""
    try:
        noted = json.loads(path.read_text("utf-8"))
        words: list[list[str]] = noted["words"]
        fits = noted["of"] == _digest(text, words)
        return [frozenset(one) for one in words] if fits else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _digest(text: str, words: Sequence[Sequence[str]]) -> str:
    """Tells whether both are as they were: a word that is missing would hide a saying."""
    return hashlib.blake2b(f"{text}\n{json.dumps(words)}".encode(), digest_size=16).hexdigest()


def _whole(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern in one line, its pieces put in."""
    return _PIECE.sub(lambda found: pieces[found.group(1)], _WRAPPED.sub("", pattern))
