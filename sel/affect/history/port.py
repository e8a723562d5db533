"""Where histories are kept: what a store must be able to do, one that lives in RAM, and the keeper
that writes to it.

A store holds one row per channel and tile name; writing a row replaces the one of that name. That
suits an append-only journal: one line per changed tile, folded now and then. It never sees more
of a person than levels, which are theirs all the same: `forget` must leave nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sel.affect.history import tile
from sel.affect.history.pyramid import Added, History
from sel.affect.history.tiers import Key
from sel.affect.history.tile import Document


class TileStore(Protocol):
    """What keeps tiles. Every call is done when it returns; errors are `StoreError`s."""

    def channels(self) -> Sequence[str]:
        """The channels there is something of."""

    def load(self, channel: str) -> Iterable[Document]:
        """Every document of a channel, in any order; nothing for an unknown one."""

    def change(self, channel: str, put: Sequence[Document], drop: Sequence[str]) -> None:
        """Write documents, each in place of the one with its "key", and drop others by key; all
        of it or nothing."""

    def forget(self, channel: str) -> None:
        """Remove everything of a channel, without a trace."""


class RamTiles:
    """A `TileStore` that ends with the process."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Document]] = {}

    def channels(self) -> Sequence[str]:
        """The channels there is something of."""
        return sorted(self._rows)

    def load(self, channel: str) -> Iterable[Document]:
        """Copies of every document of a channel."""
        rows = self._rows.get(channel, {}).values()
        return [{**row, "tile": list(row["tile"])} for row in rows]

    def change(self, channel: str, put: Sequence[Document], drop: Sequence[str]) -> None:
        """Write and drop documents."""
        rows = self._rows.setdefault(channel, {})
        rows.update((row["key"], row) for row in put)
        for key in drop:
            rows.pop(key, None)

    def forget(self, channel: str) -> None:
        """Remove everything of a channel."""
        self._rows.pop(channel, None)


class Keeper:
    """Histories of every channel over a store.

    What changed is written when five minutes are over, so that a crash loses no more than those.
    Documents that cannot be read are left where they are, and counted in `broken`.
    """

    def __init__(self, store: TileStore, zone: str = "") -> None:
        self._store, self._zone = store, zone
        self._histories: dict[str, History] = {}
        self._changed: dict[str, dict[Key, None]] = {}
        self._dropped: dict[str, dict[Key, None]] = {}
        self.broken: dict[str, int] = {}

    def history(self, channel: str) -> History:
        """A channel's history, read when first asked for."""
        if channel not in self._histories:
            found = self._store.load(channel)
            self._histories[channel], broken = History.of(found, self._zone)
            if broken:
                self.broken[channel] = broken
        return self._histories[channel]

    def add(self, channel: str, at: float, levels: Iterable[float]) -> Added:
        """Take a sample. Raises `ValueError` as `History.add` does."""
        history = self.history(channel)
        before = len(history)
        added = history.add(at, levels)
        changed = self._changed.setdefault(channel, {})
        begun = len(history) + len(added.dropped) > before
        if begun and changed:
            self._write(channel)
            changed = self._changed.setdefault(channel, {})
        changed.update(dict.fromkeys(added.changed))
        self._dropped.setdefault(channel, {}).update(dict.fromkeys(added.dropped))
        return added

    def flush(self) -> None:
        """Write what is not written yet; to be called before the end."""
        for channel in list(self._changed):
            self._write(channel)

    def forget(self, channel: str) -> None:
        """Let go of everything of a channel, here and in the store."""
        for held in (self._histories, self._changed, self._dropped, self.broken):
            held.pop(channel, None)
        self._store.forget(channel)

    def _write(self, channel: str) -> None:
        put = self._histories[channel].documents(self._changed.get(channel, {}))
        drop = [tile.name(key) for key in self._dropped.get(channel, {})]
        if put or drop:
            self._store.change(channel, put, drop)
        self._changed.pop(channel, None)
        self._dropped.pop(channel, None)
