"""What SEL's own processes cost: memory and processor time, asked of the system itself.

On Linux it stands in /proc; on macOS and elsewhere the command `ps` is asked, which takes some
milliseconds, so call this from a worker thread there. Where neither answers, a sentence says so.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

OWN = "sel"
"""The name of this very process."""

_PROC = Path("/proc")
_WAIT = 5.0
"""Seconds `ps` may take."""

_TIME = re.compile(r"(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Usage:
    """One process at one moment: bytes in memory, seconds of processor time since its start."""

    memory: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFigures:
    """One process. `memory` is what it holds in RAM, in bytes; pages it shares with others count
    for each. `cpu` is how many cores it kept busy since the look before, 0 at the first look.
    """

    name: str
    pid: int
    memory: int
    cpu_seconds: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessView:
    """All of them. `gone` names those that are no more; `note` is a sentence, or ""."""

    processes: tuple[ProcessFigures, ...]
    gone: tuple[str, ...] = ()
    note: str = ""

    @property
    def memory(self) -> int:
        """Bytes in all."""
        return sum(one.memory for one in self.processes)


Usages = Callable[[Iterable[int]], Mapping[int, Usage] | None]
"""Usages by pid, of those there are; None where the system does not tell."""


class Processes:
    """Looks at this process and its children now and then. `clock` is monotonic seconds."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, usages: Usages | None = None
    ) -> None:
        self._clock = clock
        self._usages = usages or usages_here
        self._before: dict[int, tuple[float, float]] = {}

    def look(self, children: Mapping[str, int]) -> ProcessView:
        """This process, named "sel", and its children by name and pid."""
        pids = {OWN: os.getpid(), **children}
        usages, now = self._usages(pids.values()), self._clock()
        if usages is None:
            return ProcessView(
                processes=(), note="This system does not tell what SEL's processes cost."
            )
        there = {name: pid for name, pid in pids.items() if pid in usages}
        figures = tuple(
            ProcessFigures(
                name=name,
                pid=pid,
                memory=usages[pid].memory,
                cpu_seconds=usages[pid].seconds,
                cpu=self._busy(pid, usages[pid].seconds, now),
            )
            for name, pid in there.items()
        )
        self._before = {pid: (now, usages[pid].seconds) for pid in there.values()}
        return ProcessView(
            processes=figures, gone=tuple(name for name in pids if name not in there)
        )

    def _busy(self, pid: int, seconds: float, now: float) -> float:
        """Cores since the look before. Another process under an old number has used less than
        that one had: it starts at 0, as a new one does."""
        then, before = self._before.get(pid, (now, seconds))
        return (seconds - before) / (now - then) if now > then and seconds >= before else 0.0


def usages_here(pids: Iterable[int]) -> Mapping[int, Usage] | None:
    """Usages as this system tells them."""
    if (_PROC / "self" / "stat").exists():
        return usages_in(_PROC, pids)
    return usages_by_ps(pids)


def usages_in(proc: Path, pids: Iterable[int]) -> dict[int, Usage]:
    """Usages from a /proc."""
    found = ((pid, _usage(proc / str(pid) / "stat")) for pid in pids)
    return {pid: usage for pid, usage in found if usage}


def _usage(file: Path) -> Usage | None:
    """One process; None where it is no more, or only its status waits to be asked for."""
    try:
        # The second field is the program's name in brackets, and may hold anything.
        fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    if fields[0] in ("Z", "X"):
        return None
    ticks = int(fields[11]) + int(fields[12])
    return Usage(int(fields[21]) * os.sysconf("SC_PAGE_SIZE"), ticks / os.sysconf("SC_CLK_TCK"))


def usages_by_ps(pids: Iterable[int]) -> dict[int, Usage] | None:
    """Usages from `ps`; None where there is none."""
    asked = ",".join(map(str, pids))
    try:
        done = subprocess.run(
            ["ps", "-o", "pid=,stat=,rss=,time=", "-p", asked],
            capture_output=True,
            text=True,
            check=False,  # it fails when one of them is no more
            timeout=_WAIT,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_ps(done.stdout)


def read_ps(text: str) -> dict[int, Usage]:
    """Lines of pid, state, kibibytes and `[[days-]hours:]minutes:seconds`, as usages by pid."""
    found = {}
    for line in text.splitlines():
        match line.split():
            case [pid, state, kibibytes, took] if state[0] not in "ZX":
                if times := _TIME.fullmatch(took):
                    days, hours, minutes, seconds = (float(one or 0) for one in times.groups())
                    whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
                    found[int(pid)] = Usage(int(kibibytes) * 1024, whole)
    return found
