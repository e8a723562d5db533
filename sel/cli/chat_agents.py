"""Agents in `sel chat`: what is told of them in plain lines, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sel.agent_events import AgentAnswered, AgentsView, ShellAsked
from sel.cli.memory_words import one_line
from sel.events import Event

HELP = {
    "/agents": "small helpers SEL may ask, and what could not be used",
    "/agent NAME WORDS": "ask one of them",
}
LONGEST = 160
"""Characters of an answer in the line that tells of it; the reply has it, too."""


def is_asked(line: str) -> bool:
    """Whether a line asks for an agent by name: for the brain, which answers it as a message."""
    return line.split()[:1] == ["/agent"] and len(line.split()) > 1


def line_of(event: Event) -> str:
    """What a person reads of an event of agents; "" for one that is not told."""
    told = _LINES.get(type(event))
    return told(event) if told else ""


def listed(view: AgentsView) -> str:
    """All agents, one a line, and what could not be used."""
    own = {"built-in": "", "own": " (your own)", "mcp": " (MCP)"}
    lines = [f"{one.name}: {one.description}{own.get(one.source, '')}" for one in view.agents]
    return "\n".join([*lines, *view.problems])


def _answered(event: AgentAnswered) -> str:
    how = "kept from before" if event.cached else f"{event.seconds:.2f} s"
    if not event.ok:
        how = f"failed, {how}"
    text = one_line(event.text)
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    return f"{' '.join(filter(None, (event.agent, event.asked)))}: {text} ({how})"


def _shell(event: ShellAsked) -> str:
    return f"Run this in {event.folder}? {event.command} (yes/no)"


_LINES: dict[type[Event], Callable[[Any], str]] = {
    AgentAnswered: _answered,
    ShellAsked: _shell,
}
