"""How much memory is free and how many cores there are, without any native library.

Conservative: what a container may not use does not count. Each function takes the root of the
file system, so that tests can show it another machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path("/")


def available_memory(root: Path = _ROOT) -> int | None:
    """Bytes that can be used without swapping; None where the system does not say."""
    if sys.platform == "darwin":
        return _free_on_macos()
    free = _meminfo(root)
    if free is None:
        return None
    return max(0, min([free, *_cgroup_rooms(root)]))


def physical_cores(root: Path = _ROOT) -> int:
    """Cores this process may use, not counting hyper-threads; at least 1.

    On Apple silicon only performance cores count. A container's CPU quota limits the number.
    """
    if sys.platform == "darwin":
        return _sysctl("hw.perflevel0.physicalcpu") or _sysctl("hw.physicalcpu") or 1
    allowed = _allowed_cpus()
    cores = _distinct_cores(root, allowed) or len(allowed)
    return max(1, min([cores, *_cgroup_quotas(root)]))


# ---------------------------------------------------------------- Linux


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _meminfo(root: Path) -> int | None:
    for line in _read(root / "proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _allowed_cpus() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return set(os.sched_getaffinity(0))
    return set(range(os.cpu_count() or 1))


def _distinct_cores(root: Path, allowed: set[int]) -> int:
    """Pairs of (socket, core) among the allowed processors; 0 where the kernel tells no cores."""
    found: set[tuple[str, str]] = set()
    for block in _read(root / "proc/cpuinfo").split("\n\n"):
        facts = dict(_pairs(block))
        if facts.get("processor", "").isdigit() and int(facts["processor"]) in allowed:
            if "core id" not in facts:
                return 0
            found.add((facts.get("physical id", "0"), facts["core id"]))
    return len(found)


def _pairs(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        key, _, value = line.partition(":")
        yield key.strip(), value.strip()


def _cgroup_folders(root: Path, controller: str) -> Iterator[Path]:
    """The group this process is in and every group above it, in version 2 and version 1."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, name = (*line.split(":", 2), "", "")[:3]
        if controllers and controller not in controllers.split(","):
            continue
        top = root / "sys/fs/cgroup" / (controller if controllers else "")
        folder = top / name.lstrip("/")
        while True:
            yield folder
            if folder == top or top not in folder.parents:
                break
            folder = folder.parent


def _cgroup_rooms(root: Path) -> Iterator[int]:
    """What each memory limit leaves; files that can be dropped from memory count as free."""
    for folder in _cgroup_folders(root, "memory"):
        for limit, used, droppable in (
            ("memory.max", "memory.current", "inactive_file"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        ):
            most, now = _read(folder / limit).strip(), _read(folder / used).strip()
            if most.isdigit() and now.isdigit():
                stat = dict(line.split()[:2] for line in _lines(folder / "memory.stat"))
                yield int(most) - int(now) + int(stat.get(droppable, 0))


def _lines(path: Path) -> list[str]:
    return [line for line in _read(path).splitlines() if len(line.split()) >= 2]


def _cgroup_quotas(root: Path) -> Iterator[int]:
    """Whole CPUs that each quota allows, rounded to the nearest."""
    for folder in _cgroup_folders(root, "cpu"):
        quota, _, period = _read(folder / "cpu.max").strip().partition(" ")
        if not quota:
            quota = _read(folder / "cpu.cfs_quota_us").strip()
            period = _read(folder / "cpu.cfs_period_us").strip()
        if quota.isdigit() and period.isdigit() and int(period) > 0:
            yield max(1, round(int(quota) / int(period)))


# ---------------------------------------------------------------- macOS


def _free_on_macos() -> int | None:
    """Free, inactive and speculative pages, as `vm_stat` counts them."""
    return free_pages(_output("vm_stat"))


def free_pages(report: str) -> int | None:
    """Bytes that a `vm_stat` report says can be had; None if it is no such report."""
    head, _, rest = report.partition("\n")
    size = next((int(word) for word in head.split() if word.isdigit()), 0)
    wanted = ("Pages free", "Pages inactive", "Pages speculative")
    counts = [
        int(value.rstrip("."))
        for key, value in _pairs(rest)
        if key in wanted and value[:1].isdigit()
    ]
    return size * sum(counts) if size and counts else None


def _sysctl(name: str) -> int:
    value = _output("sysctl", "-n", name).strip()
    return int(value) if value.isdigit() else 0


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
