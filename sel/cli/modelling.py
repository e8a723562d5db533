"""One download at a time, in a thread of its own that nobody has to wait for."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sel.errors import FetchError, SelError
from sel.model_events import OffersView, PullModel, PullState, PullView
from sel.models.listing import Terms
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.fetch.fetch import Progress
    from sel.fetch.hub import Hub, HubFile
    from sel.models.offers import Stock

EVERY = 0.2
"""Seconds between two words of how far it is."""


class _Stopped(Exception):
    """The person wants no more of it."""


class Pulling:
    """Asks the hub and fetches from it. `changed` is called in the event loop, with what is new;
    `arrived` once the models on this machine are others."""

    def __init__(
        self,
        paths: Paths,
        terms: Callable[[], Terms],
        changed: Callable[[PullView], None],
        arrived: Callable[[], None],
    ) -> None:
        self._paths, self._terms = paths, terms
        self._changed, self._arrived = changed, arrived
        self._stocks: dict[str, Stock] = {}
        self._stop = threading.Event()
        self._running = False
        self._told = 0.0
        self.view: PullView | None = None

    async def offers(self, repo: str) -> OffersView:
        """What a repository has; it is remembered for `begin`. Raises `FetchError`."""
        from sel.models.offers import look, wanted
        from sel.models.pull import is_here

        name = wanted(repo, hub().address).repo
        terms, here = self._terms(), is_here(self._paths, name)
        stock = await asyncio.to_thread(look, hub(), name, terms, time.sleep, here)
        self._stocks[name] = stock
        return stock.view

    async def begin(self, command: PullModel) -> None:
        """Begin to fetch. Raises `FetchError` where it cannot begin."""
        if self._running:
            raise FetchError("Another model is being fetched.", hint="Let it finish, or stop it.")
        if command.repo not in self._stocks:
            await self.offers(command.repo)
        files = self._stocks[command.repo].of(command.files)
        self._running = True
        self._stop.clear()
        name = command.files[0].rpartition("/")[2].removesuffix(".gguf")
        self.view = PullView(
            repo=command.repo,
            name=name,
            files=command.files,
            total=sum(file.size for file in files),
        )
        loop = asyncio.get_running_loop()

        def work() -> None:
            ending = self._fetch(command.repo, files, loop)
            _call(loop, self._end, *ending)

        threading.Thread(target=work, name="pull", daemon=True).start()
        self._changed(self.view)

    def stop(self) -> None:
        """Fetch no more; what came stays. Seen with the next bytes, or after half a minute."""
        self._stop.set()

    def _fetch(
        self, repo: str, files: tuple[HubFile, ...], loop: asyncio.AbstractEventLoop
    ) -> tuple[PullState, str]:
        """In its thread: how it ended, and a sentence where it failed."""
        from sel.models.pull import pull

        def tell(progress: Progress) -> None:
            if self._stop.is_set():
                raise _Stopped
            now = time.monotonic()
            if now - self._told >= EVERY:
                self._told = now
                _call(loop, self._progress, progress.done, progress.speed)

        def rest(seconds: float) -> None:
            if self._stop.wait(seconds):
                raise _Stopped

        try:
            pull(hub(), repo, files, self._paths.ready(), tell=tell, sleep=rest)
        except _Stopped:
            return "stopped", ""
        except SelError as error:
            return "failed", error.sentence()
        except Exception as error:  # noqa: BLE001 - a thread's edge: it must not be fetching for ever
            return "failed", f"Fetching failed ({type(error).__name__})."
        return "done", ""

    def _progress(self, done: int, speed: float) -> None:
        if self.view is not None and self._running:
            self.view = replace(self.view, done=done, speed=speed)
            self._changed(self.view)

    def _end(self, state: PullState, error: str) -> None:
        self._running = False
        if self.view is not None:
            done = self.view.total if state == "done" else self.view.done
            self.view = replace(self.view, state=state, error=error, done=done, speed=0.0)
            self._changed(self.view)
        self._arrived()


def hub() -> Hub:
    """The hub that is asked when the person asks. Raises `FetchError`."""
    from sel.fetch.hub import from_environment

    return from_environment(os.environ)


def _call(loop: asyncio.AbstractEventLoop, what: Callable[..., None], *with_: object) -> None:
    try:
        loop.call_soon_threadsafe(what, *with_)
    except RuntimeError:  # SEL has been left meanwhile
        return
