"""A child process: its line, its log, its death, and its parent's."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from sel.engine.child import LOG_LIMIT, Child, ChildGone, open_log

HERE = str(Path(__file__).parent)
PATIENCE = 60.0
"""Seconds a slow machine may take for anything here."""

Spawn = Callable[..., Awaitable[Child]]


@pytest.fixture(autouse=True)
def _findable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", HERE + os.pathsep + os.environ.get("PYTHONPATH", ""))


@pytest.fixture
async def spawn(tmp_path: Path) -> AsyncIterator[Spawn]:
    """Starts little workers that log to child.log, and ends them after the test."""
    children: list[Child] = []

    async def start(*args: str) -> Child:
        children.append(await Child.spawn("little_worker", tmp_path / "child.log", args))
        return children[-1]

    yield start
    for child in children:
        child.kill()
        await child.end()


def alive(pid: int) -> bool:
    """Whether the process runs (a dead one that nobody has waited for does not)."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # gone since, or a system without /proc
        return not Path("/proc").exists()


async def test_messages_come_back_in_order(spawn: Spawn) -> None:
    child = await spawn()
    sent = [{"do": "echo", "text": f"número {n} \ud800 😀\n"} for n in range(100)]
    for message in sent:
        child.send(message)
    assert [await child.receive() for _ in sent] == sent


async def test_a_message_of_megabytes_comes_whole(spawn: Spawn) -> None:
    child = await spawn()
    message = {"do": "echo", "text": "ü" * 1_000_000}  # six bytes each on the line
    child.send(message)
    assert await asyncio.wait_for(child.receive(), PATIENCE) == message


@pytest.mark.parametrize(
    ("order", "status"),
    [({"do": "exit", "status": 3}, 3), ({"do": "die"}, -signal.SIGSEGV), ({"do": "torn"}, 0)],
)
async def test_a_death_is_seen_and_its_status_told(
    spawn: Spawn, order: dict[str, object], status: int
) -> None:
    child = await spawn()
    child.send(order)
    with pytest.raises(ChildGone):
        await asyncio.wait_for(child.receive(), PATIENCE)
    assert await child.wait() == status


async def test_one_that_is_killed_is_seen_to_go(spawn: Spawn) -> None:
    child = await spawn()
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(ChildGone):
        await asyncio.wait_for(child.receive(), PATIENCE)
    assert await child.wait() == -signal.SIGKILL
    child.kill()  # who is dead already does not mind


async def test_end_lets_a_willing_child_leave_by_itself(spawn: Spawn) -> None:
    child = await spawn()
    child.send({"do": "echo"})
    await child.receive()
    assert await child.end(grace=PATIENCE) == 0
    with pytest.raises(ChildGone):
        child.send({"do": "echo"})


async def test_end_kills_who_does_not_leave_in_time(spawn: Spawn) -> None:
    child = await spawn()
    child.send({"do": "sulk"})
    await child.receive()
    assert await child.end(grace=0.05) == -signal.SIGKILL
    assert not alive(child.pid)


async def test_ending_twice_tells_the_same(spawn: Spawn) -> None:
    child = await spawn()
    child.send({"do": "exit", "status": 7})
    assert await child.end(grace=PATIENCE) == await child.end() == 7


async def test_what_it_prints_goes_to_a_log_only_its_owner_can_read(
    spawn: Spawn, tmp_path: Path
) -> None:
    child = await spawn()
    child.send({"do": "write"})
    await child.receive()
    log = tmp_path / "child.log"
    assert log.read_text("utf-8") == "on stdout\non stderr\n"
    assert log.stat().st_mode & 0o777 == 0o600


async def test_the_terminals_ctrl_c_is_not_for_it(spawn: Spawn) -> None:
    child = await spawn("--more", "words")
    child.send({"do": "tell"})
    told = await child.receive()
    assert told["group"] == told["session"] == child.pid, "Ctrl+C goes to the parent's group"
    assert told["argv"][0] == "--fd"
    assert told["argv"][2:] == ["--more", "words"]


def test_it_leaves_when_its_parent_is_gone(tmp_path: Path) -> None:
    """The parent, a process of its own here, is killed: it has no chance to say good-bye."""
    program = (
        "import asyncio, pathlib, sys\n"
        "from sel.engine.child import Child\n"
        "async def main():\n"
        "    child = await Child.spawn('little_worker', pathlib.Path(sys.argv[1]))\n"
        "    child.send({'do': 'echo'})\n"
        "    await child.receive()\n"
        "    print(child.pid, flush=True)\n"
        "    await asyncio.sleep(3600)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "orphan.log")], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        orphan = int(parent.stdout.readline())
        assert alive(orphan)
        parent.kill()
    until = time.monotonic() + PATIENCE
    while alive(orphan) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(orphan)


async def test_a_module_that_is_not_there_is_a_child_that_goes(tmp_path: Path) -> None:
    child = await Child.spawn("no_such_worker", tmp_path / "child.log")
    with pytest.raises(ChildGone):
        await asyncio.wait_for(child.receive(), PATIENCE)
    assert await child.end() == 1
    assert "no_such_worker" in (tmp_path / "child.log").read_text("utf-8")


def test_a_log_is_carried_on_until_it_is_long(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "child.log"
    for words in (b"one\n", b"two\n"):
        with open_log(path) as log:
            log.write(words)
    assert path.read_bytes() == b"one\ntwo\n"
    path.write_bytes(b"x" * (LOG_LIMIT + 1))
    with open_log(path) as log:
        log.write(b"anew\n")
    assert path.read_bytes() == b"anew\n"
