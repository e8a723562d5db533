"""Agents and the shell for a brain, as the person's folder of settings has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from sel.agents import setup
from sel.agents.agents import Agents
from sel.agents.kept import KeptAnswers
from sel.agents.mcp_server import McpServer
from sel.agents.shell_audit import AuditFile
from sel.agents.shell_run import Ask, Rules, Shell
from sel.config.settings import Settings
from sel.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable

AUDIT = "shell.audit.jsonl"


class Helpers(TypedDict):
    """The parts of a brain that are made here."""

    agents: Agents | None
    shell: Callable[[Ask], Shell] | None


def helpers(settings: Settings, paths: Paths) -> Helpers:
    """Agents, none where the setting is off; a shell only where agents.toml switches it on.

    Commands are run in the folder SEL was started in.
    """
    if not settings.agents:
        return {"agents": None, "shell": None}
    made = setup.read(paths.config)
    agents = Agents(
        paths.config / setup.FOLDER,
        made,
        servers=[McpServer(one) for one in made.servers],
        cache=KeptAnswers(),
    )
    rules, folder = Rules.read(made.of("shell")), Path.cwd()

    def shell(ask: Ask) -> Shell:
        return Shell(rules, ask, AuditFile(paths.state / AUDIT), folder=folder)

    return {"agents": agents, "shell": shell if rules.enabled else None}
