"""A screen as a small SVG: everything that is seen is there, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from rich.text import Text
from textual.app import App
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tui.svg import small

NAMES = "{http://www.w3.org/2000/svg}"


class Made(App[None]):
    """Two grounds, and letters of many kinds."""

    CSS = """
    Screen { background: #101010 }
    #box { background: #203040; width: 10; height: 3 }
    """

    def compose(self) -> Iterator[Widget]:
        yield Static(Text.assemble(("a", "#ff0000"), ("b", "#ff0000"), ("  c <&>", "bold #00ff00")))
        yield Static(Text("  日本 ok", "italic #0000ff"))
        yield Static(Text("  line  ", "underline #0000ff"))
        yield Static(Text("at ⠁⢀⠀", "#0000ff"))
        with Vertical(id="box"):
            yield Static(" ")


async def drawn() -> ElementTree.Element:
    app = Made()
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.pause()
        return ElementTree.fromstring(small(app.export_screenshot()))  # noqa: S314 - our own


def those(svg: ElementTree.Element, name: str) -> list[dict[str, str]]:
    group = svg.findall(f"{NAMES}g")[-1]
    return [{**one.attrib, "words": one.text or ""} for one in group.iter(f"{NAMES}{name}")]


async def test_neighbours_that_look_alike_are_one_and_stand_in_their_cells() -> None:
    texts = those(await drawn(), "text")
    assert [one["words"] for one in texts] == ["ab", "c <&>", "日本 ok", "  line  ", "at"]
    red, green, blue, line, _at = texts
    assert (red["x"], red["y"], red["textLength"], red["fill"]) == ("0", "18", "24", "#ff0000")
    assert (green["x"], green["font-weight"]) == (str(4 * 12), "bold")
    assert (blue["x"], blue["y"], blue["textLength"]) == ("24", "42", str(7 * 12))
    assert blue["font-style"] == "italic"
    assert line["text-decoration"] == "underline"


async def test_braille_is_drawn_as_dots_in_its_cells() -> None:
    (path,) = those(await drawn(), "path")
    assert path["d"] == "M39 75h0M57 93h0"
    assert path["stroke"] == "#0000ff"


async def test_the_ground_most_have_is_the_windows_and_others_are_one_piece_each() -> None:
    svg = await drawn()
    assert [one["fill"] for one in those(svg, "rect")] == ["#203040"]
    (box,) = those(svg, "rect")
    assert (box["x"], box["y"], box["width"], box["height"]) == ("0", "96", "120", "72")
    window = svg.find(f"{NAMES}rect")
    assert window is not None
    assert window.attrib["fill"] == "#101010"
    assert svg.attrib["viewBox"] == f"0 0 {20 * 12 + 24} {8 * 24 + 48}"


async def test_it_is_one_element_a_line_and_asks_nothing_of_the_network() -> None:
    app = Made()
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.pause()
        svg = small(app.export_screenshot())
    assert "font-face" not in svg
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    lines = svg.splitlines()
    assert max(line.count("<text ") + line.count("<rect ") for line in lines) == 1
