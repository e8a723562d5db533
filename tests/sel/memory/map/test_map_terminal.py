"""The map in terminal cells."""

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import CALM, NOW, made, tiled
from rich.cells import cell_len

from sel.memory.map.canvas import Canvas, Cell
from sel.memory.map.marks import MOODS, place
from sel.memory.map.terminal import _title, drawing
from sel.memory.types import MapView, Memory, Source

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
ROLES = {"", "line", "title", "label", "dim", "halo:warm", "halo:cool", "chosen", "tag:other"}
ROLES |= {f"tag:{number}" for number in range(7)}
SIZES = [(1, 1), (3, 2), (40, 12), (100, 30), (200, 50)]


def lines(view: MapView, width: int = 100, height: int = 30) -> list[str]:
    return joined(at(view, width, height))


def at(
    view: MapView,
    width: int = 100,
    height: int = 30,
    level: int = 3,
    *,
    centre: tuple[float, float] = (0.5, 0.5),
    chosen: str = "",
) -> list[list[Cell]]:
    return drawing(
        view, width=width, height=height, level=level, centre=centre, now=NOW, chosen=chosen
    )


def joined(rows: list[list[Cell]]) -> list[str]:
    return ["".join(cell.char for cell in row) for row in rows]


def cells_of(rows: list[list[Cell]], role: str) -> list[Cell]:
    return [cell for row in rows for cell in row if cell.role.startswith(role)]


def alone(**changes: object) -> MapView:
    plain = Memory(
        id="one", person="p", scope="desk", text="Miso is a cat", kind="fact", tags=("pets",),
        source=Source(quote="Miso is a cat"), at=NOW,
    )  # fmt: skip
    memory = dataclasses.replace(plain, **changes)  # type: ignore[arg-type]
    return tiled({"one": memory}, {"one": (0.4, 0.6)})


@pytest.mark.parametrize("count", [0, 1, 10, 500, 1500])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_there_are_as_many_cells_as_asked_at_every_level(
    count: int, width: int, height: int
) -> None:
    view = made(count)
    for level in (3, 2, 1, 0):
        rows = at(view, width, height, level)
        assert [len(row) for row in rows] == [width] * height
        assert {cell.role for row in rows for cell in row} <= ROLES


@pytest.mark.parametrize(("width", "height"), [(0, 0), (0, 5), (5, 0), (-3, 5)])
def test_no_room_is_no_trouble(width: int, height: int) -> None:
    rows = at(made(10), width, height)
    assert sum(len(row) for row in rows) == 0


def test_the_same_map_makes_the_same_cells() -> None:
    view = made(300)
    shuffled = dataclasses.replace(
        view,
        memories=dict(reversed(view.memories.items())),
        tiles=dict(reversed(view.tiles.items())),
    )
    for level in (3, 1):
        assert at(view, level=level) == at(shuffled, level=level)


def test_an_empty_map_says_so() -> None:
    assert any("Nothing is remembered yet." in line for line in lines(made(0)))


@given(ANY, ANY, ANY, st.integers(0, 3), st.tuples(st.integers(1, 60), st.integers(1, 20)))
@settings(CALM, max_examples=60)
def test_any_words_fill_the_cells_they_say(
    text: str, tag: str, title: str, level: int, size: tuple[int, int]
) -> None:
    width, height = size
    view = alone(text=text, tags=(tag,))
    tiles = {id: dataclasses.replace(tile, title=title) for id, tile in view.tiles.items()}
    rows = at(dataclasses.replace(view, tiles=tiles), width, height, level)
    assert [len(row) for row in rows] == [width] * height
    for line in joined(rows):
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line)
        assert "\u202e" not in line


@pytest.mark.parametrize(
    "text", ["猫が好きです、本当に", "Ärger & Œuvre", "😀 smile 😀", "e\u0301te\u0301"]
)
@pytest.mark.parametrize("width", [17, 40, 41])
def test_lines_are_as_wide_on_a_real_screen(text: str, width: int) -> None:
    view = alone(text=text)
    tiles = {id: dataclasses.replace(tile, title=text) for id, tile in view.tiles.items()}
    for line in lines(dataclasses.replace(view, tiles=tiles), width, 12):
        assert cell_len(line) == width


