"""Which agents there are: the built-in ones, and the modules in a person's own folder.

A person's module is never run in this process: a child describes it. It is described once and again
when its content changes. What cannot be used is named in a sentence, and the others go on.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import math
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sel.agents import reminders, sandbox, schema
from sel.agents.fence import clean
from sel.agents.told import Refusal
from sel.agents.types import LASTING, Agent, AgentError, Json
from sel.agents.words import Match

BUILT_IN: Mapping[str, str] = {
    name: f"sel.agents.builtin.{module}"
    for name, module in (
        ("time", "clock"),
        ("calculator", "calculator"),
        ("dice", "dice"),
        ("units", "units"),
        ("machine", "machine"),
        ("weather", "weather"),
        ("page", "read_page"),
    )
}
"""The built-in agents that run in a child, and their modules. "notes" is served in this process,
since it only asks a port."""
NOTES = "notes"

LARGEST = 256 * 1024
"""Bytes of a module."""
MOST_MODULES = 100
LONGEST_TIMEOUT = 60.0
DESCRIBING = 10.0
"""Seconds a child has to load and describe a module."""
AT_ONCE = 4

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TRIGGER = 120


@dataclass(frozen=True, slots=True)
class Own:
    """A module of the person: what it is and the very text that was described."""

    agent: Agent
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class _Seen:
    version: str
    own: Own | None
    problem: str


@lru_cache(maxsize=1)
def built_in() -> Mapping[str, Agent]:
    """The agents that ship with SEL, by name."""
    found = {name: _described(name, _module(name)) for name in BUILT_IN}
    return found | {NOTES: _described(NOTES, reminders)}


@lru_cache(maxsize=1)
def matchers() -> Mapping[str, Callable[[str], Match | None]]:
    """How each built-in agent reads a bare sentence."""
    return {name: _module(name).match for name in BUILT_IN} | {NOTES: reminders.match}


def _module(name: str) -> Any:
    return importlib.import_module(BUILT_IN[name])


def _described(name: str, module: ModuleType | Any) -> Agent:
    return Agent(
        name=name,
        description=module.DESCRIPTION,
        schema=module.ARGUMENTS,
        source="built-in",
        lasting=LASTING[getattr(module, "KIND", "live")],
        timeout=getattr(module, "TIMEOUT", 5.0),
        trusted=name not in ("page", "weather"),
    )


class Folder:
    """The person's own modules. `refresh` looks at the folder; nothing else does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: dict[str, _Seen] = {}
        self._problem = ""
        self._lock = asyncio.Lock()

    @property
    def modules(self) -> dict[str, Own]:
        """The usable ones, by name."""
        return {name: seen.own for name, seen in sorted(self._seen.items()) if seen.own}

    @property
    def problems(self) -> list[str]:
        """A sentence for each that cannot be used, and for the folder itself."""
        found = [seen.problem for _, seen in sorted(self._seen.items()) if seen.problem]
        return [self._problem, *found] if self._problem else found

    async def refresh(self) -> None:
        """See what is new, changed or gone. Contents decide, not times: two writes within one tick
        of a file system's clock look alike otherwise, and reading a small file costs nothing."""
        async with self._lock:
            files = await asyncio.to_thread(self._files)
            gate = asyncio.Semaphore(AT_ONCE)
            seen = await asyncio.gather(*(self._look(path, gate) for path in files))
            self._seen = dict(zip((path.stem for path in files), seen, strict=True))

    def _files(self) -> list[Path]:
        self._problem = ""
        try:
            found = sorted(
                path
                for path in self.path.iterdir()
                if path.suffix == ".py" and not path.name.startswith(("_", "."))
            )
        except FileNotFoundError:
            return []
        except OSError as error:
            self._problem = f"The folder of agents cannot be read: {error.strerror}."
            return []
        if len(found) > MOST_MODULES:
            self._problem = f"Only the first {MOST_MODULES} agents in the folder are used."
        return found[:MOST_MODULES]

    async def _look(self, path: Path, gate: asyncio.Semaphore) -> _Seen:
        async with gate:
            try:
                source = await asyncio.to_thread(_source, path)
            except ValueError as error:
                return _Seen("", None, f"{path.name}: {error}")
            version = hashlib.blake2b(source.encode(), digest_size=16).hexdigest()
            before = self._seen.get(path.stem)
            if before is not None and before.version == version:
                return before
            return await self._describe(path, source, version)

    async def _describe(self, path: Path, source: str, version: str) -> _Seen:
        job = sandbox.Job(path.name, str(path), source, action="describe", seconds=DESCRIBING)
        try:
            told = await sandbox.run(job)
            agent = _own(path.stem, told, version)
        except Refusal as error:
            return _Seen(version, None, f"{path.name}: {error}")
        except (AgentError, ValueError) as error:
            text = error.sentence() if isinstance(error, AgentError) else f"{path.name}: {error}."
            return _Seen(version, None, text)
        return _Seen(version, Own(agent, str(path), source), "")


def _source(path: Path) -> str:
    """The module's text. Raises `ValueError` with a sentence where it cannot be used."""
    if not _NAME.fullmatch(path.stem):
        raise ValueError("an agent's name is small letters, digits and _.")
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise ValueError("this is no file.")
        if info.st_mode & stat.S_IWOTH:
            raise ValueError("anybody may write to this file, so SEL does not run it.")
        if info.st_size > LARGEST:
            raise ValueError(f"this is larger than {LARGEST // 1024} kB.")
        return path.read_bytes()[: LARGEST + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("this is not UTF-8.") from error
    except OSError as error:
        raise ValueError(f"this cannot be read: {error.strerror}.") from error


def _own(name: str, told: Json, version: str) -> Agent:
    """The agent a child has described. Raises `ValueError` with what is wrong."""
    description, timeout, kind = told["description"], told["timeout"], told["kind"]
    if not isinstance(description, str) or not description.strip():
        raise ValueError("DESCRIPTION is not a text")
    if not told["runs"]:
        raise ValueError("there is no function `run`")
    if kind not in LASTING:
        raise ValueError(f"KIND is none of {', '.join(LASTING)}")
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise ValueError("TIMEOUT is not a number")  # noqa: TRY004 - one kind of error
    if not (math.isfinite(timeout) and 0 < timeout <= LONGEST_TIMEOUT):
        raise ValueError(f"TIMEOUT is not between 0 and {LONGEST_TIMEOUT:g} seconds")
    arguments = told["arguments"] or {"type": "object", "properties": {}}
    schema.check(arguments)
    triggers = told["triggers"]
    if not all(isinstance(one, str) and 0 < len(one) <= _TRIGGER for one in triggers):
        raise ValueError(f"TRIGGERS are not texts of up to {_TRIGGER} characters")
    return Agent(
        name=name,
        description=" ".join(clean(description).split())[:200],
        schema=arguments,
        source="own",
        lasting=LASTING[kind],
        timeout=float(timeout),
        version=version,
        triggers=tuple(triggers),
    )
