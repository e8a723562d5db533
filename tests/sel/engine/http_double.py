"""A small HTTP server on loopback that answers as a test tells it to, byte by byte."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Answer = Sequence[bytes | float | Callable[[], None]]
"""Bytes to send, seconds to wait, things to call; then the connection is closed."""

OPENING = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def plain(status: int, body: str = "{}", **headers: str) -> Answer:
    lines = [f"HTTP/1.1 {status} Word", f"Content-Length: {len(body.encode())}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return [("\r\n".join(lines) + "\r\nConnection: close\r\n\r\n" + body).encode()]


def event(**chunk: Any) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def said(text: str) -> bytes:
    return event(choices=[{"index": 0, "delta": {"content": text}}])


def ended(reason: str = "stop", **usage: Any) -> bytes:
    last = event(choices=[{"index": 0, "delta": {}, "finish_reason": reason}])
    return last + (event(choices=[], usage=usage) if usage else b"") + b"data: [DONE]\n\n"


def reply(*texts: str, reason: str = "stop", **usage: Any) -> Answer:
    return [OPENING, *(said(text) for text in texts), ended(reason, **usage)]


MODELS = plain(200, json.dumps({"data": [{"id": "first"}, {"id": "second"}]}))


@dataclass
class Double:
    """`answers` are used up in order, the last for ever; GET is answered by `models`."""

    answers: list[Answer] = field(default_factory=list)
    models: Answer = field(default_factory=lambda: MODELS)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            answer = await self._answer_for(head, reader)
            for step in answer:
                await self._do(step, writer)
            writer.close()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        except asyncio.CancelledError:  # the test is over
            writer.close()

    async def _answer_for(self, head: str, reader: asyncio.StreamReader) -> Answer:
        self.heads.append(head)
        if head.startswith("GET"):
            return self.models
        length = next(
            int(line.split(":")[1])
            for line in head.splitlines()
            if line.lower().startswith("content-length")
        )
        body = json.loads(await reader.readexactly(length))
        if "/tokenize" in head:
            return plain(404)
        self.bodies.append(body)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def _do(
        self, step: bytes | float | Callable[[], None], writer: asyncio.StreamWriter
    ) -> None:
        if isinstance(step, bytes):
            writer.write(step)
            await writer.drain()
        elif isinstance(step, (float, int)):
            await asyncio.sleep(step)
        else:
            step()


@asynccontextmanager
async def serving(*answers: Answer, models: Answer = MODELS) -> AsyncIterator[Double]:
    double = Double(list(answers), models)
    server = await asyncio.start_server(double.handle, "127.0.0.1", 0)
    double.port = server.sockets[0].getsockname()[1]
    try:
        yield double
    finally:
        server.close()
