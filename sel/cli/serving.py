"""A running brain's figures over HTTP, while somebody wants them; see `sel.metrics`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sel.errors import SelError, SettingError
from sel.observe.processes import Processes
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.brain.door.control import Answerer
    from sel.brain.insight import Observer
    from sel.metrics.sources import Histories, Sources


def sources(
    observer: Observer,
    *,
    histories: Histories | None = None,
) -> Sources:
    """What the metrics read of a brain. Its processes are looked at by a look of the metrics' own:
    shares of the processor are told since the look before."""
    from sel.cli.version import version
    from sel.metrics.sources import Sources

    processes, agents = Processes(), observer.parts.agents
    return Sources(
        monitor=observer.parts.monitor,
        cache=observer.parts.cache,
        agents_cache=agents.cache if agents else None,
        histories=histories,
        replies=observer.figures.counts,
        processes=lambda: processes.look(observer.children()),
        version=version(),
    )


class Serving:
    """Serves when it is asked to, once at a time; `make` gives the sources then."""

    def __init__(self, make: Callable[[], Sources], paths: Paths) -> None:
        self._make, self._paths = make, paths
        self._held = contextlib.AsyncExitStack()
        self._changing = asyncio.Lock()
        self.url = ""

    async def serve(self, port: int | None = None, host: str = "") -> str:
        """Begin, on a port of one's own choice (0: any that is free); the URL without a path.

        Raises `SelError` where it is served already, and as `sel.metrics.server.serving` does.
        """
        from sel.metrics.server import HOST, PORT, serving

        async with self._changing:
            if self.url:
                raise SelError("The figures are served already.", where=self.url)
            wanted = PORT if port is None else port
            served = await self._held.enter_async_context(
                serving(self._make(), wanted, self._paths, host or HOST)
            )
            self.url = served.url
        return served.url

    async def stop(self) -> bool:
        """End; False where nothing was served."""
        async with self._changing:
            served, self.url = self.url, ""
            await self._held.aclose()
        return bool(served)

    def answers(self) -> Mapping[str, Answerer]:
        """What `sel serve` asks for at the door."""
        return {"serve": self._asked_to_serve, "stop serving": self._asked_to_stop}

    async def _asked_to_serve(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """`begun` is False where it was served before; then what was asked for is not looked at."""
        if self.url:
            return {"url": self.url, "begun": False}
        port, host = question.get("port"), question.get("host", "")
        if not isinstance(port, int | None) or not isinstance(host, str):
            raise SettingError("A port is a number from 0 to 65535.")
        return {"url": await self.serve(port, host), "begun": True}

    async def _asked_to_stop(self, _: Mapping[str, Any]) -> dict[str, Any]:
        return {"stopped": await self.stop()}
