"""Where histories are kept: what a store must be able to do, one that lives in RAM, and the keeper
that writes to it.

A store holds one row per channel and tile name; writing a row replaces the one of that name. That
suits an append-only journal: one line per changed tile, folded now and then. It never sees more
of a person than levels, which are theirs all the same: `forget` must leave nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Protocol

from sel.affect.history import tile
from sel.affect.history.happened import PREFIX, Happenings, hour_of, is_one
from sel.affect.history.happened import name as hour_name
from sel.affect.history.pyramid import Added, History
from sel.affect.history.tiers import HOURS, Key
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
        return copy.deepcopy(list(rows))

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
    """Histories of every channel over a store, with what happened.

    What changed is written when five minutes are over, so that a crash loses no more than those;
    what a store refuses is written with the next. Documents that cannot be read are left where they
    are, and counted in `broken`.
    """

    def __init__(self, store: TileStore, zone: str = "") -> None:
        self._store, self._zone = store, zone
        self._histories: dict[str, History] = {}
        self._happened: dict[str, Happenings] = {}
        self._changed: dict[str, dict[str, None]] = {}
        self._dropped: dict[str, dict[str, None]] = {}
        self.broken: dict[str, int] = {}

    def channels(self) -> list[str]:
        """The channels whose histories are at hand, and are not empty."""
        return [channel for channel, history in [*self._histories.items()] if len(history)]

    def history(self, channel: str) -> History:
        """A channel's history, read when first asked for."""
        self._load(channel)
        return self._histories[channel]

    def happenings(self, channel: str) -> Happenings:
        """What happened on a channel."""
        self._load(channel)
        return self._happened[channel]

    def add(self, channel: str, at: float, levels: Iterable[float]) -> Added:
        """Take a sample. Raises `ValueError` as `History.add` does, and `StoreError` where what was
        before could not be written; the sample is taken then."""
        history = self.history(channel)
        before = len(history)
        added = history.add(at, levels)
        begun = len(history) + len(added.dropped) > before
        try:
            if begun and self._changed.get(channel):
                self._write(channel)
        finally:
            self._mark(channel, map(tile.name, added.changed))
            self._let_go(channel, added.dropped)
        return added

    def happened(self, channel: str, at: float, reason: str) -> None:
        """Take what moved the hormones, where there is an hour it can stand beside."""
        if self.history(channel).tile((HOURS.place, hour_of(at))) is None:
            return
        if changed := self._happened[channel].add(at, reason):
            self._mark(channel, [changed])

    def right(self, channel: str, now: float) -> int:
        """Let go of what a wrong clock left after `now`; how many tiles."""
        gone = self.history(channel).without_future(now)
        self._let_go(channel, gone)
        return len(gone)

    def join(self, channel: str, history: History, happenings: Happenings) -> None:
        """Take in what is known from elsewhere; it counts as written."""
        self.history(channel).join(history)
        self._happened[channel].join(happenings)

    def flush(self) -> None:
        """Write what is not written yet; to be called before the end."""
        for channel in {**self._changed, **self._dropped}:
            self._write(channel)

    def forget(self, channel: str) -> None:
        """Let go of everything of a channel, here and in the store."""
        self.leave(channel)
        self._store.forget(channel)

    def leave(self, channel: str) -> None:
        """Let go of what is here of a channel that the store has forgotten."""
        for held in (self._histories, self._happened, self._changed, self._dropped, self.broken):
            held.pop(channel, None)

    def _load(self, channel: str) -> None:
        if channel in self._histories:
            return
        found = list(self._store.load(channel))
        felt = [one for one in found if is_one(one)]
        rest = (one for one in found if not is_one(one))
        self._happened[channel], broken = Happenings.of(felt)
        self._histories[channel], more = History.of(rest, self._zone)
        if broken + more:
            self.broken[channel] = broken + more

    def _mark(self, channel: str, names: Iterable[str]) -> None:
        dropped, changed = self._dropped.get(channel, {}), self._changed.setdefault(channel, {})
        for name in names:
            changed[name] = None
            dropped.pop(name, None)  # it is there again

    def _let_go(self, channel: str, keys: Iterable[Key]) -> None:
        """Tiles are gone, and with hours what happened in them."""
        dropped, happened = self._dropped.setdefault(channel, {}), self._happened[channel]
        for key in keys:
            dropped[tile.name(key)] = None
            if key[0] == HOURS.place and happened.drop(key[1]):
                dropped[hour_name(key[1])] = None

    def _write(self, channel: str) -> None:
        names = self._changed.get(channel, {})
        put = self._histories[channel].documents(
            tile.key(name) for name in names if not name.startswith(PREFIX)
        )
        put += self._happened[channel].documents(name for name in names if name.startswith(PREFIX))
        drop = [*self._dropped.get(channel, {})]
        if put or drop:
            self._store.change(channel, put, drop)
        self._changed.pop(channel, None)
        self._dropped.pop(channel, None)
