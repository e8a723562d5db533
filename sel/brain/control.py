"""A door into a running brain for the command line: a Unix socket only its owner can open.

`sel prompt --last` and `sel mood` ask here, since what is said lives in the running SEL's memory
and nowhere on disk. One JSON line in, one out.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.errors import SelError, from_wire, to_wire
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.brain.mixture import MixtureBrain

ANSWER_SECONDS = 10.0
LONGEST_ANSWER = 1 << 24


def socket_path(paths: Paths) -> Path:
    """Where the door is."""
    return paths.state / "sel.sock"


@contextlib.asynccontextmanager
async def serving(brain: MixtureBrain, paths: Paths) -> AsyncIterator[None]:
    """Keep the door open while the block runs. Without a door SEL still talks."""
    path = socket_path(paths)
    try:
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            server = await asyncio.start_unix_server(lambda r, w: _serve(brain, r, w), path)
        finally:
            os.umask(before)
    except OSError:  # a path too long for a socket, a read-only folder
        yield
        return
    try:
        yield
    finally:
        server.close()
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


async def _serve(
    brain: MixtureBrain, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    with contextlib.suppress(ConnectionError):
        try:
            answer = await _answer(brain, json.loads(await reader.readline()))
        except SelError as error:
            answer = {"error": to_wire(error)}
        except (ValueError, KeyError, TypeError):
            answer = {"error": to_wire(SelError("That question was not understood."))}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
    writer.close()


async def _answer(brain: MixtureBrain, question: dict[str, Any]) -> dict[str, Any]:
    match question["ask"]:
        case "prompt":
            parts = await brain.prompt_parts(question["channel"])
            return {"components": [list(part) for part in parts]}
        case "affect":
            return {"affect": dataclasses.asdict(brain.snapshot().affect)}
        case other:
            raise SelError(f"A running SEL cannot be asked for {other!r}.")


def ask(paths: Paths, question: dict[str, Any]) -> dict[str, Any] | None:
    """Ask the running SEL; None when none runs here. Raises the `SelError` it answers with."""
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(ANSWER_SECONDS)
            door.connect(str(socket_path(paths)))
            door.sendall(json.dumps(question).encode() + b"\n")
            line = door.makefile("rb").readline(LONGEST_ANSWER)
    except OSError:
        return None
    answer: dict[str, Any] = json.loads(line or b"{}")
    if "error" in answer:
        raise from_wire(answer["error"])
    return answer
