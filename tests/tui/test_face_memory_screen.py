"""The memory screen: looking through, searching, correcting, forgetting, walking over the map."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from face_fakes import FakeBrain, drawn, places, settled
from face_memories import PORTO, SISTER, kept
from test_face_talk import Face, face

from sel.errors import InputRefused, StoreError
from sel.events import Event
from sel.memory_events import (
    ConsentChanged,
    EditMemory,
    ForgetMemories,
    MemoriesForgotten,
    MemoryEdited,
    MemoryKept,
)
from tui.screens.memory import EMPTY, EMPTY_OFF, NOT_FOUND, MemoryScreen
from tui.widgets.ask import Ask
from tui.widgets.chart import Chart
from tui.widgets.detail import Editor
from tui.widgets.rows import Shelf


class Library:
    """The memory screen of a face, opened."""

    def __init__(self, it: Face) -> None:
        self.it = it
        self.brain = it.brain
        screen = it.app.screen
        assert isinstance(screen, MemoryScreen)
        self.screen = screen

    async def press(self, *keys: str) -> None:
        await self.it.pilot.press(*keys)
        await settled(self.it.pilot)

    async def tell(self, *events: Event) -> None:
        self.brain.tell(*events)
        await drawn(self.it.pilot, self.brain)
        await settled(self.it.pilot)

    @property
    def rows(self) -> list[str]:
        return [memory.text for memory in self.screen.found.values()]

    @property
    def chosen(self) -> str:
        memory = self.screen.found.get(self.screen._shelf.chosen)
        return memory.text if memory else ""

    @property
    def said(self) -> str:
        return str(self.screen._keys.content)

    @property
    def nothing(self) -> str:
        return str(self.screen._nothing.content) if self.screen._nothing.display else ""

    @property
    def chart(self) -> Chart:
        return self.screen._chart

    def cell(self, memory_id: str) -> tuple[int, int]:
        """Where on the widget a memory's mark is drawn, far out."""
        x, y = places(self.brain.kept)[memory_id]
        size, inside = self.chart.size, self.chart.content_region
        corner = inside.offset - self.chart.region.offset
        return corner.x + int(x * size.width), corner.y + int(y * size.height)

    def drawing(self) -> str:
        return "\n".join("".join(cell[0] for cell in row) for row in self.chart._seen.rows)


@asynccontextmanager
async def library(
    brain: FakeBrain | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Library]:
    async with face(brain or FakeBrain(kept=kept(14)), size) as it:
        await it.pilot.press("f3")
        await it.pilot.pause()
        await settled(it.pilot)
        yield Library(it)


async def test_the_list_shows_all_and_the_newest_in_full() -> None:
    async with library() as it:
        assert len(it.rows) == 14
        assert it.chosen == "I have a sister, Ana"
        assert str(it.screen._count.content) == "14 memories   memory on"
        assert "Bilbao" in str(it.screen._detail._rest.content)
        assert isinstance(it.it.app.focused, Shelf)


async def test_arrows_and_clicks_choose() -> None:
    async with library(size=(120, 20)) as it:
        await it.press("down")
        assert it.chosen == "I moved to Porto"
        assert "before      “I live in Lisbon”" in str(it.screen._detail._rest.content)
        await it.press("end")
        assert it.chosen == it.rows[-1]
        assert it.screen._shelf.scroll_offset.y > 0
        await it.press("pageup", "home", "up")
        assert it.chosen == "I have a sister, Ana"
        await it.it.pilot.click("#shelf", offset=(5, 2))
        await settled(it.it.pilot)
        assert it.chosen == it.rows[2]
        await it.it.pilot.double_click("#shelf", offset=(5, 2))
        await settled(it.it.pilot)
        assert isinstance(it.it.app.focused, Editor), "as Enter does"


async def test_searching_and_coming_back() -> None:
    async with library() as it:
        await it.press("slash", *"porto")
        await it.it.pilot.pause(0.3)
        await settled(it.it.pilot)
        assert it.rows == ["I moved to Porto"]
        await it.press(*" sea")
        await it.it.pilot.pause(0.3)
        await settled(it.it.pilot)
        assert it.rows == []
        assert it.nothing == NOT_FOUND
        assert it.said.startswith("type to search")
        await it.press("enter")
        assert it.said.startswith("/ search   t tag   m map"), "there is nothing to edit"
        await it.press("escape")
        await it.it.pilot.pause(0.3)
        await settled(it.it.pilot)
        assert len(it.rows) == 14
        assert it.nothing == ""
        await it.press("slash", "down")
        assert isinstance(it.it.app.focused, Shelf)
        await it.press("escape")
        assert it.it.app.screen is it.it.app.main


async def test_tags_filter_by_key_and_mouse() -> None:
    async with library() as it:
        await it.press("t")
        assert it.screen._tags.chosen == "family"
        assert it.rows == ["I have a sister, Ana", "Grandmother's birthday is the third of May"]
        await it.press("T", "T")
        assert it.screen._tags.chosen == "portugal"
        await it.press("t")
        assert len(it.rows) == 14
        await it.it.pilot.click("#tags", offset=(12, 0))
        await settled(it.it.pilot)
        assert it.screen._tags.chosen == "family"


