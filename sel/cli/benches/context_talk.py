"""The scripted conversations of `sel bench context`: what is said, what is asked again, and when.

A file is plain text. "P: " begins what the person says, "S: " the reply; other lines go on with
what was begun. "plant NAME" before a turn marks the telling of a fact, "ask NAME: KEY, KEY" the
question about it, in other words; the keys must then stand in the prompt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources

EVERYDAY, NIGHTSHIFT = "everyday", "nightshift"
"""The talks that the constants of `sel.prompt` were set by. (The second was to be held out, but its
first failures showed three rules to be too narrow: questions without "I", code that fits without
its reply, words such as "whats".)"""
ALLOTMENT, FREELANCE = "allotment", "freelance"
"""Talks of other voices, written before these constants were set anew. Nothing was set by them."""
TALKS = {
    "": EVERYDAY,
    ", second talk": NIGHTSHIFT,
    ", unseen talk": ALLOTMENT,
    ", second unseen talk": FREELANCE,
}
"""What is added to the names of a talk's figures, and its file."""


@dataclass(slots=True, kw_only=True)
class Line:
    """One turn of the script. `planted` and `asked` name a fact; `keys` are in small letters."""

    said: str = ""
    reply: str = ""
    planted: str = ""
    asked: str = ""
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    lines: list[Line] = field(default_factory=list)
    next: Line = field(default_factory=Line)
    replying: bool = False

    def read(self, text: str) -> None:
        """Take one line of the file."""
        if text.startswith("plant "):
            self.next.planted = text.removeprefix("plant ").strip()
        elif text.startswith("ask "):
            name, keys = text.removeprefix("ask ").split(":", 1)
            self.next.asked = name.strip()
            self.next.keys = tuple(key.strip().casefold() for key in keys.split(","))
        elif text.startswith("P: "):
            self.lines.append(self.next)
            self.next, self.replying = Line(), False
            self.lines[-1].said = text[3:]
        elif text.startswith("S: "):
            self.replying = True
            self.lines[-1].reply = text[3:]
        elif self.replying:
            self.lines[-1].reply += "\n" + text
        else:
            self.lines[-1].said += "\n" + text


def read(text: str) -> tuple[Line, ...]:
    """The turns of a script."""
    reader = _Reader()
    for line in text.splitlines():
        reader.read(line)
    return tuple(reader.lines)


def load(name: str) -> tuple[Line, ...]:
    """A script that ships with SEL."""
    path = resources.files("sel.cli.benches").joinpath("talks", f"{name}.txt")
    return read(path.read_text("utf-8"))


def distances(lines: tuple[Line, ...]) -> Iterator[tuple[str, int]]:
    """Each fact, and how many turns after it was told it is asked for."""
    planted = {line.planted: number for number, line in enumerate(lines) if line.planted}
    for number, line in enumerate(lines):
        if line.asked:
            yield line.asked, number - planted[line.asked]
