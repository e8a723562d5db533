"""What was said, kept and written down on the evening of `tui.scene_life`: its tables."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tui.scene import NOON

DAY = 86_400.0
TALKS = (
    ("A loop that skips the first name", "my loop skips the first name", 0.0, 8, True),
    ("Bread that will not rise", "why does my dough stay flat?", 0.2, 22, False),
    ("A letter to Tomás", "help me begin a letter to an old friend", 1.1, 14, True),
    ("Tides at the bridge", "when is the water highest?", 2.4, 6, False),
    ("Names for a boat", "I want to learn to sail, and I need a name", 5.0, 31, False),
    ("The cello on Thursdays", "my bow hand gets tired", 9.3, 12, False),
    ("What to cook with figs", "the tree in the yard is full", 16.0, 9, False),
)
HITS: Sequence[tuple[int, Literal["person", "sel"], str, str]] = (
    (3, "person", "when does the ", " turn at the bridge tonight?"),
    (3, "sel", "The ", " is highest a little after nine, and slack until ten."),
    (4, "person", "a name for a boat that has to wait for the ", ""),
    (4, "sel", "Then call it Patience: a boat that knows the ", " is never late."),
    (2, "sel", "You could begin with the day the ", " took his hat."),
)
"""Conversation, who, and the words around what was sought."""
MEMORIES = (
    ("My sister Ana lives in Porto", "person", "family", 0.8),
    ("I start the new job on Monday", "plan", "work", 0.7),
    ("My dog is called Miso", "fact", "pets", 0.7),
    ("I play the cello on Thursdays", "episode", "music", 0.5),
    ("I am learning Python in the evenings", "plan", "work", 0.6),
    ("I want to learn to sail before I turn forty", "plan", "dreams", 0.8),
    ("My flat has a fig tree in the yard", "fact", "home", 0.5),
    ("Tomás is my oldest friend", "person", "friends", 0.8),
    ("I write best before breakfast", "preference", "work", 0.5),
)
WHY = (
    (
        "I am learning Python in the evenings",
        0.81,
        "I'm learning Python in the evenings, one small thing at a time",
    ),
    (
        "I start the new job on Monday",
        0.64,
        "on Monday I start the new job, and half of it is scripts",
    ),
)
"""What was recalled: memory, score, and what was said then."""
PLACES = (
    (0.22, 0.20), (0.66, 0.24), (0.34, 0.66), (0.78, 0.70), (0.50, 0.44), (0.86, 0.42),
    (0.14, 0.52), (0.30, 0.34), (0.60, 0.82),
)  # fmt: skip
PERSONA = """\
name = "Ada"
identity = ["You are {name}, a patient companion.", "You are a computer program, not a person."]
traits = ["curious", "exact"]
voice = "Reply in two or three plain sentences."

[[examples]]
person = "why is the sky blue?"
sel = "Blue light is scattered most. Shall I show you with a glass of milk?"
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log."""

    number: int
    text: str
    source: str
    level: int = logging.INFO

    @property
    def at(self) -> float:
        """When it was written."""
        return NOON - 400 + 37 * self.number


LINES = (
    Line(1, "the engine is ready after 1.2 s, rung: no extra buffers", "sel.engine.local"),
    Line(2, "the embedder is ready after 2.9 s", "sel.engine.embedder"),
    Line(3, "memory: 9 memories, 2 notes", "sel.brain.memory"),
    Line(4, "no voice packages: piper-tts", "sel.voice", logging.WARNING),
    Line(5, "a turn took 0.7 s, 14 tokens", "sel.brain.turn"),
    Line(6, "a turn took 1.3 s, 97 tokens", "sel.brain.turn"),
    Line(7, "a conversation has a title after 0.4 s", "sel.brain.sessions"),
    Line(
        8,
        "the general expert died and is back after 0.8 s",
        "sel.engine.supervisor",
        logging.WARNING,
    ),
    Line(9, "a turn took 0.9 s, 31 tokens", "sel.brain.turn"),
    Line(10, "summary of 4 turns made in 0.8 s", "sel.brain.condensing"),
)


class Log:
    """Those lines."""

    def lines(self, after: int = 0, level: int = 0) -> Sequence[Line]:
        """The newest last."""
        return [one for one in LINES if one.number > after and one.level >= level]