async def test_a_memory_is_corrected_in_place() -> None:
    async with library() as it:
        await it.press("e")
        assert "save" in it.said
        await it.press("end", *" Luz", "enter")
        assert it.brain.commands == [EditMemory(id="m1", text="I have a sister, Ana Luz")]
        edited = replace(SISTER, text="I have a sister, Ana Luz")
        it.brain.kept = (edited, *it.brain.kept[1:])
        await it.tell(MemoryEdited(person="you", memory=edited))
        assert it.chosen == "I have a sister, Ana Luz"
        assert str(it.screen._detail._title.content) == "I have a sister, Ana Luz"


@pytest.mark.parametrize("keys", [("escape",), ("enter",), ("ctrl+a", "ctrl+k", "enter")])
async def test_an_edit_that_changes_nothing_sends_nothing(keys: tuple[str, ...]) -> None:
    async with library() as it:
        await it.press("e", *keys)
        assert it.brain.commands == []
        assert not it.screen._detail.editing
        assert it.it.app.screen is it.screen


async def test_a_refused_edit_is_said() -> None:
    async with library(FakeBrain(kept=kept(3))) as it:
        it.brain.refuse = InputRefused("That is too long.", hint="Say it shorter.")
        await it.press("e", "x", "enter")
        assert "That is too long. Say it shorter." in it.said
        assert it.chosen == "I have a sister, Ana"


async def test_forgetting_asks_and_shows_the_receipt() -> None:
    async with library() as it:
        await it.press("down", "d")
        assert it.screen.query_one(Ask).question.title == "forget this?"
        assert "I moved to Porto" in it.screen.query_one(Ask).question.text
        await it.press("f5")
        assert it.brain.commands == [ForgetMemories(ids=("m2",))]
        it.brain.kept = tuple(one for one in it.brain.kept if one.id != "m2")
        await it.tell(
            MemoriesForgotten(person="you", ids=("m2",), counts={"memories": 1, "vectors": 1})
        )
        assert "I moved to Porto" not in it.rows
        assert it.said == "forgotten: 1 memory, 1 vector"
        assert not it.screen.query(Ask)


@pytest.mark.parametrize("keys", [("enter",), ("escape",), ("f6",)])
async def test_leaving_is_the_first_answer_at_hand(keys: tuple[str, ...]) -> None:
    async with library() as it:
        await it.press("d", *keys)
        assert it.brain.commands == []
        assert it.said == "nothing was forgotten"
        assert it.it.app.screen is it.screen


async def test_a_refused_forgetting_leaves_the_question() -> None:
    async with library() as it:
        it.brain.refuse = InputRefused("The disk is full.")
        await it.press("d", "f5")
        assert it.said == "The disk is full."
        it.brain.refuse = None
        await it.press("f5")
        assert it.brain.commands == [ForgetMemories(ids=("m1",))]


async def test_the_list_follows_what_is_kept_meanwhile() -> None:
    async with library(FakeBrain(kept=(PORTO,))) as it:
        it.brain.kept = (SISTER, PORTO)
        await it.tell(MemoryKept(person="you", memory=SISTER, how="new"))
        assert it.rows == ["I have a sister, Ana", "I moved to Porto"]
        assert it.chosen == "I moved to Porto"
        await it.press("f3")
        it.brain.tell(ConsentChanged(person="you", state="never"))
        await drawn(it.it.pilot, it.brain)
        assert it.it.app.screen is it.it.app.main


# ---------------------------------------------------------------- the map


async def test_the_map_points_out_what_the_list_chose() -> None:
    async with library() as it:
        assert it.chart.border_title == "map · themes"
        assert "level 3 at 0.50 0.50" in it.drawing()
        await it.press("down")
        assert it.chart.chosen == "m2"


async def test_walking_over_the_map_chooses_in_the_list() -> None:
    async with library() as it:
        await it.press("m")
        assert isinstance(it.it.app.focused, Chart)
        assert "walk" in it.said
        await it.press("right")
        assert it.chosen != "I have a sister, Ana"
        assert it.chart.chosen == it.screen._shelf.chosen
        await it.press("m")
        assert isinstance(it.it.app.focused, Shelf)


async def test_zooming_goes_from_themes_to_moments_and_back() -> None:
    async with library() as it:
        await it.press("m", "plus")
        x, y = places(it.brain.kept)["m1"]
        assert it.chart.border_title == "map · topics"
        assert f"level 2 at {x:.2f} {y:.2f}" in it.drawing()
        await it.press("pagedown", "equals_sign", "plus")
        assert it.chart.level == 0
        await it.press("minus", "pageup", "minus", "minus")
        assert it.chart.level == 3


