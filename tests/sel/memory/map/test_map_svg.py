"""The drawing for the wall: one file, well formed, small, the same each time."""

import dataclasses
import itertools
import math
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import CALM, NOW, THEMES, made, parsed, tiled

from sel.memory.map.figures import MOST, picture
from sel.memory.map.marks import AGES
from sel.memory.map.svg import MOST_BYTES, svg
from sel.memory.types import MapView, Memory, Source

SVG = "{http://www.w3.org/2000/svg}"
ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
EVIL = (
    "]]>",
    "</title><script>alert(1)</script>",
    "<!-- &lt; &nbsp; \x00\x08\x1b[31m \ud800 \udfff \ufffe \uffff",
    "'\" onload='x'",
    "\u202eright to left",
    "猫" * 400,
    "😀" * 400,
    "﷽" * 50,
    "a" * 100_000,
    "",
)


def drawn(view: MapView, person: str = "Anna") -> ElementTree.Element:
    return parsed(svg(view, person=person, now=NOW))


def marks_of(page: ElementTree.Element) -> list[ElementTree.Element]:
    """The circles to point at."""
    return [
        circle for circle in page.iter(f"{SVG}circle") if circle.find(f"{SVG}title") is not None
    ]


def words_of(page: ElementTree.Element, kind: str) -> list[str]:
    return [text.text or "" for text in page.iter(f"{SVG}text") if text.get("class") == kind]


def changed(view: MapView, **changes: object) -> MapView:
    memories = {
        id: dataclasses.replace(memory, **changes)  # type: ignore[arg-type]
        for id, memory in view.memories.items()
    }
    return dataclasses.replace(view, memories=memories)


@pytest.mark.parametrize("count", [0, 1, 10, 500])
def test_every_memory_has_a_mark_with_its_quote(count: int) -> None:
    view = made(count)
    titles = [mark.findtext(f"{SVG}title", "") for mark in marks_of(drawn(view))]
    assert len(titles) == count
    quotes = {memory.source.quote for memory in view.memories.values()}
    assert {title.partition("”")[0].removeprefix("“") for title in titles} == quotes


def test_hovering_tells_the_day_and_the_tags() -> None:
    view = changed(made(1), at=NOW, tags=("work", "tea & cake"), replaced_by="x")
    (mark,) = marks_of(drawn(view))
    title = mark.findtext(f"{SVG}title", "")
    assert title.endswith("\n21 September 2026 · work, tea & cake · replaced by a newer one")


def test_without_a_quote_the_memory_itself_is_told() -> None:
    view = changed(made(1), source=Source(quote=""), text="Ida is my cousin")
    (mark,) = marks_of(drawn(view))
    assert mark.findtext(f"{SVG}title", "").startswith("“Ida is my cousin”")


@pytest.mark.parametrize("count", [0, 1, 10, 150])
def test_the_same_map_makes_the_same_bytes(count: int) -> None:
    view = made(count)
    shuffled = MapView(
        tiles=dict(reversed(view.tiles.items())),
        roots=view.roots,
        places=dict(reversed(view.places.items())),
        memories=dict(reversed(view.memories.items())),
    )
    assert svg(view, person="a", now=NOW) == svg(made(count), person="a", now=NOW)
    assert svg(view, person="a", now=NOW) == svg(shuffled, person="a", now=NOW)


@pytest.mark.parametrize("words", EVIL, ids=range(len(EVIL)))
def test_any_words_stay_words(words: str) -> None:
    view = changed(made(12), text=words, source=Source(quote=words), tags=(words, "work"))
    tiles = {id: dataclasses.replace(tile, title=words) for id, tile in view.tiles.items()}
    page = drawn(dataclasses.replace(view, tiles=tiles), person=words)
    assert {element.tag.removeprefix(SVG) for element in page.iter()} <= {
        "svg", "title", "desc", "style", "defs", "radialGradient", "stop",
        "rect", "g", "path", "circle", "text",
    }  # fmt: skip
    assert not any(name.startswith("on") for element in page.iter() for name in element.attrib)


