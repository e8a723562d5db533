"""The slash commands about agents, and the names that complete them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sel.agent_events import AgentView
from sel.errors import InputRefused
from tui.commands.base import Desk
from tui.widgets.choices import Choice

_NAMING = re.compile(r"/agent\s+(?P<name>[\w.-]*)\Z")


async def show(desk: Desk, _words: str) -> None:
    """All agents, what they are for, and what could not be used."""
    desk.look("agents")


async def ask(_desk: Desk, _words: str) -> None:
    """Without words; with them it is a message, which SEL answers."""
    raise InputRefused("Which agent?", hint="/agent NAME words asks one; /agents lists them.")


def choices(text: str, known: Sequence[AgentView]) -> list[Choice]:
    """The agents whose names begin as typed; none once a name is whole and more follows."""
    found = _NAMING.match(text)
    if found is None:
        return []
    return [
        Choice(f"/agent {one.name} ", one.name, one.description, whole=False)
        for one in known
        if one.name.startswith(found["name"])
    ]
