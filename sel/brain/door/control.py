"""A door into a running brain for the command line: a Unix socket only its owner can open.

`sel prompt --last`, `sel mood` and `sel memory` ask here: what is said lives in the running SEL's
memory, and what is remembered has one owner. One JSON line in; out come `{"part": […]}` for each
piece of a long list, then one last line.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sel.brain.door.memory import MemoryDoor
from sel.brain.door.wire import plain
from sel.errors import SelError, StoreError, from_wire, to_wire
from sel.paths import Paths
from sel.tasks import TaskOwner

if TYPE_CHECKING:
    from sel.brain.mixture import MixtureBrain

ANSWER_SECONDS = 120.0
"""Longest silence of a running SEL: rewriting the files of a million memories takes some."""
LONGEST_LINE = 1 << 26
"""Bytes of a question or of a line of an answer: 128 memories as long as they may be, escaped."""
PIECE = 500
"""Things of a list sent at once, so that the brain gets to other work in between."""

Answerer = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]
"""Answers one kind of question; raises `SelError`."""
NO_MORE: Mapping[str, Answerer] = MappingProxyType({})
NOT_ASKED = "A running SEL cannot be asked for {!r}."
"""What one says that does not know the question, as one that is older may."""


def socket_path(paths: Paths) -> Path:
    """Where the door is."""
    return paths.state / "sel.sock"


# ---------------------------------------------------------------- inside


@contextlib.asynccontextmanager
async def serving(
    brain: MixtureBrain, paths: Paths, more: Mapping[str, Answerer] = NO_MORE
) -> AsyncIterator[None]:
    """Keep the door open while the block runs. Without a door SEL still talks.

    `more` answers, by what is asked for, what the brain itself cannot.
    """
    path, callers = socket_path(paths), TaskOwner("door")

    def come_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.start(_serve(brain, more, reader, writer), "caller")

    try:
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            server = await asyncio.start_unix_server(come_in, path, limit=LONGEST_LINE)
        finally:
            os.umask(before)
    except OSError:  # a path too long for a socket, a read-only folder
        yield
        return
    try:
        yield
    finally:
        server.close()
        await callers.stop()  # what the memory has begun comes to its end all the same
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


async def _serve(
    brain: MixtureBrain,
    more: Mapping[str, Answerer],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """Answer one caller's questions, one after the other, until they go."""
    memory = MemoryDoor(brain)
    try:
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                async for answer in _answers(brain, more, memory, line):
                    writer.write(answer)
                    await writer.drain()
    except ValueError:  # a line without end
        writer.write(await _line({"error": to_wire(SelError("That question is too long."))}))
    finally:
        writer.close()


async def _answers(
    brain: MixtureBrain, more: Mapping[str, Answerer], memory: MemoryDoor, line: bytes
) -> AsyncIterator[bytes]:
    try:
        question = json.loads(line)
        if question["ask"] == "memory":
            call, given = question["call"], dict(question["with"])
            found = await memory.call(call, given, lexical=bool(question.get("lexical")))
        elif question["ask"] == "history":
            found = await _history(brain, question.get("channel"))
        else:
            yield await _line(await _answer(brain, more, question))
            return
    except SelError as error:
        yield await _line({"error": to_wire(error)})
        return
    except (ValueError, KeyError, TypeError, RecursionError):
        yield await _line({"error": to_wire(SelError("That question was not understood."))})
        return
    pieces = found if isinstance(found, list) else []
    for start in range(0, len(pieces), PIECE):
        yield await _line({"part": pieces[start : start + PIECE]})
    last = [] if isinstance(found, list) else found
    yield await _line({"value": last, "by_words": memory.by_words})


async def _history(brain: MixtureBrain, channel: str | None) -> list[Any]:
    """The documents of a channel's hormones; without one, the channels there are."""
    if channel is None:
        return [*await brain.hormone_channels()]
    return [*await brain.hormone_documents(channel)]


async def _line(answer: dict[str, Any]) -> bytes:
    """The answer as a line; made in a thread, so that a long one holds nobody up."""
    return await asyncio.to_thread(lambda: json.dumps(plain(answer)).encode() + b"\n")


async def _answer(
    brain: MixtureBrain, more: Mapping[str, Answerer], question: Mapping[str, Any]
) -> dict[str, Any]:
    match question["ask"]:
        case "prompt":
            parts = await brain.prompt_parts(question["channel"])
            return {"components": [list(part) for part in parts]}
        case "stats":
            return {"stats": (await brain.insight()).as_json()}
        case "affect":
            return {"affect": dataclasses.asdict(brain.snapshot().affect)}
        case other if other in more:
            return await more[other](question)
        case other:
            raise SelError(NOT_ASKED.format(other))


# ---------------------------------------------------------------- outside


class Gone(StoreError):
    """The running SEL went away before it had answered, or does not answer at all."""


class Caller:
    """Another process at the door, until it is closed. For code that is not async."""

    def __init__(self, door: socket.socket) -> None:
        self._door, self._answers = door, door.makefile("rb")
        self._silent = False

    @classmethod
    def at(cls, paths: Paths) -> Caller | None:
        """At the door of the SEL that runs with these folders; None where there is none."""
        door = socket.socket(socket.AF_UNIX)
        try:
            door.settimeout(ANSWER_SECONDS)
            door.connect(str(socket_path(paths)))
        except OSError:
            door.close()
            return None
        return cls(door)

    def ask(self, question: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The lines of the answer, up to the last. Raises the `SelError` that SEL answers with,
        and `Gone`. After a silence nothing more is asked: it would be done, and nobody told."""
        if self._silent:
            raise Gone("The SEL that is running did not answer before, so it was not asked again.")
        try:
            self._door.sendall(json.dumps(question).encode() + b"\n")
            while line := self._answers.readline(LONGEST_LINE):
                answer: dict[str, Any] = json.loads(line)
                if "error" in answer:
                    raise from_wire(answer["error"])
                yield answer
                if "part" not in answer:
                    return
        except TimeoutError:
            self._silent = True
            raise Gone("The SEL that is running does not answer.", hint=_PERHAPS) from None
        except (OSError, ValueError):  # ValueError: a line that was cut short
            pass
        raise Gone("The SEL that was running went away while it was asked.", hint=_LATER)

    def fileno(self) -> int:
        """The door, for whoever waits: between two questions it becomes readable when SEL goes."""
        return self._door.fileno()

    def close(self) -> None:
        """Leave."""
        self._answers.close()
        self._door.close()


_PERHAPS = "It may still do what it was asked; look whether it did before you ask again."
_LATER = "What it had said before is done; look whether the last of it is, and ask again."


def ask(paths: Paths, question: dict[str, Any]) -> dict[str, Any] | None:
    """Ask the running SEL for one thing; None when none runs here or it goes meanwhile. Raises the
    `SelError` it answers with."""
    caller = Caller.at(paths)
    if caller is None:
        return None
    with contextlib.closing(caller):
        try:
            return next(caller.ask(question))
        except Gone:
            return None