@given(ANY, ANY, ANY, ANY, ANY)
@settings(CALM, max_examples=25)
def test_any_text_parses_as_xml(person: str, text: str, quote: str, tag: str, title: str) -> None:
    view = changed(made(3), text=text, source=Source(quote=quote), tags=(tag,), topic=quote)
    tiles = {id: dataclasses.replace(tile, title=title) for id, tile in view.tiles.items()}
    assert len(marks_of(drawn(dataclasses.replace(view, tiles=tiles), person))) == 3


@given(st.floats(), st.floats(), st.floats(), st.floats(), st.tuples(st.floats(), st.floats()))
@settings(CALM, max_examples=25)
def test_any_numbers_make_a_drawing(
    now: float, at: float, valence: float, importance: float, place: tuple[float, float]
) -> None:
    view = changed(made(3), at=at, valence=valence, importance=importance)
    tiles = {id: dataclasses.replace(t, since=at, until=now) for id, t in view.tiles.items()}
    places = dict.fromkeys(view.memories, place)
    odd = dataclasses.replace(view, tiles=tiles, places=places)
    page = svg(odd, person="a", now=now)
    assert len(marks_of(parsed(page))) == 3
    assert "nan" not in re.sub(r"<text.*?</text>|<title>.*?</title>", "", page, flags=re.DOTALL)


def test_nothing_outside_the_file_is_needed() -> None:
    page = svg(made(40), person="a", now=NOW)
    addresses = re.findall(r"https?://[^\"]*", page)
    assert addresses == ["http://www.w3.org/2000/svg"]
    assert set(re.findall(r"url\((.*?)\)", page)) <= {"#warm", "#cool"}
    assert "@import" not in page


def test_both_colour_schemes_are_in_it() -> None:
    style = drawn(made(3)).findtext(f"{SVG}style", "")
    assert "@media (prefers-color-scheme:dark)" in style
    assert not re.search(r"\b(INK|SOFT|WORD|GROUND|WARM|COOL)\b", style)
    assert style.count("{") == style.count("}")


def test_the_page_says_whose_and_how_many_and_since_when() -> None:
    page = drawn(made(150), "Anna")
    assert page.findtext(f"{SVG}title") == "What SEL remembers of Anna"
    about = page.findtext(f"{SVG}desc", "")
    assert re.fullmatch(r"150 memories from .* 2024 to 21 September 2026 · drawn on 21 .*", about)
    assert "1 memory from" in drawn(made(1)).findtext(f"{SVG}desc", "")
    assert "Nothing is remembered yet." in words_of(drawn(made(0)), "head soft")


def test_the_legend_explains_all_of_it() -> None:
    page = drawn(made(120))
    legend = next(group for group in page.iter(f"{SVG}g") if group.get("id") == "legend")
    told = [text.text or "" for text in legend.iter(f"{SVG}text")]
    shown = picture(made(120), NOW)
    assert {*shown.coloured, *AGES, "anything else", "a theme"} <= set(told)
    assert {"a good moment", "a hard moment", "it matters much"} <= set(told)
    assert sum(words.isupper() for words in told) == 5


def test_grey_is_in_the_legend_only_where_there_is_any() -> None:
    view = changed(made(5), tags=("work",))
    assert "anything else" not in words_of(drawn(view), "word")


def test_colour_size_ring_and_halo_tell_of_a_memory() -> None:
    plain, loud = (memory("a"), memory("b", at=NOW, importance=0.9, valence=0.9))
    view = tiled({"a": plain, "b": loud}, {"a": (0.2, 0.2), "b": (0.8, 0.8)})
    page = drawn(view)
    old, new = marks_of(page)
    assert float(old.get("r", 0)) < float(new.get("r", 0))
    assert old.get("class") == new.get("class") == "m t0"
    rings = [c for c in page.iter(f"{SVG}circle") if (c.get("class") or "").startswith("r t0")]
    halos = [
        c
        for c in page.iter(f"{SVG}circle")
        if c.get("fill") == "url(#warm)" and c.get("class") != "h"
    ]
    assert [ring.get("cx") for ring in rings] == [new.get("cx")]
    assert [halo.get("cx") for halo in halos] == [new.get("cx")]
    assert float(rings[0].get("r", 0)) > float(new.get("r", 0))


