"""The hormones' histories on disk: a folder of documents of its own, beside the memory's.

There are no words in it: tiles of levels, reasons such as "thanks", and on each channel the names
of those who let SEL remember them. Opened and used in the memory's thread. Nothing is made before
the first write; forgetting leaves no byte.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from sel.affect.history.happened import PREFIX
from sel.affect.history.tile import Document
from sel.brain.hormones.ledger import receipt
from sel.errors import StoreError
from sel.store.store import Store
from sel.store.table import Document as Row

FOLD_AT = 1 << 18
"""Bytes of journal that are folded, or as many as the snapshot has: half a day of them."""

_PEOPLE, _UNFINISHED = "people", "unfinished"
_OF = "of:"
"""Before a channel's name in the name of its table."""


class KeptTiles:
    """A `TileStore` that knows whose the tiles are. All of it raises `StoreError`."""

    def __init__(self, folder: Path) -> None:
        """Open what is there; a forgetting that was cut short is finished."""
        self._store = Store(folder, fold_at=FOLD_AT)
        self._people = self._store.table(_PEOPLE)
        self._rows = {str(row.get("channel", "")): row.doc_id for row in self._people}
        if len(self._store.table(_UNFINISHED)):
            self._clean()

    @property
    def notices(self) -> tuple[str, ...]:
        """Plain sentences about what opening found and did."""
        return self._store.notices

    def close(self) -> None:
        """Let go of the folder."""
        self._store.close()

    # ------------------------------------------------------------ tiles

    def channels(self) -> Sequence[str]:
        """The channels there is something of."""
        names = self._store.tables()
        return sorted(name.removeprefix(_OF) for name in names if name.startswith(_OF))

    def load(self, channel: str) -> Iterable[Document]:
        """Every document of a channel, in any order; nothing for an unknown one."""
        return [dict(row) for row in self._store.table(_OF + channel)]

    def change(self, channel: str, put: Sequence[Document], drop: Sequence[str]) -> None:
        """Write documents, each in place of the one with its "key", and drop others by key."""
        table = self._store.table(_OF + channel)
        with self._store.batch():
            for one in put:
                table.upsert(Row(one, _number(one["key"])))
            there = [n for n in map(_number, drop) if table.get(doc_id=n) is not None]
            table.remove(doc_ids=there)

    def forget(self, channel: str) -> None:
        """Remove everything of a channel, without a trace."""
        self._forget([channel])

    # ------------------------------------------------------------ people

    def people(self, channel: str) -> frozenset[str]:
        """Everybody whose talk is in a channel's history."""
        number = self._rows.get(channel)
        row = None if number is None else self._people.get(doc_id=number)
        return frozenset(map(str, row.get("people", ()))) if row else frozenset()

    def name(self, channel: str, people: Collection[str]) -> None:
        """What is written of a channel from now on is theirs, too."""
        known = self.people(channel)
        if channel in self._rows and known.issuperset(people):
            return
        row = {"channel": channel, "people": sorted(known.union(people))}
        if channel in self._rows:
            self._people.update(row, doc_ids=[self._rows[channel]])
        else:
            self._rows[channel] = self._people.insert(row)

    def erase(self, person: str) -> list[str]:
        """Remove every channel that holds something of a person's; which those were.

        One whose people cannot be read any more may be theirs: it goes, too.
        """
        whose = {channel: self.people(channel) for channel in self.channels()}
        found = [channel for channel, people in whose.items() if person in people or not people]
        if found:
            self._forget(found)
        return found

    def _forget(self, channels: Sequence[str]) -> None:
        unfinished = self._store.table(_UNFINISHED)
        with self._store.batch():
            unfinished.insert({"forgetting": True})
            for channel in channels:
                self._store.table(_OF + channel).clear()
                if channel in self._rows:
                    self._people.remove(doc_ids=[self._rows[channel]])
        for channel in channels:
            self._rows.pop(channel, None)
        self._clean()

    def _clean(self) -> None:
        """Rewrite the files, so that nothing removed is in them."""
        self._store.purge()
        self._store.table(_UNFINISHED).clear()


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[KeptTiles | None]:
    """The histories in a folder, for as long as the block runs; None where there are none."""
    if not folder.is_dir():
        yield None
        return
    tiles = KeptTiles(folder)
    try:
        yield tiles
    finally:
        tiles.close()


def erased(folder: Path, person: str) -> dict[str, int]:
    """Erase a person's histories in a folder that nobody has open; what went, for a receipt."""
    with opened(folder) as tiles:
        return receipt(tiles.erase(person) if tiles else [])


def _number(key: str) -> int:
    """A document's number in its table. Raises `StoreError` for a name that is none of ours."""
    place, _, number = key.partition("/")
    if not number.isdecimal():
        raise StoreError("Something that is no history of hormones was to be kept.")
    return int(number) * 8 + (7 if key.startswith(PREFIX) else int(place))
