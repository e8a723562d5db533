"""What an agent's code meets: what it is told besides its arguments, and how it refuses.

Every run loads this in a fresh child, so it rests on next to nothing: dataclasses alone would take
as long as all the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Refusal(ValueError):
    """An agent cannot do what was asked; its text is a sentence for the person."""


class Context(NamedTuple):
    """What an agent is told besides its arguments.

    `now` is Unix seconds, `zone` a time zone's name ("" for the system's), `person` whose question
    it is (an id, not a name), `settings` the agent's own table in agents.toml.
    """

    person: str = ""
    now: float = 0.0
    zone: str = ""
    settings: Mapping[str, Any] = {}

    def refuse(self, sentence: str) -> NoReturn:
        """End the run with a sentence for the person."""
        raise Refusal(sentence)