def test_history_is_hollow() -> None:
    (mark,) = marks_of(drawn(changed(made(1), replaced_by="newer")))
    assert mark.get("class", "").startswith("p ")


def memory(id: str, **changes: object) -> Memory:
    plain = Memory(
        id=id, person="p", scope="desk", text=id, kind="fact", tags=("work",),
        source=Source(quote=id), at=NOW - 86400.0 * 500,
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [10, 500, 1500])
def test_marks_do_not_pile_up(count: int) -> None:
    shown = picture(made(count), NOW)
    squares: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for x, y, reach in shown.discs:
        for i, j in itertools.product((-1, 0, 1), repeat=2):
            for u, v, other in squares.get((int(x // 50) + i, int(y // 50) + j), []):
                assert math.dist((x, y), (u, v)) >= reach + other - 1e-6
        squares.setdefault((int(x // 50), int(y // 50)), []).append((x, y, reach))


def test_more_marks_are_smaller_marks() -> None:
    sizes = [picture(made(count), NOW).largest for count in (10, 500, 1500)]
    assert sizes[0] >= sizes[1] > sizes[2] > 2


@pytest.mark.parametrize("count", [2, 10, 500])
def test_themes_are_titled_on_the_page_or_on_hovering(count: int) -> None:
    page = drawn(made(count))
    known = {title for _, title, _ in THEMES}
    assert set(words_of(page, "theme")) <= known
    hover = [path.findtext(f"{SVG}title", "") for path in page.iter(f"{SVG}path")]
    assert len([title for title in hover if title.partition("\n")[0] in known]) == min(count, 8)
    assert words_of(page, "theme")


def test_single_memories_have_words_only_where_there_are_few() -> None:
    few, many = drawn(made(30)), drawn(made(2001))
    told = Counter(memory.text[:31] for memory in made(30).memories.values())
    said = [words.removesuffix("…") for words in words_of(few, "word")]
    assert sum(any(text.startswith(words) for text in told) for words in said) >= 10
    texts = {text for _, _, text in THEMES}
    assert not any(
        any(text.startswith(words.removesuffix("…")) for text in texts)
        for words in words_of(many, "word")
    )


def test_a_memory_whose_theme_is_unknown_is_drawn_all_the_same() -> None:
    view = made(10)
    bare = MapView(tiles={}, roots=("gone",), places={}, memories=view.memories)
    assert len(marks_of(drawn(bare))) == 10


def test_twenty_thousand_fit_into_six_megabytes_however_much_was_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Where marks go costs seconds and no bytes.
    monkeypatch.setattr("sel.memory.map.figures.spread", lambda discs, _: [d[:2] for d in discs])
    view = changed(made(MOST), source=Source(quote="& çà 猫 " * 100), valence=-0.9, importance=0.9)
    page = svg(view, person="Anna", now=NOW)
    assert len(page.encode()) <= MOST_BYTES + 100_000 <= 6_000_000
    assert len(marks_of(parsed(page))) == MOST


def test_of_more_the_most_important_are_drawn_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sel.memory.map.figures.MOST", 100)
    view = made(400)
    page = drawn(view)
    assert len(marks_of(page)) == 100
    assert "100 of 400 memories, the most important and newest," in page.findtext(f"{SVG}desc", "")
    shown = picture(view, NOW)
    assert all(mark.weight >= 1 for mark in shown.marks)


def test_memories_without_a_place_are_counted() -> None:
    view = made(10)
    plain = svg(view, person="Ana", now=NOW)
    assert "not on the map yet" not in plain
    told = svg(view, person="Ana", now=NOW, waiting=1234)
    assert told.count("· not on the map yet: 1,234") == 2, "to be read and to be heard"
