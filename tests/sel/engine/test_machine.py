"""Memory and cores as made-up machines report them."""

import os
from pathlib import Path

import pytest

from sel.engine import machine

MEMINFO = "MemTotal:  8000 kB\nMemAvailable:  4000 kB\n"
linux = pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="Linux only")
VM_STAT = """Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               10.
Pages active:                            500.
Pages inactive:                           20.
Pages speculative:                         5.
"""


def put(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return root


def cpuinfo(*cores: tuple[int, int]) -> str:
    return "\n\n".join(
        f"processor\t: {n}\nphysical id\t: {socket}\ncore id\t\t: {core}"
        for n, (socket, core) in enumerate(cores)
    )


@linux
def test_memory_without_limits(tmp_path: Path) -> None:
    assert machine.available_memory(put(tmp_path, {"proc/meminfo": MEMINFO})) == 4_096_000
    assert machine.available_memory(tmp_path / "nothing") is None


@linux
def test_a_limit_above_in_the_tree_counts(tmp_path: Path) -> None:
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "0::/pod/box\n",
        "sys/fs/cgroup/pod/memory.max": "2000000\n",
        "sys/fs/cgroup/pod/memory.current": "1500000\n",
        "sys/fs/cgroup/pod/memory.stat": "anon 5\ninactive_file 100000\n",
        "sys/fs/cgroup/pod/box/memory.max": "max\n",
        "sys/fs/cgroup/pod/box/memory.current": "1\n",
    }
    assert machine.available_memory(put(tmp_path, files)) == 600_000


@linux
def test_a_limit_of_the_older_kind(tmp_path: Path) -> None:
    files = {
        "proc/meminfo": MEMINFO,
        "proc/self/cgroup": "4:memory:/box\n1:cpu,cpuacct:/\n",
        "sys/fs/cgroup/memory/box/memory.limit_in_bytes": "1000000",
        "sys/fs/cgroup/memory/box/memory.usage_in_bytes": "1300000",
    }
    assert machine.available_memory(put(tmp_path, files)) == 0


@linux
def test_hyper_threads_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3, 4, 5})
    root = put(tmp_path, {"proc/cpuinfo": cpuinfo((0, 0), (0, 0), (0, 1), (1, 0), (1, 0), (1, 1))})
    assert machine.physical_cores(root) == 4
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    assert machine.physical_cores(root) == 1


@linux
def test_a_kernel_that_tells_no_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    assert machine.physical_cores(put(tmp_path, {"proc/cpuinfo": "processor : 0\n"})) == 3
    assert machine.physical_cores(tmp_path / "nothing") == 3


@linux
@pytest.mark.parametrize(
    ("quota", "cores"), [("200000 100000", 2), ("50000 100000", 1), ("max 1", 8)]
)
def test_a_quota_limits_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, cores: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    files = {"proc/self/cgroup": "0::/a", "sys/fs/cgroup/a/cpu.max": quota}
    assert machine.physical_cores(put(tmp_path, files)) == cores


def test_macos_counts_pages() -> None:
    assert machine.free_pages(VM_STAT) == 35 * 16384
    assert machine.free_pages("") is None
    assert machine.free_pages("command not found\n") is None


def test_this_machine() -> None:
    assert 1 <= machine.physical_cores() <= (os.cpu_count() or 1)
    free = machine.available_memory()
    assert free is None or free > 0
