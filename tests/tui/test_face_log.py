"""The log's screen: follows, filters, copies, and stays where somebody reads."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from face_figures import FakeLine, FakeLog, some_lines
from textual.pilot import Pilot
from textual.widgets import Static

from sel.observe.logs import LINES, Tail
from tui.app import SelApp
from tui.screens import log as log_module
from tui.screens.log import MOST, LogScreen, _folded

FILE = "/home/somebody/.local/state/sel/log/sel.log"


@asynccontextmanager
async def reading(
    log: FakeLog | Tail | None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[None], LogScreen]]:
    brain = FakeBrain()
    app = SelApp(brain, FakeSettings(), log=log, log_file=FILE)
    async with app.run_test(size=size) as pilot:
        await drawn(pilot, brain)
        await pilot.press("ctrl+l")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LogScreen)
        yield pilot, screen


def rows(screen: LogScreen) -> list[str]:
    return [str(option.prompt) for option in screen._list.options]


def word(screen: LogScreen, name: str) -> str:
    return str(screen.query_one(f"#{name}", Static).content)


async def test_lines_with_their_time_loudness_and_source_and_where_the_file_is() -> None:
    log = some_lines()
    async with reading(log) as (_, screen):
        assert rows(screen)[0] == f"22:13:21 · {'cli':<20}  starting version=0.1.0"
        assert "! engine.embedder " in rows(screen)[3]
        assert "✕ engine.supervisor " in rows(screen)[5]
        said = {row.index(one.text[:8]) for row, one in zip(rows(screen), log.all, strict=True)}
        assert said == {33}, "a column of its own"
        assert screen._list.highlighted == 6
        assert word(screen, "note") == FILE
        assert not screen._nothing.display


@pytest.mark.parametrize(("key", "count"), [("1", 7), ("2", 6), ("3", 2), ("4", 1)])
async def test_only_what_is_loud_enough(key: str, count: int) -> None:
    async with reading(some_lines()) as (pilot, screen):
        await pilot.press("4", key)
        await pilot.pause()
        assert len(rows(screen)) == count


async def test_it_follows_the_end_unless_somebody_reads_above() -> None:
    log = FakeLog(*(FakeLine(number) for number in range(1, 90)))
    async with reading(log, (80, 24)) as (pilot, screen):
        log.all.append(FakeLine(90, text="the newest"))
        screen._look()
        await pilot.pause(0.05)
        assert screen._list.highlighted == 89
        assert screen._list.scroll_y == screen._list.max_scroll_y > 0
        await pilot.press("up", "up", "pageup")
        place, at = screen._list.scroll_y, screen._list.highlighted
        log.all.append(FakeLine(91))
        screen._look()
        await pilot.pause(0.05)
        assert (screen._list.scroll_y, screen._list.highlighted) == (place, at)
        await pilot.press("end")
        await pilot.pause(0.05)
        assert screen._list.highlighted == 90


async def test_the_oldest_go_where_there_are_too_many() -> None:
    log = FakeLog(*(FakeLine(number, text=f"line {number}") for number in range(1, MOST + 1)))
    async with reading(log) as (pilot, screen):
        log.all.append(FakeLine(MOST + 1, text=f"line {MOST + 1}"))
        screen._look()
        await pilot.pause()
        assert len(rows(screen)) == MOST // 2
        assert rows(screen)[-1].endswith(f"line {MOST + 1}")
        assert screen._list.highlighted == MOST // 2 - 1


async def test_a_line_is_copied_whole() -> None:
    async with reading(some_lines()) as (pilot, screen):
        await pilot.press("up", "c")
        await pilot.pause()
        assert pilot.app.clipboard.startswith("22:13:26 sel.engine.supervisor: EngineCrashed")
        assert "line 211" in pilot.app.clipboard
        assert "line copied" in str(screen._keys.content)


@pytest.mark.parametrize(
    ("log", "words"), [(FakeLog(), "Nothing was logged."), (None, "No log is kept here.")]
)
async def test_nothing_is_said_calmly(log: FakeLog | None, words: str) -> None:
    async with reading(log, (60, 20)) as (pilot, screen):
        assert word(screen, "nothing") == words
        await pilot.press("c", "end", "up", "4")
        await pilot.pause()
        assert screen._nothing.display
        assert str(screen._keys.content).split() == ["1-4", "how", "loud", "Esc", "back"]


async def test_it_is_read_while_open_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "EVERY", 0.05)
    log = some_lines()
    async with reading(log) as (pilot, _):
        before = log.reads
        while log.reads < before + 3:
            await pilot.pause(0.02)
        await pilot.press("escape")
        await pilot.pause()
        before = log.reads
        await pilot.pause(0.1)
        assert log.reads == before


async def test_the_real_tail_is_shown() -> None:
    tail = Tail()
    for number in range(LINES + 3):
        tail.handle(
            logging.LogRecord("sel.test", logging.INFO, "", 0, "[b]bold[/b] %d", (number,), None)
        )
    async with reading(tail) as (_, screen):
        assert len(rows(screen)) == LINES
        assert rows(screen)[-1].endswith(f"[b]bold[/b] {LINES + 2}")


async def test_the_key_closes_it_again_and_the_command_opens_it() -> None:
    async with reading(some_lines()) as (pilot, _):
        app = pilot.app
        assert isinstance(app, SelApp)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert app.screen is app.main
        await pilot.press(*"/log", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LogScreen)


def test_a_blank_first_line_takes_nothing_of_the_next() -> None:
    assert _folded("\nthe words that matter", 11, 30, 80) == f"\n{' ' * 11}the words that matter"


@pytest.mark.parametrize("text", ["a long line " * 12, "x" * 300, "first\nsecond"])
async def test_what_has_no_room_goes_on_below_and_is_folded_anew(text: str) -> None:
    async with reading(FakeLog(FakeLine(1, text=text)), (80, 24)) as (pilot, screen):
        for width in (80, 100, 60):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            first, *more = rows(screen)[0].split("\n")
            assert max(map(len, (first, *more))) <= screen._list.scrollable_content_region.width - 3
            assert more
            under = 33 if width >= 80 else 11
            assert all(row.startswith(" " * under) and row[under] != " " for row in more)
            shown = first.split("  ", 1)[1] + "".join(row[under:] for row in more)
            assert shown.replace(" ", "") == "".join(text.split())
            assert screen._list.highlighted == 0
