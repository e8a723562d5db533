"""The tiles: real aggregates, a layout that stays, and a search that finds what a scan finds."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from indexed import DIMENSION, memory, vectors

from sel.memory.index import partition as partitions
from sel.memory.index import tiles as tiling
from sel.memory.index.index import Index
from sel.memory.index.tree import SQUARE, Node, cut, finest, point, preorder
from sel.memory.types import MapView, Tile

Place = dict[str, tuple[float, float]]


def filled(folder: Path, count: int, *, seed: int = 1) -> Index:
    index = Index.open(folder, "m", DIMENSION)
    rows = vectors(count, seed).tolist()
    index.add_many(
        [
            (memory(f"id{n}", f"word{n % 7} and more", at=float(n), valence=(n % 3) - 1.0), row)
            for n, row in enumerate(rows)
        ]
    )
    return index


def levels(view: MapView, level: int) -> list[Tile]:
    return [tile for tile in view.tiles.values() if tile.level == level]


@pytest.mark.parametrize("count", [1, 2, 3, 10, 60, 500])
def test_every_level_holds_every_memory_once(tmp_path: Path, count: int) -> None:
    view = filled(tmp_path, count).map("ana")
    for level in range(4):
        members = Counter(id for tile in levels(view, level) for id in tile.members)
        assert members == Counter(f"id{n}" for n in range(count))
    assert set(view.roots) == {tile.id for tile in levels(view, 3)}
    assert set(view.places) == {f"id{n}" for n in range(count)}


def test_aggregates_are_those_of_the_raw_data(tmp_path: Path) -> None:
    count = 300
    view = filled(tmp_path, count).map("ana")
    raw = vectors(count)
    for tile in view.tiles.values():
        numbers = [int(id.removeprefix("id")) for id in tile.members]
        assert tile.count == len(numbers)
        assert tile.since == min(numbers)
        assert tile.until == max(numbers)
        assert tile.valence == pytest.approx(np.mean([(n % 3) - 1.0 for n in numbers]))
        middle = raw[numbers].sum(axis=0)
        assert np.allclose(tile.centroid, middle / np.linalg.norm(middle), atol=1e-3)
        assert np.linalg.norm(tile.centroid) == pytest.approx(1.0)


def test_tiles_are_a_pyramid(tmp_path: Path) -> None:
    view = filled(tmp_path, 400).map("ana")
    for tile in view.tiles.values():
        children = [view.tiles[id] for id in tile.children]
        assert {child.level for child in children} <= {tile.level - 1}
        assert {child.parent for child in children} <= {tile.id}
        assert bool(children) == (tile.level > 0)
        if children:
            assert sorted(id for c in children for id in c.members) == sorted(tile.members)
            assert sum(c.width * c.height for c in children) == pytest.approx(
                tile.width * tile.height
            )
    sizes = [len(levels(view, level)) for level in range(4)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 3 * sizes[3] > 0


def test_memories_stand_inside_all_their_tiles(tmp_path: Path) -> None:
    view = filled(tmp_path, 200).map("ana")
    for tile in view.tiles.values():
        for id in tile.members:
            x, y = view.places[id]
            assert tile.x <= x <= tile.x + tile.width
            assert tile.y <= y <= tile.y + tile.height
    assert len(set(view.places.values())) == 200


def test_the_finest_tiles_fill_the_square_without_overlap(tmp_path: Path) -> None:
    leaves = levels(filled(tmp_path, 150).map("ana"), 0)
    assert sum(tile.width * tile.height for tile in leaves) == pytest.approx(1.0)
    for one in leaves:
        for other in leaves:
            wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert one is other or wide < 1e-7 or high < 1e-7


def moved(before: Place, after: Place) -> list[str]:
    return [id for id, place in before.items() if after[id] != place]


@pytest.mark.parametrize("count", [10, 100, 400])
def test_one_more_memory_leaves_the_others_where_they_are(tmp_path: Path, count: int) -> None:
    index = filled(tmp_path, count)
    before = index.map("ana").places
    for n, row in enumerate(vectors(5, seed=9).tolist()):
        index.add(memory(f"new{n}"), row)
        after = index.map("ana").places
        assert len(moved(before, after)) <= 4  # those of the one tile that was too full
        before = after


def test_removing_one_leaves_the_others_where_they_are(tmp_path: Path) -> None:
    index = filled(tmp_path, 100)
    before = index.map("ana").places
    index.remove(["id3", "id50"])
    after = index.map("ana").places
    assert set(before) - set(after) == {"id3", "id50"}
    assert all(before[id] == place for id, place in after.items())


def test_the_map_is_the_same_tomorrow(tmp_path: Path) -> None:
    index = filled(tmp_path, 120)
    for n, row in enumerate(vectors(30, seed=5).tolist()):
        index.add(memory(f"new{n}"), row)
        index.map("ana")
    before = index.map("ana")
    index.close()
    again = Index.open(tmp_path, "m", DIMENSION)
    again.add_many(
        [(memory(f"id{n}", f"word{n % 7} and more", at=float(n)), None) for n in range(120)]
    )
    again.add_many([(memory(f"new{n}"), None) for n in range(30)])
    after = again.map("ana")
    assert after.places == before.places
    assert set(after.tiles) == set(before.tiles)


def test_the_same_memories_give_the_same_map(tmp_path: Path) -> None:
    one, other = filled(tmp_path / "a", 200).map("ana"), filled(tmp_path / "b", 200).map("ana")
    assert one == other


def test_like_lies_near_like(tmp_path: Path) -> None:
    view = filled(tmp_path, 400).map("ana")
    raw = vectors(400)
    spots = np.array([view.places[f"id{n}"] for n in range(400)])
    alike = np.argsort(-(raw @ raw.T), axis=1)[:, 1]
    near = np.linalg.norm(spots - spots[alike], axis=1).mean()
    far = np.linalg.norm(spots - np.roll(spots, 7, axis=0), axis=1).mean()
    assert near < far / 2


def test_a_title_is_what_is_said_here_and_seldom_elsewhere(tmp_path: Path) -> None:
    index = Index.open(tmp_path, "m", DIMENSION)
    for n in range(20):
        text = "the piano sounds well" if n < 10 else "the garden looks well"
        index.add(memory(f"id{n}", text), [1.0 if n < 10 else -1.0, 0.1 * n, *[0.0] * 6])
    view = index.map("ana")
    for tile in levels(view, 2):
        wanted = {"piano" if int(id[2:]) < 10 else "garden" for id in tile.members}
        assert any(word in tile.title for word in wanted)


def test_nobody_and_no_vectors_have_an_empty_map(tmp_path: Path) -> None:
    index = Index.open(tmp_path, "m", DIMENSION)
    assert index.map("nobody") == MapView(tiles={}, roots=(), places={}, memories={})
    index.add(memory("id1"), None)
    assert index.map("ana").tiles == {}
    assert index.tile_count("ana") == index.tile_count("nobody") == 0


def test_equal_vectors_get_tiles_too(tmp_path: Path) -> None:
    index = Index.open(tmp_path, "m", DIMENSION)
    index.add_many([(memory(f"id{n}"), [1.0] * DIMENSION) for n in range(100)])
    index.add_many([(memory(f"no{n}"), [0.0] * DIMENSION) for n in range(100)])
    view = index.map("ana")
    assert len(view.places) == 200
    assert max(tile.count for tile in levels(view, 0)) <= 3


def test_the_tiles_find_what_a_scan_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "EXACT", 50)
    monkeypatch.setattr(tiling, "FINE", 400)
    monkeypatch.setattr(tiling, "COARSE", 12)
    index, raw = filled(tmp_path, 2000), vectors(2000)
    right = 0
    for question in vectors(40, seed=1)[:40] + 0.05 * vectors(40, seed=3):
        found = {id for id, _ in index.nearest(question.tolist(), person="ana", k=10)}
        right += len(found & {f"id{n}" for n in np.argsort(-(raw @ question))[:10]})
    assert right / 400 >= 0.97
    assert index.coverage.of == 2000
    assert 0 < index.coverage.looked_at < 600
    assert 0 < index.coverage.tiles < index.tile_count("ana")


def test_new_ones_are_found_before_they_have_a_tile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "EXACT", 50)
    index = filled(tmp_path, 300)
    index.settle()
    index.add(memory("new"), vectors(1, seed=77)[0].tolist())
    assert index.nearest(vectors(1, seed=77)[0].tolist(), person="ana", k=1)[0][0] == "new"


def test_few_allowed_among_many_are_all_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "EXACT", 50)
    monkeypatch.setattr(tiling, "FINE", 64)
    index = filled(tmp_path, 1000)
    found = index.search(
        "x", [1.0] * DIMENSION, person="ana", scopes=None, k=99, now=1e4, period=(100.0, 160.0)
    )
    assert len(found) >= 40
    assert all(100 <= int(id[2:]) <= 160 for id, _, _ in found)


steps = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 3)), max_size=60)


@settings(max_examples=40, deadline=None)
@example([(0, 2), (1, 2), (2, 2), (0, 1), (1, 0)])  # two half-empty tiles that pass for one
@given(steps)
def test_any_steps_leave_tiles_and_memories_in_agreement(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]
) -> None:
    index = Index.open(tmp_path_factory.mktemp("index"), "m", DIMENSION)
    rows, there = vectors(26).tolist(), set()
    for number, what in steps:
        id = f"id{number}"
        if what == 0:
            index.remove([id])
            there.discard(id)
        elif what == 1:
            assert set(index.map("ana").places) == there
        else:
            index.add(memory(id, f"text {what}"), rows[number])
            there.add(id)
    view = index.map("ana")
    assert set(view.places) == there
    assert sorted(id for tile in levels(view, 0) for id in tile.members) == sorted(there)
    assert index.tile_count("ana") == len(levels(view, 0))
    index.close()


# ---------------------------------------------------------------- the tree itself


@given(st.floats(0.1, 0.9), st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_a_cut_shares_the_rectangle(share: float, width: float, height: float) -> None:
    (x, y, w, h), (_, _, v, g) = cut((0.0, 0.0, width, height), share)
    assert w * h + v * g == pytest.approx(width * height, rel=1e-5, abs=1e-8)
    assert w * h == pytest.approx(width * height * share, rel=1e-5, abs=1e-8)
    assert (x, y) == (0.0, 0.0)


def test_a_freed_place_is_taken_again() -> None:
    node = Node(SQUARE)
    node.put([1, 2, 3])
    node.take(2)
    node.put([7, 8])
    assert node.places == [1, 7, 3, 8]
    node.take(8)
    assert node.places == [1, 7, 3]


def test_places_stay_apart_and_inside() -> None:
    spots = [point((0.5, 0.5, 0.1, 0.2), place) for place in range(20)]
    assert all(0.5 < x < 0.6 and 0.5 < y < 0.7 for x, y in spots)
    assert len(set(spots)) == 20


def test_orders() -> None:
    root = Node(SQUARE)
    one, other = root.halve([1], [2])
    assert list(preorder(root)) == [root, one, other]
    assert [node.places for node in finest(root)] == [[1], [2]]
    assert list(finest(None)) == []
