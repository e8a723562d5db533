"""The keeper writes what changed, and lets go of what a person wants gone."""

from collections.abc import Sequence

from sel.affect.history.port import Keeper, RamTiles, TileStore
from sel.affect.history.pyramid import History
from sel.affect.history.tiers import DAY, FINE
from sel.affect.history.tile import Document
from sel.affect.hormones import NAMES, Levels

START = 1_790_000_100.0  # at the beginning of five minutes


def flat(level: float) -> Levels:
    return (level,) * len(NAMES)


class Watched(RamTiles):
    """A store that counts how often it is written to."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[tuple[int, int]] = []

    def change(self, channel: str, put: Sequence[Document], drop: Sequence[str]) -> None:
        self.writes.append((len(put), len(drop)))
        super().change(channel, put, drop)


def test_five_minutes_are_written_once() -> None:
    store = Watched()
    keeper = Keeper(store, "UTC")
    for n in range(10):
        keeper.add("desk", START + n * 60, flat(0.1))
    assert store.writes == [(4, 0)]
    keeper.flush()
    keeper.flush()
    assert len(store.writes) == 2
    assert store.writes[1][0] == 4


def test_the_store_holds_what_the_history_holds() -> None:
    store = RamTiles()
    keeper = Keeper(store, "UTC")
    for n in range(24 * 9):
        keeper.add("desk", START + n * 3600.0, flat(n % 7 / 7))
    keeper.flush()
    rows = {row["key"]: row["tile"] for row in store.load("desk")}
    assert rows == {row["key"]: row["tile"] for row in keeper.history("desk").documents()}
    again = Keeper(store, "UTC").history("desk")
    assert again.documents() == keeper.history("desk").documents()
    assert again.last() == keeper.history("desk").last()
    assert again.readings(FINE).at[0] >= START + 24 * 9 * 3600 - 7.6 * DAY


def test_what_is_dropped_is_dropped_in_the_store() -> None:
    store = Watched()
    keeper = Keeper(store, "UTC")
    for n in range(24 * 9):
        keeper.add("desk", START + n * 3600.0, flat(0.2))
    keeper.flush()
    assert sum(drop for _, drop in store.writes) > 0
    fine = [row["key"] for row in store.load("desk") if row["key"].startswith("0/")]
    assert len(fine) == len(keeper.history("desk").keys(FINE))


def test_channels_are_apart_and_forgotten_one_by_one() -> None:
    store: TileStore = RamTiles()
    keeper = Keeper(store, "UTC")
    for channel in ("desk", "discord-7"):
        keeper.add(channel, START, flat(0.4))
    keeper.flush()
    assert store.channels() == ["desk", "discord-7"]
    keeper.add("desk", START + 60, flat(0.5))
    keeper.forget("desk")
    keeper.flush()
    assert store.channels() == ["discord-7"]
    assert list(store.load("desk")) == []
    assert len(keeper.history("desk")) == 0
    assert len(keeper.history("discord-7")) == 4


def test_broken_rows_stay_and_are_counted() -> None:
    store = RamTiles()
    store.change("desk", [{"key": "0/77", "tile": [1, 2]}, *_one_tile()], [])
    keeper = Keeper(store, "UTC")
    keeper.add("desk", START, flat(0.4))
    keeper.flush()
    assert keeper.broken == {"desk": 1}
    assert {"key": "0/77", "tile": [1, 2]} in list(store.load("desk"))


def test_what_is_loaded_is_a_copy() -> None:
    store = RamTiles()
    store.change("desk", _one_tile(), [])
    for row in store.load("desk"):
        row["tile"].clear()
    assert all(row["tile"] for row in store.load("desk"))


def _one_tile() -> list[Document]:
    history = History("UTC")
    history.add(START - 600, flat(0.1))
    return history.documents()
