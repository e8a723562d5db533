"""Runs a command of the machine: off unless switched on, listed, and agreed to each time.

No shell is ever in it. A command is split into words, its beginning must stand on the person's
list, and every sign that a shell would obey is refused, also inside quotes; `*` and `~` are plain
characters. The agreement is the caller's question to the person; the audit log has a line for each
attempt before anything runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import shlex
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sel.agents.fence import clean
from sel.agents.sandbox import end, environment, read
from sel.agents.told import Refusal
from sel.agents.types import AgentError, Json

REFUSED = frozenset(";&|<>$`\\\n\r\0(){}!#%^")
"""Signs that some shell obeys. Quotes only group words."""
LONGEST = 1_000
SECONDS = 30.0
OUTPUT = 64 * 1024
"""Bytes of output that are shown; a command with more is stopped."""

PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "USER", "LOGNAME")

Ask = Callable[[Sequence[str]], Awaitable[bool]]
"""Shows the person the very words that would be run; true for a yes."""


class Audit(Protocol):
    """Where attempts are written down."""

    def write(self, row: Mapping[str, Json]) -> None:
        """One attempt. Raises `AgentError`; then nothing is run."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The [shell] table of agents.toml. Each row of `allow` is the beginning of a command."""

    enabled: bool = False
    allow: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def read(cls, table: Mapping[str, Json]) -> Rules:
        """From the table. Anything but a plain `enabled = true` means off."""
        rows = table.get("allow", [])
        texts = [row for row in rows if isinstance(row, str)] if isinstance(rows, list) else []
        listed = (_split(text) for text in texts)
        return cls(table.get("enabled") is True, tuple(row for row in listed if row))

    def words(self, command: str) -> tuple[str, ...]:
        """The words of an allowed command. Raises `Refusal` with the reason."""
        if not self.enabled:
            raise Refusal("Running commands is switched off ([shell] enabled in agents.toml).")
        if len(command) > LONGEST:
            raise Refusal("This command is too long.")
        if signs := sorted(REFUSED & set(command)):
            raise Refusal(f"I run one program at a time, without the sign {signs[0]!r}.")
        words = _split(command)
        if not words:
            raise Refusal("I cannot read this as a command.")
        if not any(words[: len(row)] == row for row in self.allow):
            raise Refusal("This is not on the list of commands ([shell] allow in agents.toml).")
        return words


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did. `code` is its exit code, negative for a signal."""

    words: tuple[str, ...]
    code: int
    output: str
    seconds: float


class Shell:
    """Runs allowed commands, one question and one audit line each."""

    def __init__(
        self, rules: Rules, ask: Ask, audit: Audit, *, folder: Path, seconds: float = SECONDS
    ) -> None:
        self._rules = rules
        self._ask = ask
        self._audit = audit
        self.folder = folder
        self._seconds = seconds

    async def run(self, command: str) -> Ran:
        """Run it after a yes. Raises `Refusal` where it is not allowed or not wanted, and
        `AgentError` where it hangs, prints too much or cannot be started."""
        try:
            words = self._rules.words(command)
            program = _found(words[0])
        except Refusal:
            # What was typed is not written down: it may be anything.
            self._audit.write({"at": time.time(), "did": "refused"})
            raise
        if not await self._ask(words):
            self._audit.write({"at": time.time(), "did": "declined", "words": list(words)})
            raise Refusal("All right, I did not run it.")
        self._audit.write({"at": time.time(), "did": "started", "words": list(words)})
        began = time.monotonic()
        code: int | None = None
        try:
            code, output = await self._run(program, words)
        finally:
            seconds = time.monotonic() - began
            ended = {"at": time.time(), "did": "ended", "code": code, "seconds": round(seconds, 3)}
            self._audit.write(ended)
        return Ran(words, code, clean(output.decode("utf-8", "replace")), seconds)

    async def _run(self, program: str, words: Sequence[str]) -> tuple[int, bytes]:
        try:
            process = await asyncio.create_subprocess_exec(
                program,
                *words[1:],
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                env=environment(PASSED),
                cwd=self.folder,
            )
        except OSError as error:
            raise AgentError(f"{words[0]} cannot be started: {error.strerror}.") from error
        assert process.stdout is not None  # noqa: S101 - asked for as a pipe
        try:
            async with asyncio.timeout(self._seconds):
                output = await read(process.stdout, OUTPUT)
                if output is None:
                    raise AgentError(
                        f"{words[0]} printed more than {OUTPUT // 1024} kB and was stopped."
                    )
                return await process.wait(), output
        except TimeoutError as error:
            raise AgentError(
                f"{words[0]} did not end within {self._seconds:g} seconds and was stopped."
            ) from error
        finally:
            await end(process)


def _split(text: str) -> tuple[str, ...]:
    with contextlib.suppress(ValueError):  # a quote that is not closed
        return tuple(shlex.split(text))
    return ()


def _found(name: str) -> str:
    """The program's place on the PATH. Raises `Refusal`."""
    if "/" in name:
        raise Refusal("I run programs by their name only.")
    place = shutil.which(name)
    if place is None or not Path(place).is_absolute():
        raise Refusal("There is no such program here.")
    return place
