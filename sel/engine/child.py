"""A child process spoken to over a socketpair in JSON lines; its fds 1 and 2 go to a log file.

Native libraries and torch live only in such children: they may crash, print to the terminal's fds
and keep memory. This module knows nothing of what a child does.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from sel.paths import PRIVATE_FILE

LINE_LIMIT = 64 * 1024 * 1024
"""Longest message in bytes: a pasted megabyte, escaped, with room to spare."""
LOG_LIMIT = 1024 * 1024
"""A child's log is begun anew once it is longer than this, in bytes."""

SPIN = "100"
"""How often a waiting OpenMP thread looks before it sleeps. The default (300,000) lets threads
that wait burn the very core the one they wait for needs: with the machine otherwise busy, that cost
a factor of 25 in tokens/s here (2 cores, load 7: 1.7 against 45)."""


class ChildGone(Exception):
    """The child died or closed its end."""


class Child:
    """One running child. Make it with `spawn`; always end it with `end` (or await `wait`)."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def spawn(cls, module: str, log_path: Path, args: Sequence[str] = ()) -> Child:
        """Run `python -m module --fd N args…`; 31-44 ms for a bare one. Raises `OSError`."""
        ours, theirs = socket.socketpair()
        try:
            with open_log(log_path) as log:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    module,
                    "--fd",
                    str(theirs.fileno()),
                    *args,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,  # the terminal's Ctrl+C is for the face alone
                    env=os.environ | {"GOMP_SPINCOUNT": SPIN},
                )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        reader, writer = await asyncio.open_connection(sock=ours, limit=LINE_LIMIT)
        return cls(process, reader, writer)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def send(self, message: dict[str, Any]) -> None:
        """Queue a message; never waits. Raises `ChildGone`."""
        if self._writer.is_closing():
            raise ChildGone
        self._writer.write(json.dumps(message).encode() + b"\n")

    async def receive(self) -> dict[str, Any]:
        """The next message. Raises `ChildGone` when there will be none."""
        try:
            line = await self._reader.readline()
        except (ConnectionError, ValueError) as error:
            raise ChildGone from error
        if not line.endswith(b"\n"):
            raise ChildGone
        message: dict[str, Any] = json.loads(line)
        return message

    async def wait(self) -> int:
        """Wait for the end; the exit status, negative for a signal (-11 is SIGSEGV)."""
        return await self._process.wait()

    async def end(self, grace: float = 2.0) -> int:
        """Close the line (the child then leaves by itself), and kill after `grace` seconds."""
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()
        try:
            async with asyncio.timeout(grace):
                return await self._process.wait()
        except TimeoutError:
            self.kill()
            return await self._process.wait()

    def kill(self) -> None:
        """SIGKILL, for a child that no longer answers."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()


def open_log(path: Path) -> IO[bytes]:
    """The log for a child's fds 1 and 2, readable by its owner only, begun anew when long.

    On a disk that refuses, the words go nowhere: SEL talks without a log.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        long = path.exists() and path.stat().st_size > LOG_LIMIT
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if long else os.O_APPEND)
        return os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")
    except OSError:
        return Path(os.devnull).open("wb")
