"""What an agent is, what it is told and what it answers; the ports that others fill.

Knows nothing of how agents are run, chosen or found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sel.agents.fence import fence
from sel.errors import SelError

Json = Any
"""What `json` reads: None, bool, int, float, str, list, dict."""

LASTING: Mapping[str, float] = {"fixed": 3600.0, "slow": 300.0, "brief": 60.0, "live": 0.0}
"""Seconds an answer stays good, by the agent's kind: never changes on its own, changes slowly,
changes by the minute, is new each time."""

Source = Literal["built-in", "own", "mcp"]


class AgentError(SelError):
    """An agent, its module or its server failed."""


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent as the catalogue knows it.

    `lasting` is how long its answers stay good, in seconds (0: never kept); `timeout` is seconds
    for one run; `version` changes with its code; `triggers` are sentences that ask for it, with
    `{argument}` where words go; `trusted` is true where SEL itself wrote the answer.
    """

    name: str
    description: str
    schema: Mapping[str, Json]
    source: Source
    lasting: float = 0.0
    timeout: float = 5.0
    version: str = ""
    triggers: tuple[str, ...] = ()
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one run. With `ok` false, `text` is a sentence saying why there is nothing."""

    agent: str
    text: str
    ok: bool = True
    data: Json = None
    seconds: float = 0.0
    cached: bool = False
    trusted: bool = False

    def for_prompt(self) -> str:
        """The answer as it may stand in a prompt: foreign text is fenced as data."""
        if self.trusted:
            return self.text
        return fence(self.text, self.agent)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which agent a sentence asks for, with what, and how sure that is (0..1)."""

    agent: str
    arguments: Mapping[str, Json]
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Under what an answer is kept: a digest of agent, version, input, person and zone; and whose
    it is, which agent gave it and how long it lasts (seconds, above 0), for whoever keeps it."""

    digest: str
    person: str
    agent: str
    lasting: float


class NotesPort(Protocol):
    """A person's notes and reminders as plain JSON rows. Consent is the matter of who fills it.

    Called in a thread of its own. Both may raise `Refusal` with a sentence, or `SelError`.
    """

    def load(self, person: str) -> list[dict[str, Json]]:
        """All rows of this person."""

    def save(self, person: str, rows: list[dict[str, Json]]) -> str:
        """Put these rows in the place of what was there; a sentence where new ones do not last,
        "" where they do."""
