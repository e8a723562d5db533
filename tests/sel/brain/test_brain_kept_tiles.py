"""Tiles on a real disk: private, small, and gone when somebody wants them gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from history_stage import written

from sel.affect.history.happened import MOST, PREFIX
from sel.affect.history.port import Keeper, RamTiles, TileStore
from sel.affect.history.tiers import DAY
from sel.affect.history.tile import UNIT, Document, Tile, document
from sel.affect.hormones import NAMES
from sel.brain.hormones.kept_tiles import KeptTiles, erased, opened
from sel.errors import AlreadyRunning, StoreError
from sel.store.store import Store

START = 1_790_000_100.0
YEAR = 5_000_000
"""Bytes that a year of a channel may take."""
ROW: Document = {"key": "0/5966667", "tile": [1, 2, 3]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hormones"


@pytest.fixture
def tiles(folder: Path) -> Iterator[KeptTiles]:
    made = KeptTiles(folder)
    yield made
    made.close()


def test_nothing_is_made_before_something_is_written(tiles: KeptTiles, folder: Path) -> None:
    assert (tiles.channels(), list(tiles.load("desk")), tiles.erase("you")) == ([], [], [])
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["ram", "disk"])
def test_both_stores_do_the_same(kind: str, tiles: KeptTiles) -> None:
    store: TileStore = RamTiles() if kind == "ram" else tiles
    felt: Document = {"key": f"{PREFIX}497222", "felt": [[5, "thanks"]]}
    store.change("desk", [ROW, felt], [])
    store.change("dm", [ROW], ["2/7"])
    store.change("desk", [{**ROW, "tile": [4]}], [str(felt["key"]), "1/9"])
    assert list(store.channels()) == ["desk", "dm"]
    assert list(store.load("desk")) == [{**ROW, "tile": [4]}]
    store.forget("desk")
    store.forget("nowhere")
    assert list(store.channels()) == ["dm"]
    assert list(store.load("desk")) == []


def test_tiles_of_all_tiers_do_not_share_a_place(tiles: KeptTiles) -> None:
    rows: list[Document] = [{"key": f"{place}/9", "tile": []} for place in range(4)]
    rows.append({"key": f"{PREFIX}9", "felt": []})
    tiles.change("desk", rows, [])
    assert sorted(str(row["key"]) for row in tiles.load("desk")) == [
        *(f"{place}/9" for place in range(4)),
        f"{PREFIX}9",
    ]


def test_a_name_that_is_none_is_refused(tiles: KeptTiles) -> None:
    with pytest.raises(StoreError):
        tiles.change("desk", [{"key": "0/x", "tile": []}], [])
    assert tiles.channels() == []


def test_whose_they_are_is_known_after_a_restart(tiles: KeptTiles, folder: Path) -> None:
    tiles.name("room", {"ann"})
    tiles.change("room", [ROW], [])
    tiles.name("room", {"bob"})
    tiles.name("dm", {"ann"})
    tiles.change("dm", [ROW], [])
    tiles.close()
    again = KeptTiles(folder)
    assert again.people("room") == {"ann", "bob"}
    assert again.people("nowhere") == frozenset()
    assert again.erase("bob") == ["room"]
    assert again.channels() == ["dm"]
    again.name("room", {"cat"})
    assert again.people("room") == {"cat"}
    again.close()
    assert b"bob" not in written(folder)


def test_erased_it_is_in_no_file_not_in_those_put_aside_either(
    tiles: KeptTiles, folder: Path
) -> None:
    tiles.name("desk", {"you"})
    tiles.change("desk", [{"key": "0/1", "tile": [12345]}], [])
    tiles.close()
    journal = next(folder.glob("documents.journal.*"))
    journal.write_bytes(journal.read_bytes().replace(b"S {", b"S  {", 1) + b"junk\nmore junk\n")
    with opened(folder) as again:
        assert again is not None
        assert any("damaged" in one for one in again.notices)
        assert [*folder.glob("documents.damaged.*")]
    assert b"12345" in written(folder)
    assert erased(folder, "you") == {"hormone histories": 1}
    assert b"12345" not in written(folder)
    assert erased(folder, "you") == {}
    assert erased(folder.parent / "none", "you") == {}
    assert not (folder.parent / "none").exists()


def test_a_channel_whose_people_are_lost_is_everybodys(tiles: KeptTiles) -> None:
    tiles.name("dm", {"ann"})
    tiles.change("dm", [ROW], [])
    tiles.change("lost", [ROW], [])
    assert tiles.erase("bob") == ["lost"]
    assert tiles.channels() == ["dm"]


def test_a_forgetting_that_was_cut_short_is_finished(
    tiles: KeptTiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles.name("desk", {"you"})
    tiles.change("desk", [{"key": "0/1", "tile": [12345]}], [])

    def die(_: Store) -> None:
        raise StoreError("The disk went away.")

    with monkeypatch.context() as dying:
        dying.setattr(Store, "purge", die)
        with pytest.raises(StoreError):
            tiles.erase("you")
    tiles.close()
    assert b"12345" in written(folder)
    with opened(folder) as again:
        assert again is not None
        assert again.channels() == []
    assert b"12345" not in written(folder)


def test_one_holds_it_at_a_time(tiles: KeptTiles, folder: Path) -> None:
    tiles.change("desk", [ROW], [])
    with pytest.raises(AlreadyRunning), opened(folder):
        pass


def year(now: float) -> list[Document]:
    """A year's tiles as they are before `now`, each of samples every half a minute, and as many
    reasons as an hour may have in four hours of each day."""
    when, wide = int(now * 1000), tuple(UNIT - n for n in range(len(NAMES)))
    rows = []
    for place, count, n in ((0, 7 * 288, 10), (1, 90 * 24, 120), (2, 366, 2880), (3, 53, 20_160)):
        seconds = (300, 3600)[place] if place < 2 else 0
        first = int(now // seconds) if seconds else 719_163 + int(now // DAY)
        full = Tile(n, when * n, when, tuple(v * n for v in wide), wide, wide, wide)
        step = 7 if place == 3 else 1
        rows += [document((place, first - k * step), full) for k in range(1, count + 1)]
    felt = [[when, "something to look forward to"] for _ in range(MOST)]
    hours = (int(now // 3600) - k for k in range(1, 90 * 24 + 1) if k % 24 < 4)
    return [*rows, *({"key": f"{PREFIX}{hour}", "felt": felt} for hour in hours)]


def test_a_year_of_use_stays_small(tiles: KeptTiles, folder: Path) -> None:
    tiles.name("desk", {"you"})
    tiles.change("desk", year(START), [])
    keeper, sizes = Keeper(tiles, "UTC"), []
    for n in range(2 * 288):
        keeper.add("desk", START + n * 300, [n % 7 / 7] * len(NAMES))
        keeper.happened("desk", START + n * 300, "something to look forward to")
        sizes.append(sum(path.stat().st_size for path in folder.iterdir()))
    keeper.flush()
    print(f"largest {max(sizes)}, last {sizes[-1]}, least {min(sizes)}")  # noqa: T201 - the figure
    assert max(sizes) < YEAR