async def test_a_click_goes_closer_and_a_right_click_or_backspace_back() -> None:
    async with library() as it:
        column, row = it.cell("m5")
        await it.it.pilot.click(Chart, offset=(column, row))
        await settled(it.it.pilot)
        assert (it.chart.level, it.chart.chosen) == (2, "m5")
        assert it.screen._shelf.chosen == "m5"
        x, y = places(it.brain.kept)["m5"]
        assert f"level 2 at {x:.2f} {y:.2f}" in it.drawing()
        await it.it.pilot.click(Chart, offset=(column, row), button=3)
        await settled(it.it.pilot)
        assert (it.chart.level, it.chart.chosen) == (3, "m5")
        await it.it.pilot.click(Chart, offset=(column, row))
        await it.press("backspace")
        assert it.chart.level == 3


async def test_what_is_under_the_pointer_is_told() -> None:
    strange = replace(PORTO, id="m9", text="x", quote="[bold]I moved[/] to Porto")
    async with library(FakeBrain(kept=(SISTER, strange))) as it:
        await it.it.pilot.hover(Chart, offset=it.cell("m9"))
        await settled(it.it.pilot)
        assert "“[bold]I moved[/] to Porto”" in frame(it.chart)
        await it.it.pilot.hover(Chart, offset=(2, it.chart.size.height))
        await settled(it.it.pilot)
        assert "Porto" not in frame(it.chart)
        await it.it.pilot.hover(Chart, offset=it.cell("m1"))
        await it.it.pilot.hover(Shelf)
        await settled(it.it.pilot)
        assert "Bilbao" not in frame(it.chart)


async def test_memories_without_a_place_are_counted_and_said() -> None:
    brain = FakeBrain(kept=kept(5), waiting=frozenset({"m2", "m3"}))
    async with library(brain) as it:
        assert it.chart.border_title == "map · themes · not on the map yet: 2"
    brain = FakeBrain(kept=kept(5), waiting=frozenset(f"m{n}" for n in range(9)))
    async with library(brain) as it:
        assert "not on the map yet: 5" in str(it.chart.border_title)
        assert "Nothing is on the map yet." in frame(it.chart)
        assert "once the embedder has read it" in frame(it.chart)
        await it.press("m", "right", "plus", "minus")
        assert it.chart.level == 3


def frame(chart: Chart) -> str:
    """All that the map and its border show."""
    region = chart.region
    strips = [chart.screen._compositor.render_strips()[y] for y in range(region.y, region.bottom)]
    return "\n".join(strip.text[region.x : region.right] for strip in strips)


async def test_the_drawing_fits_its_place_at_every_size() -> None:
    async with library() as it:
        for size in ((120, 40), (200, 60), (100, 24)):
            await it.it.pilot.resize_terminal(*size)
            await settled(it.it.pilot)
            rows = it.chart._seen.rows
            assert (len(rows[0]), len(rows)) == it.chart.size
            assert it.chart.size.height > 3


async def test_narrow_terminals_show_the_list_or_the_map() -> None:
    async with library(size=(80, 24)) as it:
        assert it.screen._shelf.region.height > 5
        assert not it.chart.display
        await it.press("m")
        assert it.chart.region.height > 10
        assert not it.screen.query_one("#list").display
        await it.press("escape")
        assert isinstance(it.it.app.focused, Shelf)
        assert it.screen.query_one("#list").display


# ---------------------------------------------------------------- nothing there


@pytest.mark.parametrize(
    ("state", "words"), [("given", EMPTY), ("unasked", EMPTY_OFF), ("never", EMPTY_OFF)]
)
async def test_empty_states_say_what_to_do(state: str, words: str) -> None:
    async with library(FakeBrain(state=state)) as it:
        assert it.nothing == words
        assert not it.screen.query_one("#one").display
        assert it.said == "Esc back"
        await it.press("e", "d", "t", "m", "right", "plus")
        assert it.brain.commands == []
        it.brain.kept = (SISTER,)
        await it.tell(MemoryKept(person="you", memory=SISTER, how="new"))
        assert it.chosen == "I have a sister, Ana"
        assert isinstance(it.it.app.focused, Shelf)


async def test_a_memory_that_cannot_be_read_is_said() -> None:
    async with library(FakeBrain(deaf=StoreError("The memory cannot be read."))) as it:
        assert it.said == "The memory cannot be read."
        await it.press("escape")
        assert it.it.app.screen is it.it.app.main


async def test_strange_memories_are_shown_harmlessly() -> None:
    strange = (
        replace(SISTER, text="\x1b[2J\u202e" + "long " * 50_000, quote="[red]x[/red]"),
        replace(PORTO, text="🦊" * 500, tags=("[b]tag[/b]", "🦊" * 40)),
        replace(PORTO, id="🦊", text=""),
    )
    async with library(FakeBrain(kept=strange)) as it:
        await it.press("down", "up")
        svg = it.it.app.export_screenshot()
        assert "\x1b" not in svg
        assert "[red]x[/red]" in str(it.screen._detail._rest.content)
        await it.press("t", "d", "escape")


async def test_many_memories_are_no_burden() -> None:
    async with library(FakeBrain(kept=kept(20_000))) as it:
        await it.press("end", "pageup", "home", "down")
        assert it.chosen == "I moved to Porto"
        assert len(it.screen.query("Shelf > *")) <= 3  # rows are drawn, not made of widgets
