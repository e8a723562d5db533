"""Every screen in words, as somebody hears it who cannot see it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.geometry import Offset
from textual.widgets import Input

from tui.gallery import SCREENS, Gallery, gallery
from tui.heard.page import PAGE, Line, listing, told, went
from tui.heard.signs import key, said
from tui.screens.keys import CatchScreen
from tui.widgets.heard import Heard

FORBIDDEN = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2800-\u28ff\u2900-\u297f\u2b00-\u2bff\ue000-\uf8ff]"
)
"""Arrows, technical signs, frames, blocks, shapes, dingbats, Braille, private signs."""
NAMES = {
    "conversation": "Conversation: A loop that skips the first name",
    "home": "Conversations",
    "mood": "Mood",
    "stats": "Statistics",
    "persona": "Personas",
    "why": "Why this reply",
    "wizard": "The first steps",
}
SIZES = ((80, 24), (140, 45))


@asynccontextmanager
async def heard(size: tuple[int, int] = SIZES[0]) -> AsyncIterator[Gallery]:
    async with gallery("sel-dark", size) as pictures:
        pictures.app.draw_as("plain", on=True)
        await pictures.pilot.pause()
        yield pictures


def rows(pictures: Gallery) -> list[str]:
    """What is on the screen."""
    return [strip.text.rstrip() for strip in pictures.app.screen._compositor.render_strips()]


def words(pictures: Gallery) -> list[str]:
    """What the screen says, all of it."""
    found = pictures.app.screen.query_one(Heard)
    found.look()
    return [line.text for line in found.lines]


def at(pictures: Gallery) -> str:
    """The row the terminal's cursor stands in."""
    pictures.app.screen.query_one(Heard).look()
    return rows(pictures)[pictures.app.cursor_position.y].lstrip()


async def press(pictures: Gallery, *keys: str) -> None:
    for one in keys:
        await pictures.pilot.press(one)
        await pictures._settled()
        for found in pictures.app.screen.query(Heard):
            found.look()
    await pictures.pilot.pause()


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("size", SIZES)
async def test_no_screen_says_a_drawing_and_each_says_first_which_it_is(
    size: tuple[int, int],
) -> None:
    async with heard(size) as pictures:
        for name in SCREENS:
            await pictures.draw(name, size)
            for found in pictures.app.screen.query(Heard):
                found.look()
            await pictures.pilot.pause()
            shown = rows(pictures)
            assert shown[0].strip().startswith(f"{NAMES.get(name, name.capitalize())}. "), name
            assert re.search(r"(Escape|Ctrl\+Q) (leads|leaves|skips)", shown[0]), name
            assert not [row for row in shown if FORBIDDEN.search(row)], name
            if name == "conversation":
                continue
            said_ = words(pictures)
            assert not [row for row in said_ if FORBIDDEN.search(row) or "  " in row.strip()], name
            assert len(said_) > 2, name
            assert not [row for row in said_ if row.endswith((",", ", .", ": ,"))], name


async def test_every_part_of_the_figures_is_said() -> None:
    async with heard() as pictures:
        for name, count in (("stats", 8), ("analytics", 6)):
            await pictures.draw(name)
            told_: set[tuple[str, ...]] = set()
            for number in range(1, count + 1):
                await press(pictures, str(number))
                lines = words(pictures)
                assert any(line.startswith(f"Part {number} of {count}: ") for line in lines)
                assert not [line for line in lines if FORBIDDEN.search(line)]
                told_.add(tuple(lines[4:-5]))
            assert len(told_) == count  # none says what another says


# ---------------------------------------------------------------- moving about


async def test_the_cursor_follows_what_is_chosen_and_what_is_written() -> None:
    async with heard() as pictures:
        await pictures.draw("home", SIZES[0])
        assert at(pictures).startswith("Chosen, 1: A loop")
        await press(pictures, "down", "down")
        assert at(pictures).startswith("Chosen, 3: Bread")
        await press(pictures, "slash")
        assert at(pictures) == "Field, Filter:"
        await press(pictures, "b", "o", "a")  # the list is another one; one goes on writing
        assert at(pictures) == "Field, Filter: boa"
        assert pictures.app.cursor_position.x == len("Field, Filter: boa")
        await press(pictures, "left")
        assert pictures.app.cursor_position.x == len("Field, Filter: bo")
        assert "A list of 1:" in words(pictures)


async def test_where_the_arrows_have_no_other_use_they_go_through_the_lines() -> None:
    async with heard((60, 12)) as pictures:
        await pictures.draw("mind", (60, 12))
        assert at(pictures) == "Mind. Escape leads back."
        await press(pictures, "down")
        assert at(pictures).startswith("SEL feels bonded")
        await press(pictures, "end")
        assert at(pictures) == "Escape: back"
        assert rows(pictures)[0] == "Mind. Escape leads back."  # it stays
        await press(pictures, "home")
        assert at(pictures) == "Mind. Escape leads back."
        await press(pictures, "escape")
        assert pictures.app.screen is pictures.app.main


