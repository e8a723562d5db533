"""The sayings of `assets/safety/sayings.toml`, and where one of them stands in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from sel.safety.needed import Needs, needed

Level = Literal["none", "concern", "acute"]
About = Literal["self", "other"]

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
    pattern: re.Pattern[str]
    about: About = "self"
    unless: re.Pattern[str] | None = None
    denied: bool = False
    tongue: str = "en"

    def stands_in(self, text: str) -> bool:
        """Whether it is said in this plain text."""
        found = any(not self._denied(text, one) for one in self.pattern.finditer(text))
        return found and not (self.unless and self.unless.search(text))

    def _denied(self, text: str, found: re.Match[str]) -> bool:
        before = text[max(0, found.start() - 40) : found.start()]
        return self.denied and _DENIED.search(before) is not None


@dataclass(frozen=True, slots=True)
class Sayings:
    """All of them, those of the greatest need first; small signs, of no level, come last."""

    known: tuple[Saying, ...]
    needs: Needs

    @classmethod
    def from_toml(cls, text: str) -> Sayings:
        """From the text of a sayings file (some 0.2 s). Raises `ValueError` for anything else."""
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
            return cls(tuple(known), Needs([needed(one.pattern) for one in known]))
        except (KeyError, TypeError, AttributeError, re.error) as error:
            raise ValueError("not a file of sayings") from error

    @classmethod
    def from_file(cls, path: Path) -> Sayings:
        """From a file. Raises `OSError`, `ValueError`."""
        return cls.from_toml(path.read_text("utf-8"))

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
            pattern=_compiled(row["pattern"], pieces),
            about=cast(About, row.get("about", about)),
            unless=_compiled(row["unless"], pieces) if "unless" in row else None,
            denied=row.get("denied", False),
            tongue=row.get("tongue", "en"),
        )


def _compiled(pattern: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(_whole(pattern, pieces), re.MULTILINE | re.DOTALL)


def _whole(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern in one line, its pieces put in."""
    return _PIECE.sub(lambda found: pieces[found.group(1)], _WRAPPED.sub("", pattern))
