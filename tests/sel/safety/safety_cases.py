"""The two sets of sayings, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """Messages in a row, the level they are of, and the kind they stand for."""

    level: str
    kind: str
    messages: tuple[str, ...]


def cases(name: str) -> Iterator[Case]:
    """The cases of a set."""
    level = kind = ""
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            level, _, kind = line[2:].partition(" ")
        elif line and not line.startswith("#"):
            said = line.replace("\\n", "\n").split(" / ")
            yield Case(level, kind, tuple(said))
