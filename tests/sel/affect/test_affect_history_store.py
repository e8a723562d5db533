"""The shape of the tiles suits SEL's own store: small on a real disk, and gone when wanted."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sel.affect.history.port import Keeper
from sel.affect.history.pyramid import History
from sel.affect.history.tiers import DAY, DAYS, FINE, HOURS, WEEKS
from sel.affect.history.tile import UNIT, Document, Tile, document
from sel.affect.hormones import NAMES
from sel.store.store import Store
from sel.store.table import Document as Row

START = 1_790_000_100.0
LIMIT = 5_000_000
"""Bytes a channel's year may take."""


def row_id(key: str) -> int:
    place, _, number = key.partition("/")
    return int(place) * 10**9 + int(number)


class OnDisk:
    """A `TileStore` over `sel.store`: a table per channel, a tile's name as its id."""

    def __init__(self, store: Store) -> None:
        self.store, self.biggest = store, 0

    def channels(self) -> Sequence[str]:
        return sorted(self.store.export())

    def load(self, channel: str) -> Iterable[Document]:
        return [dict(row) for row in self.store.table(channel).all()]

    def change(self, channel: str, put: Sequence[Document], drop: Sequence[str]) -> None:
        table = self.store.table(channel)
        with self.store.batch():
            for one in put:
                table.upsert(Row(one, row_id(one["key"])))
            table.remove(doc_ids=[row_id(key) for key in drop if table.get(doc_id=row_id(key))])

    def forget(self, channel: str) -> None:
        self.store.table(channel).clear()
        self.store.purge()


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def steady(now: float) -> list[Document]:
    """A year's tiles as they are before `now`, each of a sample a minute."""
    when, wide = int(now * 1000), tuple(UNIT - n for n in range(len(NAMES)))
    counts = ((FINE, 7 * 288, 5), (HOURS, 90 * 24, 60), (DAYS, 366, 1440), (WEEKS, 53, 10_080))
    rows = []
    for tier, tiles, n in counts:
        first = int(now // tier.seconds) if tier.place < 2 else 719_163 + int(now // DAY)
        step = 7 if tier is WEEKS else 1
        full = Tile(n, when * n, when, tuple(v * n for v in wide), wide, wide, wide)
        rows += [document((tier.place, first - k * step), full) for k in range(1, tiles + 1)]
    return rows


def test_a_year_and_half_a_day_on_top_stay_small(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    port = OnDisk(store)
    port.change("desk", steady(START), [])
    keeper, biggest = Keeper(port, "UTC"), size(tmp_path)
    for n in range(144):
        keeper.add("desk", START + n * 300, [n % 7 / 7] * len(NAMES))
        biggest = max(biggest, size(tmp_path))
    keeper.flush()
    assert len(keeper.history("desk").keys(FINE)) <= 7 * 288 + 24
    store.fold()
    assert size(tmp_path) < 2_000_000
    assert biggest < LIMIT
    store.close()


def test_a_restart_finds_everything_and_forgetting_leaves_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    keeper = Keeper(OnDisk(store), "UTC")
    for n in range(40):
        keeper.add("desk", START + n * 300, [n % 7 / 7] * len(NAMES))
        keeper.add("dm", START + n * 300, [0.4321] * len(NAMES))
    keeper.flush()
    before = keeper.history("desk").documents()
    store.close()

    store = Store.open(tmp_path)
    keeper = Keeper(OnDisk(store), "UTC")
    assert keeper.history("desk").documents() == before
    keeper.forget("dm")
    assert list(OnDisk(store).load("dm")) == []
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"4321" not in left
    again, broken = History.of(OnDisk(store).load("desk"), "UTC")
    assert (again.documents(), broken) == (before, 0)
    store.close()