async def test_notes_are_said_first_and_questions_with_their_answers() -> None:
    async with heard() as pictures:
        await pictures.draw("home", SIZES[0])
        await press(pictures, "a")
        assert words(pictures)[1].startswith("Note: put away")
        await press(pictures, "d")
        lines = words(pictures)
        assert [line for line in lines if line.startswith("Chosen: F")] == [at(pictures)]
        assert lines.count(next(line for line in lines if "elete" in line)) == 1


async def test_a_hormone_that_is_chosen_is_where_one_is() -> None:
    async with heard() as pictures:
        await pictures.draw("analytics", SIZES[0])
        await press(pictures, "down")
        assert at(pictures).startswith("Chosen: serotonin, between")


async def test_what_moves_by_itself_is_not_said_every_second() -> None:
    async with heard() as pictures:
        await pictures.draw("mind", SIZES[0])
        before = words(pictures)
        feed = pictures.app.main.desk.feed
        feed.affect.levels["cortisol"] = 0.77
        screen = pictures.app.screen
        screen._look()  # type: ignore[attr-defined]
        assert words(pictures) == before
        screen.CALM = 0.0  # type: ignore[attr-defined]
        assert any("cortisol 77 percent" in line for line in words(pictures))


async def test_a_key_is_caught_also_an_arrow_and_the_palette_is_words() -> None:
    async with heard() as pictures:
        await pictures.draw("keys", SIZES[0])
        await press(pictures, "enter")
        assert isinstance(pictures.app.screen, CatchScreen)
        assert rows(pictures)[0].startswith("A new key. ")
        assert "Press the new key for this." in words(pictures)
        await press(pictures, "up")
        assert not isinstance(pictures.app.screen, CatchScreen)
        await pictures._home()
        await press(pictures, "ctrl+p")
        assert rows(pictures)[0] == "Command palette. Escape leads back."
        await press(pictures, *"theme")
        assert at(pictures).endswith(": theme")
        assert any(line.startswith("Chosen, 1: ") for line in words(pictures))
        assert not [row for row in rows(pictures) if FORBIDDEN.search(row)]


async def test_plain_no_more_is_drawn_again_and_plain_comes_to_an_open_screen() -> None:
    async with gallery() as pictures:
        await pictures.draw("home")
        drawn = rows(pictures)
        pictures.app.draw_as("plain", on=True)
        await pictures.pilot.pause()
        assert rows(pictures)[0] == "Conversations. Escape leads back."
        pictures.app.draw_as("plain", on=False)
        await pictures.pilot.pause()
        assert rows(pictures) == drawn
        pictures.app.cursor_position = Offset(7, 7)
        pictures.app.screen.query_one(Heard).look()  # it looks no more
        assert pictures.app.cursor_position == Offset(7, 7)
        assert isinstance(pictures.app.screen.query_one("#filter"), Input)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("drawn", "heard_"),
    [
        ("cortisol  ━━━━╾───  .18", "cortisol, .18"),
        ("● SEL · 64 tokens", "SEL, 64 tokens"),
        ("! cannot be used", "Warning: cannot be used"),
        ("answered by   –", "answered by, not known"),
        ("(◕‿◕)  bonded   casual", "bonded, casual"),
        ("Alt+↑, and Esc", "Alt+up, and Escape"),
        ("a – b, c; 1–2", "a not known b, c; 1–2"),
        ("x ≤ y ∈ ℝ", "x ≤ y ∈ ℝ"),
        ("  │ ⣿⣿ ╰──┴── 12:00   ", "12:00"),
    ],
)
def test_a_drawn_line_in_words(drawn: str, heard_: str) -> None:
    assert said(drawn) == heard_


def test_keys_in_words() -> None:
    assert [key(one) for one in ("↑↓", "← →", "A", "/", "Ctrl+A", "Esc", "g c v", "Alt+↑")] == [
        "Up, Down",
        "Left, Right",
        "Shift+A",
        "Slash",
        "Ctrl+A",
        "Escape",
        "g, c, v",
        "Alt+Up",
    ]


def test_of_a_long_list_some_are_told_around_the_chosen_one() -> None:
    asked: list[int] = []

    def text(number: int) -> str:
        asked.append(number)
        return f"n{number}"

    entries = [lambda number=number: text(number) for number in range(10_000)]
    lines = listing(entries, 4_567, {4_000: "old"}, key="list", here=True)
    assert [line.text for line in lines[:3]] == [
        "A list of 10,000, 4,561 to 4,570 are told here:",
        "old:",
        "n4560",
    ]
    assert [line.text for line in lines if line.key] == ["Chosen, 4,568: n4567"]
    assert len(lines) == PAGE + 2
    assert len(asked) == PAGE + 2  # nobody waits for the others
    assert listing([], -1, key="list", here=True) == []


def test_a_curve_in_a_sentence() -> None:
    figure = "{:.0f}".format
    assert went([], figure) == "not known"
    assert went([2, 2], figure) == "always 2"
    assert went([1, 9, 4], figure) == "between 1 and 9, now 4"
    assert told("a  b\n\n ", "c") == [Line("a, b"), Line("c")]
