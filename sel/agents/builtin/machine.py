"""The machine SEL runs on: system, processor, memory, disk, load, battery, uptime."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from sel.agents.told import Context
from sel.agents.words import Match

DESCRIPTION = "this machine: system, processor, memory, disk, load, battery, uptime"
PARTS = ("all", "system", "processor", "memory", "disk", "load", "battery", "uptime")
ARGUMENTS = {
    "type": "object",
    "properties": {"part": {"type": "string", "enum": list(PARTS), "default": "all"}},
}
KIND = "brief"

GB = 1024**3
_IT = r"(?:this|my) (?:machine|computer|laptop|pc)"
_HERE = r"(?: (?:here|(?:on|of) this (?:machine|computer|pc|laptop)))?"
_FREE = r"(?:(?:is|do i have|have i got|is there) )?(?:still )?(?:free|left|available|used|in use)"
_SHARE = rf"(?:{_FREE}|do i have|is there){_HERE}"
_HAS = rf"(?:is this|is in here|do i have|does {_IT} have|is in {_IT}|are there here)"
_ASKED = tuple(
    (part, re.compile(pattern, re.IGNORECASE))
    for part, pattern in (
        ("memory", rf"how much (?:free )?(?:ram|memory) {_SHARE}"),
        ("memory", rf"how much (?:ram|memory) does {_IT} have|(?:ram|memory) usage{_HERE}"),
        ("disk", rf"how much (?:free )?(?:hard )?(?:disk|storage)(?: space)? {_SHARE}"),
        ("disk", rf"(?:free )?disk (?:space|usage){_HERE}"),
        ("processor", rf"(?:what (?:cpu|processor)|how many (?:cpu )?cores) {_HAS}"),
        ("load", rf"(?:what(?:'s| is) the )?(?:cpu|system|processor) (?:load|usage){_HERE}"),
        ("load", rf"how busy is {_IT}"),
        ("battery", r"how (?:full|charged) is (?:the|my) battery"),
        ("battery", r"how much battery (?:is|do i have) left"),
        ("battery", r"(?:what(?:'s| is) (?:the|my) )?battery (?:level|status|charge)"),
        ("uptime", rf"uptime|how long has {_IT} been (?:on|up|running)"),
        (
            "system",
            r"(?:what|which) (?:operating system|os|kernel|linux)(?: version)? "
            rf"(?:is this|am i (?:on|running|using)|does {_IT} run|do i have)",
        ),
        ("all", rf"system info(?:rmation)?|(?:what(?:'s| is| are) )?{_IT}'s specs"),
        ("all", rf"specs of {_IT}|about this (?:machine|computer)"),
    )
)


def match(text: str) -> Match | None:
    """A bare sentence about the machine's own state."""
    for part, pattern in _ASKED:
        if pattern.fullmatch(text):
            return Match({"part": part}, 0.93, f"asks for this machine's {part}")
    return None


def run(arguments: dict[str, str], _: Context) -> str:
    """One line for each part that this platform tells of."""
    wanted = arguments["part"]
    told = [line for part, line in _lines() if wanted in ("all", part)]
    return "\n".join(told) or f"This machine does not tell me about its {wanted}."


def _lines() -> Iterator[tuple[str, str]]:
    yield "system", f"System: {platform.system()} {platform.release()} ({platform.machine()})"
    yield "processor", f"Processor: {os.cpu_count()} cores{_named(_processor())}"
    if line := _memory():
        yield "memory", line
    usage = shutil.disk_usage("/")
    yield "disk", f"Disk: {usage.free / GB:.1f} GB free of {usage.total / GB:.1f} GB"
    with contextlib.suppress(OSError, AttributeError):
        load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
        yield "load", f"Load: {load} over 1, 5 and 15 minutes"
    if line := _battery(Path("/sys/class/power_supply")):
        yield "battery", line
    with contextlib.suppress(OSError, ValueError):
        seconds = float(Path("/proc/uptime").read_text().split()[0])
        yield "uptime", f"Running for {_span(seconds)}"


def _named(name: str) -> str:
    return f" ({name})" if name else ""


def _processor() -> str:
    with contextlib.suppress(OSError):
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        return found[1] if found else ""
    return platform.processor()


def _memory() -> str:
    with contextlib.suppress(OSError):
        found = dict(re.findall(r"(\w+):\s+(\d+) kB", Path("/proc/meminfo").read_text()))
        if "MemTotal" in found and "MemAvailable" in found:
            free, total = (int(found[key]) * 1024 for key in ("MemAvailable", "MemTotal"))
            return f"Memory: {free / GB:.1f} GB free of {total / GB:.1f} GB"
    with contextlib.suppress(OSError, ValueError):
        return f"Memory: {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / GB:.1f} GB"
    return ""


def _battery(folder: Path) -> str:
    for battery in sorted(folder.glob("BAT*")):
        with contextlib.suppress(OSError):
            level = (battery / "capacity").read_text().strip()
            return f"Battery: {level} %, {(battery / 'status').read_text().strip().lower()}"
    return ""


def _span(seconds: float) -> str:
    days, rest = divmod(int(seconds), 86_400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    return f"{days} d {hours} h {minutes} min" if days else f"{hours} h {minutes} min"
