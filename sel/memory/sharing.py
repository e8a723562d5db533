"""What a library needs to know where other processes keep memories in the same place.

Alone it needs a lock. With others each call first learns what they changed, and whoever changes
something keeps all others from it meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

VECTORS = "vectors"
"""The name under which a `Change` tells of a vector, which is in no table of documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A document that another process wrote (`after`) or removed (None), as it was here (`before`).

    Of a vector, whose `table` is `VECTORS`, only a hash of the memory's id (`key`) is known.
    """

    table: str
    number: int = 0
    key: bytes = b""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


Follower = Callable[[Sequence[Change]], None]


class Guard(Protocol):
    """The two ways into a library, both entered again and again by the thread that is inside."""

    @property
    def reading(self) -> AbstractContextManager[object]:
        """Held around whatever only looks. Raises `StoreError` where others cannot be heard."""

    @property
    def changing(self) -> AbstractContextManager[object]:
        """Held around whatever decides and writes: nobody else does so meanwhile. Raises
        `StoreError`."""

    def follow(self, hook: Follower) -> None:
        """Tell this what others changed, on the way in, before anything else is looked at."""


class Alone:
    """The guard of a library that is one process's own: a lock for its threads."""

    def __init__(self) -> None:
        lock = threading.RLock()
        self.reading: AbstractContextManager[object] = lock
        self.changing: AbstractContextManager[object] = lock

    def follow(self, hook: Follower) -> None:
        """There is nobody else."""
