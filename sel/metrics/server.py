"""Serving: a thread and an event loop of its own, so that no turn ever waits for a scrape.

async with serving(sources, port, paths) as served:
    print(served.url)
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.errors import SelError, SettingError
from sel.metrics.guard import is_here
from sel.metrics.sources import Sources
from sel.metrics.token import token
from sel.paths import Paths

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
PORT = 9167
"""Not among those that Prometheus' list gives to widely used exporters of a person's machine."""

AT_ONCE = 32
"""Connections at the same time; more are told to come back (503)."""

END_SECONDS = 2
"""How long requests under way may take when the serving ends."""

_TICK = 0.01


@dataclass(frozen=True, slots=True)
class Served:
    """Where the metrics are to be found."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address, without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


@contextlib.asynccontextmanager
async def serving(
    sources: Sources, port: int, paths: Paths, host: str = HOST
) -> AsyncIterator[Served]:
    """Serve while the block runs; `port` 0 takes any that is free.

    Raises `SettingError` for a host that is not this machine, a port that is none, taken or not
    allowed, and where the extra is missing; `StoreError` where the token cannot be kept.
    """
    listener = listening(host, port)
    with contextlib.closing(listener):
        server = await asyncio.to_thread(_made, sources, paths)
        thread = threading.Thread(
            target=server.run, args=([listener],), name="sel-metrics", daemon=True
        )
        thread.start()
        try:
            await _started(server, thread)
            yield Served(host, listener.getsockname()[1])
        finally:
            server.should_exit = True
            await asyncio.to_thread(thread.join, 2 * END_SECONDS)


def listening(host: str, port: int) -> socket.socket:
    """A socket of this machine's that nobody else can reach. Raises `SettingError`."""
    if not is_here(host):
        raise SettingError(
            "The metrics are served to this machine only.", hint=f"Leave the host at {HOST}."
        )
    if not 0 <= port <= 65_535:
        raise SettingError("A port is a number from 0 to 65535.", where=str(port))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise _not_bound(error, port) from error
    return listener


def _not_bound(error: OSError, port: int) -> SettingError:
    if error.errno == errno.EADDRINUSE:
        title = f"Port {port} is in use already, perhaps by another SEL."
        return SettingError(title, hint="Choose another: --port 0 takes any that is free.")
    if error.errno == errno.EACCES:
        title = f"Port {port} is not for everybody."
        return SettingError(title, hint="Choose one above 1023.")
    return SettingError(f"Port {port} cannot be served: {error.strerror}.")


def _made(sources: Sources, paths: Paths) -> uvicorn.Server:
    """The server, not started: half a second of imports, so not in anybody's loop."""
    try:
        import uvicorn

        from sel.metrics.app import application
    except ModuleNotFoundError as error:
        raise SettingError(
            f"Serving metrics needs {error.name}, which is not installed.",
            hint="Install it: pip install 'sel-companion[metrics]'.",
        ) from error
    config = uvicorn.Config(
        application(sources, token(paths)),
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=END_SECONDS,
    )
    return uvicorn.Server(config)


async def _started(server: uvicorn.Server, thread: threading.Thread) -> None:
    while not server.started:
        if not thread.is_alive():
            raise SelError("The metrics could not be served.", hint="The log says why.")
        await asyncio.sleep(_TICK)
