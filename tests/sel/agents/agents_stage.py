"""What the tests of agents share: a folder of modules, a cache, a place for notes."""

from __future__ import annotations

from pathlib import Path

from sel.agents.agents import Agents
from sel.agents.kept import KeptAnswers
from sel.agents.setup import Setup
from sel.agents.told import Context, Refusal
from sel.agents.types import AnswerKey, Json

NOW = 1_790_000_000.0
"""21 September 2026, 16:53:20 in Zurich: a Monday."""
ZONE = "Europe/Zurich"
HERE = Context("ada", NOW, ZONE)

GREETER = """
DESCRIPTION = "says hello"
ARGUMENTS = {"type": "object", "properties": {"name": {"type": "string", "default": "you"}}}
TRIGGERS = ["say hello to {name}", "greet me"]
KIND = "slow"

def run(arguments, context):
    return f"hello {arguments['name']} from {context.person}"
"""


def module(body: str, *, head: str = "DESCRIPTION = 'a test'") -> str:
    """A module whose `run` has this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{head}\ndef run(arguments, context):\n{lines}\n"


def put(folder: Path, **sources: str) -> Path:
    """Write modules into a folder of agents."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source)
    return folder


async def opened(folder: Path, made: Setup | None = None, **parts: object) -> Agents:
    """The agents of a folder, looked at once."""
    agents = Agents(folder, made, **parts)  # type: ignore[arg-type]
    await agents.refresh()
    return agents


class Kept(KeptAnswers):
    """A cache that tells what was put into it, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[AnswerKey, Json] = {}
        self.hits = 0

    def get(self, key: AnswerKey) -> Json | None:
        value = super().get(key)
        self.hits += value is not None
        return value

    def put(self, key: AnswerKey, value: Json) -> None:
        self.rows[key] = value
        super().put(key, value)


class Pad:
    """A place for notes in memory, for those who may be remembered."""

    def __init__(self, *people: str) -> None:
        self.rows: dict[str, list[dict[str, Json]]] = {one: [] for one in people}

    def load(self, person: str) -> list[dict[str, Json]]:
        if person not in self.rows:
            raise Refusal("I keep nothing about you.")
        return list(self.rows[person])

    def save(self, person: str, rows: list[dict[str, Json]]) -> str:
        self.rows[person] = rows
        return ""
