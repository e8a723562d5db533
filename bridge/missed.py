"""What was said while SEL was not there: looked up after a gap, and handed to the ears.

A connection that is resumed is sent what it missed, unless the gap was too long; a new login and a
new start are sent nothing. Whether a message was answered before is known to the claims, also
across a restart: here everything young enough is handed on. Channels are kept by their ids only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tinydb.table import Document

if TYPE_CHECKING:
    from tinydb.table import Table

TABLE = "known_channels"
KEPT = 500
"""Channels that are remembered from one start to the next."""
LOOKED_AT = 40
"""Channels that are looked at besides those of which Discord tells that something was said. In a
direct message it does not tell."""
WRITE_SECONDS = 3600.0
"""A channel in use is written down anew this often; which one was used last matters little."""


class Newest(NamedTuple):
    """When something was said last on a channel, in Unix seconds."""

    channel_id: int
    at: float


class KnownChannels:
    """The channels SEL heard something on, and when last; `table` keeps them."""

    def __init__(self, table: Table) -> None:
        """Reads the table. Raises `StoreError`."""
        self._table = table
        self._at = self.read()
        self._written = dict(self._at)

    def read(self) -> dict[int, float]:
        """What the table has, which others may share; for a thread. Raises `StoreError`."""
        return {row.doc_id: float(row.get("at", 0.0)) for row in self._table.all()}

    def take_in(self, kept: Mapping[int, float]) -> None:
        """Know what others have heard, too."""
        self._written.update(kept)
        for channel_id, at in kept.items():
            self._at[channel_id] = max(at, self._at.get(channel_id, 0.0))

    def heard(self, channel_id: int, at: float) -> Callable[[], None] | None:
        """Something was said there. What is to be done on the disk, in a thread, if anything; that
        raises `StoreError`."""
        self._at[channel_id] = max(at, self._at.get(channel_id, 0.0))
        if at - self._written.get(channel_id, -WRITE_SECONDS) < WRITE_SECONDS:
            return None
        self._written[channel_id] = at
        gone = self._oldest() if len(self._written) > KEPT else None

        def write() -> None:
            self._table.upsert(Document({"at": at}, doc_id=channel_id))
            if gone is not None:
                self._table.remove(doc_ids=[gone])

        return write

    def _oldest(self) -> int:
        """The one to be let go."""
        oldest = min(self._written, key=lambda one: self._written[one])
        del self._written[oldest]
        self._at.pop(oldest, None)
        return oldest

    def at(self) -> Mapping[int, float]:
        """When something was said last, by channel."""
        return self._at


def worth_a_look(known: Mapping[int, float], told: Iterable[Newest], since: float) -> list[int]:
    """The channels on which something may have been said since then: those of which Discord tells
    so, the newest first, then those SEL knows from before and hears nothing of."""
    newest = dict(told)
    busy = sorted((one for one in newest if newest[one] >= since), key=lambda one: -newest[one])
    quiet = sorted((one for one in known if one not in newest), key=lambda one: -known[one])
    return [*busy, *quiet[:LOOKED_AT]]