def test_the_whole_map_has_its_themes_titles_and_counts() -> None:
    view = made(500)
    page = "\n".join(lines(view, 160, 40))
    for id in view.roots:
        tile = view.tiles[id]
        assert f"{tile.title[:6]}" in page
    assert page.count(" 62 ") + page.count(" 63 ") == 8


def test_titles_never_run_into_one_another() -> None:
    rows = at(made(1500), 60, 16)
    for line, row in zip(joined(rows), rows, strict=True):
        titled = "".join(
            char if cell.role == "title" else "\n" for char, cell in zip(line, row, strict=False)
        )
        for words in filter(None, titled.split("\n")):
            assert words.startswith(" ")
            assert words.endswith(" ")


def test_few_memories_are_signs_many_are_dots() -> None:
    few, many = at(made(60)), at(made(1500))
    assert {cell.char for cell in cells_of(few, "tag:")} <= set("·•●◉○")
    assert all("\u2800" < cell.char <= "\u28ff" for cell in cells_of(many, "tag:"))


def test_every_single_memory_in_sight_has_a_sign_of_its_own() -> None:
    view = made(200)
    same = dataclasses.replace(view, places=dict.fromkeys(view.memories, (0.5, 0.5)))
    assert len(cells_of(at(view), "tag:")) == 200
    assert len(cells_of(at(same), "tag:")) == 200


@pytest.mark.parametrize(
    ("changes", "sign"),
    [
        ({}, "●"),
        ({"at": NOW - 60 * 86400}, "•"),
        ({"at": NOW - 900 * 86400}, "·"),
        ({"importance": 0.9}, "◉"),
        ({"replaced_by": "other"}, "○"),
    ],
)
def test_a_sign_tells_age_weight_and_history(changes: dict[str, object], sign: str) -> None:
    (cell,) = cells_of(at(alone(**changes)), "tag:0")
    assert cell.char == sign


@pytest.mark.parametrize(("valence", "role"), [(0.8, "halo:warm"), (-0.4, "halo:cool"), (0.0, "")])
def test_a_mood_puts_a_halo_about_the_sign(valence: float, role: str) -> None:
    rows = at(alone(valence=valence))
    assert [cell.char for cell in cells_of(rows, "halo:")] == (["(", ")"] if role else [])
    assert {cell.role for cell in cells_of(rows, "halo:")} == ({role} if role else set())


def test_a_memory_with_room_has_its_words() -> None:
    rows = at(alone())
    assert "".join(cell.char for cell in cells_of(rows, "label")) == "Miso is a cat"


def test_words_do_not_run_into_one_another() -> None:
    for line, row in zip(lines(made(60)), at(made(60)), strict=True):
        ends = [n for n in range(1, len(row)) if row[n - 1].role == "label" != row[n].role]
        assert all(line[n] not in "abcdefghijklmnopqrstuvwxyz" for n in ends)


@pytest.mark.parametrize("count", [10, 500, 1500])
@pytest.mark.parametrize("level", [3, 1, 0])
def test_the_chosen_memory_is_pointed_out(count: int, level: int) -> None:
    view = made(count)
    chosen = min(view.memories, key=lambda id: math.dist(place(view, id), (0.4, 0.6)))
    rows = drawing(
        view, width=100, height=30, level=level, centre=place(view, chosen), now=NOW, chosen=chosen
    )
    signs = {cell.char for cell in cells_of(rows, "chosen")}
    assert signs & set("·•●◉○")
    assert signs & set("[]")


def test_the_chosen_memory_is_seen_even_where_a_title_stands() -> None:
    view = made(1500)
    for id in sorted(view.memories)[::40]:
        rows = at(view, width=60, height=18, chosen=id)
        found = [
            (row, column)
            for row, line in enumerate(rows)
            for column, cell in enumerate(line)
            if cell.role == "chosen"
        ]
        assert 2 <= len(found) <= 3, id
        assert abs(found[0][0] - int(place(view, id)[1] * 17.99)) <= 1


