"""What a person has set for agents: agents.toml and mcp.json in the folder of settings.

    [weather]                          an agent's own table, given to it as `context.settings`
    url = "https://wttr.in/{place}?format=4"

    [shell]                            off unless `enabled` is true
    enabled = true
    allow = ["ls", "git status"]       programs, or beginnings of commands

`mcp.json` holds the usual `mcpServers` block: command, args, env, cwd.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sel.agents.types import Json

SETTINGS = "agents.toml"
SERVERS = "mcp.json"
FOLDER = "agents"
LARGEST = 256 * 1024

_NAME = re.compile(r"[A-Za-z][\w-]{0,39}")
_VARIABLE = re.compile(r"\$\{(?:env:)?([A-Za-z_]\w*)\}")


@dataclass(frozen=True, slots=True)
class ServerSetup:
    """How one MCP server is started. `env` is all it sees beside PATH, HOME and their like; its
    values stay out of `repr`."""

    name: str
    command: str
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    cwd: str | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """All of it. `problems` are sentences for what could not be read; the rest is used."""

    tables: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    servers: tuple[ServerSetup, ...] = ()
    problems: tuple[str, ...] = ()

    def of(self, agent: str) -> Mapping[str, Json]:
        """An agent's own table."""
        return self.tables.get(agent, {})


def read(config: Path, environ: Mapping[str, str] | None = None) -> Setup:
    """Read both files of a folder of settings; what is missing is empty."""
    problems: list[str] = []
    tables = _tables(config / SETTINGS, problems)
    servers = _servers(config / SERVERS, os.environ if environ is None else environ, problems)
    return Setup(tables, tuple(servers), tuple(problems))


def _text(path: Path, problems: list[str]) -> str:
    try:
        if path.stat().st_size > LARGEST:
            problems.append(f"{path.name} is larger than {LARGEST // 1024} kB.")
            return ""
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        problems.append(f"{path.name} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        problems.append(f"{path.name} is not UTF-8.")
    return ""


def _tables(path: Path, problems: list[str]) -> dict[str, Mapping[str, Json]]:
    try:
        found = tomllib.loads(_text(path, problems))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line \d+", str(error))
        problems.append(f"{path.name} is no TOML{f' ({place[0]})' if place else ''}.")
        return {}
    tables: dict[str, Mapping[str, Json]] = {}
    for name, table in found.items():
        if not isinstance(table, dict):
            problems.append(f"{path.name}: {name} stands outside any table.")
        elif not _plain(table):
            problems.append(f"{path.name}: [{name}] holds a date, which agents do not take.")
        else:
            tables[name] = table
    return tables


def _plain(table: Mapping[str, Json]) -> bool:
    try:
        json.dumps(table, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def _servers(path: Path, environ: Mapping[str, str], problems: list[str]) -> list[ServerSetup]:
    text = _text(path, problems)
    if not text.strip():
        return []
    try:
        block = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        problems.append(f"{path.name} is no JSON{place}.")
        return []
    rows = block.get("mcpServers") if isinstance(block, dict) else None
    if not isinstance(rows, dict):
        problems.append(f"{path.name} has no block `mcpServers`.")
        return []
    servers = []
    for name, row in rows.items():
        try:
            server = _server(name, row, environ)
        except ValueError as error:
            problems.append(f"{path.name}: {name[:40]}: {error}.")
            continue
        if not row.get("disabled", False):
            servers.append(server)
    return servers


def _server(name: str, row: object, environ: Mapping[str, str]) -> ServerSetup:
    if not _NAME.fullmatch(name):
        raise ValueError("a server's name is letters, digits, - and _")
    if not isinstance(row, dict):
        raise ValueError("this is no object")  # noqa: TRY004 - one kind of error
    if "command" not in row:
        raise ValueError("it has no `command`; SEL speaks to servers over stdio only")
    command, args, env, cwd = (row.get(key) for key in ("command", "args", "env", "cwd"))
    args, env = [] if args is None else args, {} if env is None else env
    if not isinstance(command, str) or not command.strip() or "\0" in command:
        raise ValueError("`command` is not a text")
    if not isinstance(args, list) or not all(isinstance(one, str) for one in args):
        raise ValueError("`args` is not a list of texts")
    if not isinstance(env, dict) or not all(isinstance(one, str) for one in env.values()):
        raise ValueError("`env` does not give each name a text")
    if cwd is not None and not isinstance(cwd, str):
        raise ValueError("`cwd` is not a text")
    given = {key: _filled(value, environ) for key, value in env.items()}
    return ServerSetup(name, command, tuple(args), given, cwd)


def _filled(value: str, environ: Mapping[str, str]) -> str:
    """`${NAME}` becomes the variable of that name, as other programs read this block."""

    def put(found: re.Match[str]) -> str:
        if found[1] not in environ:
            raise ValueError(f"the variable {found[1]} is not set")
        return environ[found[1]]

    return _VARIABLE.sub(put, value)
