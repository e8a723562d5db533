"""Words made fit for a picture."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import CALM, parsed
from rich.cells import cell_len

from sel.memory.map.words import (
    NAMELESS,
    cells,
    clipped,
    columns,
    day,
    escaped,
    fitted,
    plain,
    usual,
    width,
)

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
"""Any code points, halves of surrogate pairs and controls included."""


@given(ANY)
@settings(CALM)
def test_any_words_are_xml_once_they_are_plain_and_escaped(text: str) -> None:
    there = parsed(f"<t a='{escaped(plain(text))}'>{escaped(plain(text))}</t>")
    assert (there.text or "") == plain(text)
    assert there.get("a") == plain(text)


@given(ANY)
@settings(CALM)
def test_plain_words_are_one_line_without_anything_that_acts(text: str) -> None:
    kinds = {unicodedata.category(char) for char in plain(text)}
    assert not kinds & {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
    assert "  " not in plain(text)
    assert plain(plain(text)) == plain(text)


def test_what_has_no_shape_is_shown_as_such() -> None:
    assert plain("a\x00b\ud800c\uffffd") == f"a{NAMELESS}b{NAMELESS}c{NAMELESS}d"


def test_marks_that_turn_the_direction_of_writing_go() -> None:
    assert plain("safe\u202egnp.exe\u2066") == "safegnp.exe"


def test_families_of_emoji_stay_together() -> None:
    family = "👩\u200d👧"
    assert plain(family) == family


def test_lines_become_one() -> None:
    assert plain("  two\r\n\tlines  ") == "two lines"


@given(ANY, st.integers(1, 40))
@settings(CALM)
def test_clipped_words_are_never_longer(text: str, most: int) -> None:
    assert len(clipped(text, most)) <= most
    assert clipped(text, most) == text or clipped(text, most).endswith("…")


def test_clipping_leaves_no_space_before_the_ellipsis() -> None:
    assert clipped("one two three", 5) == "one…"


def test_what_means_something_in_xml_is_escaped() -> None:
    assert escaped('<a b="c">&\'') == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;"


@given(ANY, st.integers(3, 80))
@settings(CALM)
def test_fitted_words_take_no_more_bytes_and_are_whole_entities(text: str, room: int) -> None:
    words = fitted(plain(text), room)
    assert len(words.encode()) <= room
    parsed(f"<t>{words}</t>")


def test_fitted_words_are_all_there_where_they_fit() -> None:
    assert fitted("tea & milk", 14) == "tea &amp; milk"
    assert fitted("tea & milk", 13) == "tea &amp;…"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (0.0, "1 January 1970"),
        (1_790_000_000.0, "21 September 2026"),
        (-86400.0, "31 December 1969"),
        (float("nan"), "some day"),
        (float("inf"), "some day"),
        (1e300, "some day"),
        (-1e15, "some day"),
    ],
)
def test_days_are_told_plainly(at: float, told: str) -> None:
    assert day(at) == told


@pytest.mark.parametrize(
    ("char", "wide"),
    [("a", 1), ("é", 1), ("猫", 2), ("😀", 2), ("\u0301", 0), ("…", 1), ("\u200d", 0)],
)
def test_columns_of_a_character(char: str, wide: int) -> None:
    assert columns(char) == wide


@given(ANY, st.integers(0, 30))
@settings(CALM)
def test_cells_are_no_more_than_asked_and_as_wide_as_they_say(text: str, most: int) -> None:
    row = cells(text, most)
    assert len(row) <= most
    assert sum(columns(char) for char in row if char) == len(row)


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFF), max_size=40), st.integers(1, 30))
@settings(CALM)
def test_cells_without_rarities_are_as_wide_on_a_real_screen(text: str, most: int) -> None:
    usual_ones = "".join(
        char for char in text if "\u0020" <= char < "\u0300" or "一" <= char < "龥"
    )
    row = cells(usual_ones, most)
    assert cell_len("".join(row)) == len(row)


def test_a_wide_character_is_not_cut_in_half() -> None:
    assert cells("猫と犬", 6) == ["猫", "", "と", "", "犬", ""]
    assert cells("猫と犬", 5) == ["猫", "", "と", "", "…"]
    assert cells("猫と犬", 4) == ["猫", "", " ", "…"]
    assert cells("猫と犬", 1) == ["…"]
    assert cells("猫と犬", 0) == []


def test_accents_set_apart_join_their_letter_or_go() -> None:
    assert cells("e\u0301", 5) == ["é"]
    assert cells("x\u0301y", 5) == ["x", "y"]


def test_much_text_costs_little() -> None:
    assert len(cells("word " * 1_000_000, 20)) == 20


def test_widths_grow_with_the_words() -> None:
    assert width("") == 0
    assert width("ill") < width("sea") < width("MAW")
    assert width("猫") > width("a")


def test_what_is_usual() -> None:
    assert usual("Ärger, Ελλάδα and Москва… “so”")
    assert not usual("猫")
    assert not usual("😀")