def test_no_lines_run_along_the_edge() -> None:
    for count in (10, 500):
        rows = at(made(count), width=60, height=18)
        across = {cell.char for row in (rows[0], rows[-1]) for cell in row if cell.role == "line"}
        down = {cell.char for row in rows for cell in (row[0], row[-1]) if cell.role == "line"}
        assert across <= {"│", "╷", "╵"}
        assert down <= {"─", "╶", "╴"}
        assert "│" in across


def test_a_title_has_whole_words_as_long_as_there_is_one() -> None:
    title = "school · twins · brother"
    fits = {room: "".join(_title(title, room)) for room in (30, 24, 23, 14, 13, 6, 5)}
    assert fits == {
        30: title,
        24: title,
        23: "school · twins",
        14: "school · twins",
        13: "school",
        6: "school",
        5: "scho…",
    }


def test_in_a_crowd_only_strong_moods_have_halos() -> None:
    view = made(200)
    few, many = (at(view, width, height) for width, height in ((200, 50), (60, 21)))
    strong = sum(abs(one.valence) >= MOODS[1] for one in view.memories.values())
    assert len(cells_of(few, "halo")) > len(cells_of(many, "halo"))
    assert len(cells_of(many, "halo")) <= 2 * strong


def test_titles_are_words_or_they_are_not_there() -> None:
    view = made(500)
    for level in (3, 2, 1):
        rows = at(view, width=60, height=18, level=level)
        titles = "".join(
            "".join(cell.char if cell.role == "title" else "\n" for cell in row) for row in rows
        )
        for title in titles.split("\n"):
            assert not title or len(title.strip().rsplit(" ", 1)[0]) >= 3, title
    alone = at(made(12), width=120, height=35, level=0)
    assert cells_of(alone, "label")
    assert not cells_of(alone, "title"), "moments speak for themselves"


@pytest.mark.parametrize("count", [10, 1500])
def test_a_chosen_memory_out_of_sight_or_unknown_does_no_harm(count: int) -> None:
    view = made(count)
    away = max(view.memories, key=lambda id: place(view, id))
    assert not cells_of(at(view, level=0, centre=(0.0, 0.0), chosen=away), "chosen")
    assert at(view, chosen="unknown") == at(view)


def test_the_finest_level_shows_single_moments_with_words() -> None:
    view = made(1500)
    centre = place(view, "m00042")
    rows = drawing(view, width=120, height=35, level=0, centre=centre, now=NOW)
    assert {cell.char for cell in cells_of(rows, "tag:")} <= set("·•●◉○")
    assert cells_of(rows, "label")


def test_a_level_that_is_none_is_the_nearest_one() -> None:
    view = made(50)
    assert at(view, level=9) == at(view, level=3)
    assert at(view, level=-2) == at(view, level=0)


def test_frames_join_where_they_meet() -> None:
    canvas = Canvas(7, 5)
    canvas.frame(0, 0, 3, 4)
    canvas.frame(3, 0, 6, 4)
    canvas.frame(0, 0, 6, 2)
    canvas.rule()
    assert joined(canvas.rows) == ["┌──┬──┐", "│  │  │", "├──┼──┤", "│  │  │", "└──┴──┘"]


def test_a_frame_that_leaves_the_sheet_is_cut() -> None:
    canvas = Canvas(4, 3)
    canvas.frame(-2, 1, 9, 9)
    canvas.rule()
    assert joined(canvas.rows) == ["    ", "────", "    "]


def test_eight_dots_fill_a_cell_which_has_the_colour_of_most() -> None:
    canvas = Canvas(1, 1)
    points = [(x, y, "tag:1") for x in (0.1, 0.6) for y in (0.1, 0.3, 0.6, 0.8)]
    canvas.dots([*points, (0.5, 0.5, "tag:0")])
    assert canvas.rows == [[Cell("⣿", "tag:1")]]


def test_dots_leave_words_and_lines_alone() -> None:
    canvas = Canvas(3, 2)
    canvas.frame(2, 0, 9, 9)
    canvas.rule()
    canvas.write(0, 0, ["o"], "title")
    canvas.dots([(x + 0.1, 0.1, "tag:0") for x in range(3)])
    assert canvas.rows[0] == [Cell("o", "title"), Cell("⠁", "tag:0"), Cell("┌", "line")]
