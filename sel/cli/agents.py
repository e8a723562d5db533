"""`sel agents`: which helpers there are, what one of them takes, and asking one."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import sys
import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from sel.cli import flags
from sel.cli.plain import safe
from sel.errors import InputRefused

if TYPE_CHECKING:
    from sel.agents.agents import Agents
    from sel.agents.types import Agent, Answer

DESCRIPTION = (
    "Your own agents are Python files in the folder agents beside your settings, MCP servers stand "
    "in mcp.json, and settings of agents in agents.toml."
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own subcommands."""
    parser = subparsers.add_parser(
        "agents",
        otherwise="list",
        help="small helpers SEL may ask: the clock, sums, pages, your own",
        description=DESCRIPTION,
    )
    actions = parser.add_subparsers(title="actions", metavar="action", required=True)
    listing = _add(actions, "list", "all agents; with --servers those of MCP servers, too", _list)
    listing.add_argument("--servers", action="store_true", help="start the MCP servers, too")
    showing = _add(actions, "show", "what one agent takes", _show)
    showing.add_argument("name", metavar="NAME")
    running = _add(actions, "run", "ask one agent: sel agents run dice 2d6", _run)
    running.add_argument("name", metavar="NAME")
    running.add_argument("words", nargs="*", metavar="WORD", help="words, name=value, or JSON")


def _add(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    help_text: str,
    work: Callable[[argparse.Namespace, Agents], Coroutine[Any, Any, int]],
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--json", action="store_true", help="JSON")
    flags.add(parser)
    parser.set_defaults(run=lambda args: asyncio.run(_with_agents(args, work)))
    return parser


async def _with_agents(
    args: argparse.Namespace,
    work: Callable[[argparse.Namespace, Agents], Coroutine[Any, Any, int]],
) -> int:
    from sel.agents import setup
    from sel.agents.agents import Agents
    from sel.agents.mcp_server import McpServer

    config = args.paths.config
    made = setup.read(config)
    servers = [McpServer(one) for one in made.servers if _wanted(args, one.name)]
    agents = Agents(config / setup.FOLDER, made, servers=servers)
    try:
        await agents.refresh()
        await agents.connect()
        return await work(args, agents)
    finally:
        await agents.close()


def _wanted(args: argparse.Namespace, server: str) -> bool:
    """Servers are started where somebody asks for them."""
    if getattr(args, "servers", False):
        return True
    return str(getattr(args, "name", "")).startswith(f"{server}.")


async def _list(args: argparse.Namespace, agents: Agents) -> int:
    for agent in agents.known.values():
        if args.json:
            print(json.dumps(_row(agent)))
        else:
            own = "" if agent.source == "built-in" else f" ({agent.source})"
            print(safe(f"{agent.name:<14}{agent.description}{own}"))
    _tell(agents)
    return 0


async def _show(args: argparse.Namespace, agents: Agents) -> int:
    agent = _found(agents, args.name)
    if args.json:
        print(json.dumps(_row(agent)))
        return 0
    print(safe(f"{agent.name} ({agent.source}): {agent.description}"))
    kept = f"kept for {agent.lasting:g} s" if agent.lasting else "new each time"
    print(f"answers are {kept}; at most {agent.timeout:g} s a run")
    properties = agent.schema.get("properties") or {}
    for name, rule in properties.items():
        needed = " (needed)" if name in agent.schema.get("required", ()) else ""
        print(safe(f"  {name}: {json.dumps(rule, ensure_ascii=False)}{needed}"))
    for trigger in agent.triggers:
        print(safe(f"  asked by: {trigger}"))
    return 0


async def _run(args: argparse.Namespace, agents: Agents) -> int:
    from sel.agents import choose
    from sel.agents.told import Context, Refusal

    agent = _found(agents, args.name)
    try:
        given = choose.arguments(" ".join(args.words), agent)
    except Refusal as error:
        raise InputRefused(str(error)) from error
    context = Context("you", time.time(), args.loaded.settings.timezone)
    return _told(args, await agents.run(agent.name, given, context))


def _told(args: argparse.Namespace, answer: Answer) -> int:
    if args.json:
        print(json.dumps(dataclasses.asdict(answer)))
    else:
        print(safe(answer.text), file=sys.stdout if answer.ok else sys.stderr)
    return 0 if answer.ok else 1


def _found(agents: Agents, name: str) -> Agent:
    agent = agents.known.get(name)
    if agent is None:
        _tell(agents)
        raise InputRefused(
            f"There is no agent called {safe(name[:40])}.", hint="`sel agents list` names them."
        )
    return agent


def _row(agent: Agent) -> dict[str, Any]:
    return {
        "name": agent.name,
        "description": agent.description,
        "source": agent.source,
        "arguments": agent.schema,
        "lasting": agent.lasting,
        "timeout": agent.timeout,
        "triggers": list(agent.triggers),
    }


def _tell(agents: Agents) -> None:
    """What could not be used, beside the output."""
    for problem in agents.problems:
        print(safe(problem), file=sys.stderr)
