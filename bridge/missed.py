"""What was said while SEL was not there: looked up after a gap, and handed to the ears.

A connection that is resumed is sent what it missed, unless the gap was too long; a new login and a
new start are sent nothing. Whether a message was answered before is known to the claims, also
across a restart: here everything young enough is handed on. Channels are kept by their ids only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """The channels SEL heard something on, and when last; `table` keeps them, None forgets."""

    def __init__(self, table: Table | None) -> None:
        self._table = table
        self._at: dict[int, float] = {}
        self._written: dict[int, float] = {}
        self.look_again()

    def look_again(self) -> None:
        """Another process that shares the table may have heard something. Raises `StoreError`."""
        for row in self._table.all() if self._table is not None else ():
            at = self._written[row.doc_id] = float(row.get("at", 0.0))
            self._at[row.doc_id] = max(at, self._at.get(row.doc_id, 0.0))

    def heard(self, channel_id: int, at: float) -> None:
        """Something was said there. Raises `StoreError` as the disk does."""
        self._at[channel_id] = max(at, self._at.get(channel_id, 0.0))
        if (
            self._table is None
            or at - self._written.get(channel_id, -WRITE_SECONDS) < WRITE_SECONDS
        ):
            return
        self._written[channel_id] = at
        self._table.upsert(Document({"at": at}, doc_id=channel_id))
        self._let_go(self._table)

    def _let_go(self, table: Table) -> None:
        if len(self._written) <= KEPT:
            return
        oldest = min(self._written, key=lambda one: self._written[one])
        del self._written[oldest]
        self._at.pop(oldest, None)
        table.remove(doc_ids=[oldest])

    def forget(self, channel_id: int) -> None:
        """It is not to be looked at any more."""
        self._at.pop(channel_id, None)
        if self._written.pop(channel_id, None) is not None and self._table is not None:
            self._table.remove(doc_ids=[channel_id])

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
