"""The response cache's place outside of the process, in Valkey (`sel.cache.disk.CacheDisk`).

Who may stand in it is the cache's own business: it writes only what belongs to people who
consented. One picture of all is kept for all processes; the last to write wins, which costs time
and nothing else. It goes by itself when the longest-lived answer in it would.

Where the server keeps files (AOF, RDB), forgotten words are in them till they are written anew: so
that is asked for whenever something is forgotten.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import valkey
from valkey.exceptions import ValkeyError

from sel.cache.policy import LIFETIMES
from sel.errors import StoreError

LONGEST = int(max(LIFETIMES.values())) + 1
"""Seconds after which nothing in it would be given any more."""

PATIENCE = 5.0
"""Seconds a rewriting of the server's files is waited for, and an answer."""
LOOK_EVERY = 0.02


class ValkeyDisk:
    """One value in Valkey. All of it raises `StoreError` where the server refuses."""

    def __init__(self, url: str, prefix: str = "sel") -> None:
        self._client: Any = valkey.Valkey.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, client_name="sel"
        )
        self._key, self._aside = f"{prefix}:replies", f"{prefix}:replies:damaged"

    def read(self) -> bytes | None:
        """What was written last; None where nothing was."""
        with _refusals():
            found: bytes | None = self._client.get(self._key)
        return found

    def write(self, data: bytes) -> None:
        """Put this in the place of what is there."""
        with _refusals():
            self._client.set(self._key, data, ex=LONGEST)

    def put_aside(self) -> str:
        """Give what is there another name."""
        with _refusals():
            self._client.rename(self._key, self._aside)
        return self._aside

    def erase(self) -> None:
        """Delete what is there and what was put aside."""
        with _refusals():
            if self._client.delete(self._key, self._aside):
                self._rewrite_files()

    def erase_aside(self) -> None:
        """Delete what was put aside. The cache does so whenever something was forgotten."""
        with _refusals():
            self._client.delete(self._aside)
            self._rewrite_files()

    def _rewrite_files(self) -> None:
        """Have the server write its files anew, if it has any, and wait for it."""
        info = self._client.info("persistence")
        saves = self._client.config_get("save").get("save", "")
        if info.get("aof_enabled"):
            self._client.bgrewriteaof()
        if saves or info.get("rdb_last_save_time_sec", 0) > 0:
            self._client.bgsave(schedule=True)
        end = time.monotonic() + PATIENCE
        while self._busy() and time.monotonic() < end:
            time.sleep(LOOK_EVERY)

    def _busy(self) -> bool:
        info = self._client.info("persistence")
        names = ("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")
        return any(info.get(name) for name in names)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (ValkeyError, OSError) as error:
        raise StoreError(
            f"Valkey refused the cached replies ({type(error).__name__}).",
            hint="All else works as before.",
        ) from None
