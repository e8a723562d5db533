"""Runs one agent once, in a child of its own, and takes nothing from it but bounded JSON.

The child has its own process group, which is killed as a whole; a small part of the environment;
and limits on memory, CPU, files and processes where the platform has them (`worker.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sel
from sel.agents.told import Context, Refusal
from sel.agents.types import AgentError, Json

WORKER = Path(__file__).with_name("worker.py")
ROOT = Path(sel.__file__).parents[1]
"""The folder that holds the package `sel`, so that a child finds this very one."""

INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")
"""All of the environment that a child sees: no key, no token, no setting of SEL."""

MEMORY = 512 * 1024 * 1024
REPLY = 256 * 1024
PRINTED = 1024 * 1024
"""Most bytes of address space, of an answer, and of what is printed besides."""
FILE = 1024 * 1024
"""Most bytes of a file that an agent may write."""

_CHUNK = 64 * 1024
_GRACE = 2
"""Seconds between the time-out and a child's own end, and for a killed one to be gone."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a child is to do. `source` is the module's text, or None for a built-in one, which
    `path` then names as Python does. `seconds` is the time-out."""

    name: str
    path: str
    source: str | None
    action: str = "run"
    arguments: Mapping[str, Json] | None = None
    context: Context = Context()  # noqa: RUF009 - immutable
    seconds: float = 5.0


async def run(job: Job) -> Json:
    """What the agent answered. Raises `Refusal` with its own sentence, or `AgentError`."""
    request = {
        "root": str(ROOT),
        "limits": _limits(job.seconds),
        "alarm": math.ceil(job.seconds) + _GRACE,
        "path": job.path,
        "source": job.source,
        "action": job.action,
        "arguments": job.arguments or {},
        "context": job.context._asdict(),
    }
    reply, status = await _talk(json.dumps(request).encode(), job)
    return _result(reply, status, job)


def environment(names: tuple[str, ...] = INHERITED) -> dict[str, str]:
    """The part of the environment with these names."""
    return {name: os.environ[name] for name in names if name in os.environ}


def _limits(seconds: float) -> dict[str, int]:
    return {
        "AS": MEMORY,
        "CPU": math.ceil(seconds) + 1,
        "FSIZE": FILE,
        "NPROC": 0,
        "NOFILE": 64,
        "CORE": 0,
    }


async def _talk(request: bytes, job: Job) -> tuple[bytes, int | None]:
    process = await _spawn(job)
    try:
        async with asyncio.timeout(job.seconds):
            return await _exchange(process, request, job), process.returncode
    except TimeoutError as error:
        raise AgentError(
            f"{job.name} did not answer within {job.seconds:g} seconds and was stopped."
        ) from error
    finally:
        await end(process)


async def _spawn(job: Job) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-B",
            str(WORKER),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            env=environment(),
            cwd="/",
        )
    except OSError as error:
        raise AgentError(f"{job.name} could not be started.", hint=f"{error.strerror}.") from error


async def _exchange(process: asyncio.subprocess.Process, request: bytes, job: Job) -> bytes:
    assert process.stdin is not None  # noqa: S101 - all three were asked for as pipes
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    with contextlib.suppress(ConnectionError):  # it died early; its status says how
        process.stdin.write(request)
        await process.stdin.drain()
        process.stdin.close()
    replying = asyncio.ensure_future(_line(process.stdout))
    printing = asyncio.ensure_future(_count(process, process.stderr))
    leaving = asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait((replying, leaving), return_when=asyncio.FIRST_COMPLETED)
        # A line that was closed brings no answer any more; one that leaves keeps its exit status.
        kill(process)
        reply = await replying
        if not reply:
            await leaving
        if printing.done() and not printing.result():
            raise AgentError(f"{job.name} printed more than {PRINTED // 1024} kB and was stopped.")
    finally:
        for task in (replying, printing, leaving):
            task.cancel()
        await asyncio.gather(replying, printing, leaving, return_exceptions=True)
    if len(reply) > REPLY:
        raise AgentError(f"{job.name} answered with more than {REPLY // 1024} kB.")
    return reply


async def _line(stream: asyncio.StreamReader) -> bytes:
    """One whole line, or what there is of one that is too long; b"" for one that was not ended."""
    data = b""
    while not data.endswith(b"\n") and len(data) <= REPLY:
        chunk = await stream.read(_CHUNK)
        if not chunk:
            return b""
        data += chunk
    return data


async def _count(process: asyncio.subprocess.Process, stream: asyncio.StreamReader) -> bool:
    """Let go of all that is printed; false, and the process is killed, once it is too much."""
    size = 0
    while chunk := await stream.read(_CHUNK):
        size += len(chunk)
        if size > PRINTED:
            kill(process)
            return False
    return True


async def read(stream: asyncio.StreamReader, most: int) -> bytes | None:
    """All of a stream; None as soon as it is longer than `most` bytes."""
    parts, size = [], 0
    while chunk := await stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            return None
        parts.append(chunk)
    return b"".join(parts)


def kill(process: asyncio.subprocess.Process) -> None:
    """Kill the process and all of its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


async def end(process: asyncio.subprocess.Process) -> None:
    """Kill the group and wait for its leader. Who left the group may hold the pipes open for ever,
    so nobody waits for those."""
    kill(process)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_GRACE):
            await process.wait()


def _result(reply: bytes, status: int | None, job: Job) -> Json:
    try:
        message = json.loads(reply) if reply else {}
    except (ValueError, RecursionError):
        message = {}
    if not isinstance(message, dict):
        message = {}
    if "refused" in message:
        raise Refusal(str(message["refused"]))
    if "failed" in message:
        raise AgentError(_failure(message, job))
    if "done" not in message:
        raise AgentError(_death(status, job))
    return message["done"]


def _failure(message: Mapping[str, Json], job: Job) -> str:
    kind, line, name = message["failed"], message.get("line"), message.get("name")
    if kind == "MemoryError":
        return f"{job.name} needed more than {MEMORY // 1024**2} MB of memory and was stopped."
    if kind == "Unreadable":
        return f"{job.name} returned something that is not JSON."
    place = f" in line {line}" if line else ""
    return f"{job.name} failed{place}: {kind}{f' ({name})' if name else ''}."


def _death(status: int | None, job: Job) -> str:
    if status is not None and status < 0:
        number = -status
        if number == signal.SIGXCPU:
            return f"{job.name} used too much of the processor and was stopped."
        known = number in set(signal.Signals)
        return f"{job.name} was killed by {signal.Signals(number).name if known else number}."
    return f"{job.name} stopped without an answer."
