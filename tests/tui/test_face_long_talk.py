"""Conversations of any length, and drawing anew only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from face_fakes import FakeBrain, drawn
from test_face_talk import Face, face, shown
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.selection import SELECT_ALL
from textual.strip import Strip
from textual.widget import Widget

from sel.events import DESK, ChannelView, MessageView, Snapshot, TextArrived, TurnFinished
from tui.scene import stats
from tui.screens.main import MainScreen
from tui.widgets.conversation import Conversation
from tui.widgets.leaf import FULL, Entry, leaves_of, tops, wanted
from tui.widgets.message import AnyMessage, Notice, SelMessage

FEW, MANY = 40, 3_000


def talk(count: int) -> tuple[MessageView, ...]:
    return tuple(
        MessageView(
            role="sel" if number % 2 else "person",
            text=f"number {number}: " + "some words to fill a row or two with, " * (number % 4),
            turn_id=f"t{number // 2}",
            at=1.7e9 + number,
        )
        for number in range(count)
    )


async def show(it: Face, views: Sequence[MessageView]) -> None:
    it.brain.messages = tuple(views)
    await it.tell(Snapshot(channels={DESK: ChannelView(messages=tuple(views))}))
    await still(it)


async def still(it: Face) -> None:
    """Until nothing is folded or unfolded any more, also of what is drawn a moment later."""
    conversation = it.app.main.conversation
    before: object = None
    while conversation._hurrying or before != (before := where(conversation)):
        await it.pilot.pause(0.02)


def where(talk: Conversation) -> object:
    open_ = tuple(leaf.open for leaf in talk._leaves)
    return open_, talk.scroll_y, talk.max_scroll_y, talk._hold.count


def first_seen(talk: Conversation) -> tuple[str, int]:
    """The first message in sight, and its row on the screen."""
    seen = [one for one in talk.messages if one.region.bottom > talk.region.y and one.size]
    return seen[0].source, seen[0].region.y


# ---------------------------------------------------------------- leaves


def test_only_leaves_near_the_view_are_wanted() -> None:
    edges = tops(leaves_of(map(Entry, talk(400))), 100)
    first, last = wanted(edges, range(edges[20], edges[20] + 30), 0, 0)
    assert edges[first] <= edges[20] - 30 < edges[20] + 60 <= edges[last]
    assert edges[last] - edges[first] < 30 * 8
    assert wanted(edges, range(30), 0, 0)[0] == 0
    assert wanted(edges, range(edges[-1], edges[-1] + 30), 0, 0)[1] == len(edges) - 1
    assert (
        wanted(edges, range(edges[21], edges[21] + 30), first, last)[0] <= first + 1
    )  # what is there may stay


def test_a_leaf_holds_few_messages_and_few_characters() -> None:
    assert [len(leaf.items) for leaf in leaves_of(map(Entry, talk(20)))] == [FULL, FULL, 4]
    long = MessageView(role="sel", text="x" * 50_000)
    assert len(leaves_of(map(Entry, (long, long, long)))) == 3


# ---------------------------------------------------------------- scrolling


async def test_every_message_can_be_scrolled_to_and_few_are_drawn() -> None:
    async with face() as it:
        await show(it, talk(MANY))
        conversation = it.app.main.conversation
        assert conversation.messages[-1].source.startswith(f"number {MANY - 1}:")
        assert conversation.scroll_y == conversation.max_scroll_y
        await it.pilot.press("ctrl+home")
        await still(it)
        assert conversation.messages[0].source.startswith("number 0:")
        assert first_seen(conversation)[0].startswith("number 0:")
        assert len(conversation.messages) < 60
        await it.pilot.press("ctrl+end")
        await still(it)
        assert conversation.messages[-1].source.startswith(f"number {MANY - 1}:")
        assert conversation.following
        assert len(conversation.messages) < 60


async def test_paging_up_passes_every_message_in_order() -> None:
    async with face(size=(100, 30)) as it:
        await show(it, talk(120))
        conversation = it.app.main.conversation
        seen: list[int] = []
        while conversation.scroll_y > 0:
            here = [
                one for one in conversation.messages if one.region.overlaps(conversation.region)
            ]
            numbers = [int(one.source.split(":")[0].split()[1]) for one in here]
            assert numbers == list(range(numbers[0], numbers[-1] + 1))
            assert not seen or numbers[-1] >= seen[-1] - 1
            seen.append(numbers[0])
            await it.pilot.press("pageup")
            await still(it)
        assert seen[-1] <= 12
        assert first_seen(conversation)[0].startswith("number 0:")


def gaps(it: Face) -> int:
    """Places in the view where two rows follow each other that no message is on."""
    visible = it.app.screen._compositor.visible_widgets.items()
    messages = [region for widget, (region, _) in visible if isinstance(widget, AnyMessage)]
    rows = {y for region in messages for y in region.line_range}
    view = it.app.main.conversation.region.line_range
    return sum(y not in rows and y + 1 not in rows for y in view[:-1])


async def test_keys_faster_than_frames_all_count_and_nobody_sees_an_empty_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with face(size=(100, 30)) as it:
        await show(it, talk(MANY))
        conversation, painted, paint = it.app.main.conversation, [], MainScreen._compositor_refresh

        def painting(screen: MainScreen) -> None:
            paint(screen)
            if not it.app._batch_count:
                painted.append(gaps(it))

        monkeypatch.setattr(MainScreen, "_compositor_refresh", painting)
        for keys in (1, 2, 7, 30):
            before = conversation.scroll_y
            for _ in range(keys):
                it.app.main.prompt.action_page(-1)
            await still(it)
            moved = before - conversation.scroll_y
            asked = keys * (conversation.size.height - 2)
            assert moved == pytest.approx(asked, rel=0.1)
            assert first_seen(conversation)[0]
        conversation.scroll_relative(y=-500, animate=False, immediate=True)
        it.app.main._layout_required = True
        it.app.main._on_timer_update()  # something else is drawn before what is here
        await still(it)
        await it.pilot.press("ctrl+home")
        await still(it)
        assert len(painted) >= 6
        assert not any(painted)
        assert not conversation._hold.count


async def test_a_page_that_draws_another_leaf_keeps_nothing_of_the_one_before() -> None:
    async with face(size=(100, 30)) as it:
        views = [
            replace(view, state="failed") if number == 1501 else view
            for number, view in enumerate(talk(MANY))
        ]
        await show(it, views)
        conversation = it.app.main.conversation
        known = set(conversation.messages)
        assert conversation.go_to("t750", "sel", "words")
        await still(it)
        assert known & set(conversation.messages)  # drawn with the same widgets
        (found,) = [one for one in conversation.messages if one.has_class("-found")]
        assert found.has_class("-failed")
        assert "this reply failed" in shown(found)
        reply = conversation.of("t748", "sel")[0].message
        assert isinstance(reply, SelMessage)
        reply.recalled(3)
        it.app.main.selections = {conversation.messages[0]: SELECT_ALL}
        for turn in ("t300", "t1000"):
            conversation.go_to(turn, "person")
            await still(it)
            assert len([one for one in conversation.messages if one.has_class("-found")]) == 1
            assert not any(one.has_class("-failed") for one in conversation.messages)
            assert not any(one._marked or one.text_selection for one in conversation.messages)
            for entry in conversation.entries():
                if entry.message is not None:
                    number = int(entry.view.text.split(":")[0].split()[1])
                    assert entry.view == views[number]
                    assert "recalled" not in shown(entry.message)
        assert conversation.go_to("t748", "person")
        await still(it)
        assert "recalled 3" in shown(conversation.of("t748", "sel")[0].drawn())


async def test_the_scrollbar_looks_as_textuals_own_does() -> None:
    async with face(size=(100, 30)) as it:
        await show(it, talk(FEW))
        bar = it.app.main.conversation.vertical_scrollbar
        for keys in ([], ["pageup"], ["pageup"], ["ctrl+home"]):
            await it.pilot.press(*keys)
            await still(it)
            for rows in (bar.size.region, Region(0, 5, 1, 9)):
                quick, usual = bar.render_lines(rows), ScrollBar.render_lines(bar, rows)
                assert [row.text for row in quick] == [row.text for row in usual]
                assert [look(row) for row in quick] == [look(row) for row in usual]


def look(row: Strip) -> list[tuple[object, ...]]:
    styles = [one.style for one in row if one.style is not None]
    return [(one.color, one.bgcolor, bool(one.reverse), one.meta) for one in styles]


async def test_going_to_a_turn_shows_and_marks_it() -> None:
    async with face() as it:
        await show(it, talk(MANY))
        conversation = it.app.main.conversation
        assert not conversation.go_to("nowhere")
        assert conversation.go_to("t700", "sel", "SOME words")
        conversation._take_time()  # whatever is drawn meanwhile is drawn there
        await still(it)
        (found,) = [one for one in conversation.messages if one.has_class("-found")]
        assert found.source.startswith("number 1401:")
        assert conversation.region.contains_region(found.region)
        assert found.render_line(1).text.count("some words") == 1


async def test_what_comes_while_the_person_reads_above_moves_nothing() -> None:
    async with face() as it:
        await show(it, talk(FEW))
        conversation = it.app.main.conversation
        await it.pilot.press("pageup", "pageup")
        await still(it)
        before = first_seen(conversation)
        await it.tell(*(TextArrived(turn_id="new", text="more words\n\n" * 5) for _ in range(9)))
        await it.tell(TurnFinished(turn_id="new", text="done", stats=stats()))
        conversation.above("t3", Notice("a line far above"))
        await still(it)
        assert first_seen(conversation) == before
        assert not conversation.following


# ---------------------------------------------------------------- drawing anew


@pytest.mark.parametrize("changed", [5, FEW - 1])
async def test_only_what_differs_is_drawn_anew(changed: int) -> None:
    async with face() as it:
        views = talk(FEW)
        await show(it, views)
        conversation = it.app.main.conversation
        conversation.notice(Notice("kept"))
        before: list[Widget] = list(conversation.messages)
        other = replace(views[changed], text="other words", alternative=2, alternatives=2)
        await show(it, [*views[:changed], other, *views[changed + 1 :]])
        assert list(conversation.messages) == before
        assert it.notices() == ["· kept"]
        if changed == FEW - 1:
            assert it.messages()[-1] == "SEL  2 of 2\nother words"
        texts = [entry.view.text for entry in conversation.entries()]
        assert texts[changed] == "other words"
        assert len(texts) == FEW


async def test_shorter_longer_and_another_conversation() -> None:
    async with face() as it:
        views = talk(FEW)
        await show(it, views)
        conversation = it.app.main.conversation
        before = conversation.messages[-3]
        await show(it, views[:-2])
        assert conversation.messages[-1] is before
        await show(it, views)
        assert [entry.view for entry in conversation.entries()] == list(views)
        elsewhere = [replace(view, turn_id=f"x{view.turn_id}") for view in views[:2]]
        await show(it, elsewhere)
        assert [entry.view for entry in conversation.entries()] == elsewhere
        assert conversation.following
        await show(it, [])
        assert conversation.has_class("-empty")


async def test_a_reply_that_is_still_made_is_gone_on_with() -> None:
    async with face() as it:
        await it.tell(TextArrived(turn_id="t", text="so "))
        (message,) = it.app.main.conversation.messages
        view = MessageView(role="sel", text="so far", turn_id="t", state="streaming")
        await show(it, [view])
        assert it.app.main.conversation.messages == [message]
        await it.tell(TextArrived(turn_id="t", text=", so good."))
        assert it.messages() == ["SEL\nso far, so good."]


async def test_one_that_is_gone_holds_nobody_up() -> None:
    async with face() as it:
        await show(it, talk(MANY))
        conversation = it.app.main.conversation
        gone = conversation.remove()
        conversation._turn(0)
        await gone
        conversation._spots = []
        conversation._turn_soon()  # as what still scrolls it would
        await it.pilot.pause()
        assert it.app._batch_count == 0, "nobody would draw anything any more"


# ---------------------------------------------------------------- other sizes


async def test_the_window_changes_while_a_reply_comes() -> None:
    brain = FakeBrain()
    async with face(brain, size=(240, 70)) as it:
        await show(it, talk(60))
        conversation = it.app.main.conversation
        sizes = [(240, 70), (60, 20), (120, 40), (61, 21), (80, 24), (240, 70)]
        for number, size in enumerate(sizes):
            it.brain.tell(TextArrived(turn_id="r", text=f"part {number} **of the** reply, " * 30))
            await it.pilot.resize_terminal(*size)
            await drawn(it.pilot, brain)
            await still(it)
            assert conversation.following
            assert conversation.scroll_y == conversation.max_scroll_y
            reply = conversation.messages[-1]
            assert all(row.piece.cell_length <= reply.size.width for row in reply._rows)
            assert reply.region.width == min(size[0] - (42 if size[0] >= 100 else 1), 104) - 2
        assert shown(reply).count("part 5") == 30


async def test_what_is_read_stays_in_sight_through_other_sizes() -> None:
    async with face() as it:
        await show(it, talk(FEW))
        conversation = it.app.main.conversation
        assert conversation.go_to("t4", "person")
        await still(it)
        top = first_seen(conversation)
        for size in ((80, 30), (60, 20), (120, 40)):
            await it.pilot.resize_terminal(*size)
            await still(it)
            assert first_seen(conversation)[0] == top[0]


async def test_a_page_turned_before_it_is_laid_out_begins_at_its_end() -> None:
    async with face(size=(80, 24)) as it:
        views, conversation = talk(FEW), it.app.main.conversation
        await show(it, views[:2])
        conversation.show([])
        conversation.show(views)
        it.app.main.prompt.action_page(-1)
        await still(it)
        page = conversation.size.height - 2
        assert conversation.scroll_y == conversation.max_scroll_y - page > page


async def test_messages_of_other_days_tell_their_day() -> None:
    noon, day = 1_700_000_000.0, 86_400.0
    views = [
        replace(view, at=noon - number * day)
        for view, number in zip(talk(6), (400, 0, 3, 0, 0, 0), strict=True)
    ]
    async with face(size=(80, 24)) as it:
        it.app.main.conversation.now = noon
        it.app.main.conversation.show(views)
        await still(it)
        names = [one.lines[0].text.plain for one in it.app.main.conversation.messages[::2]]
        assert names == ["You  10 October 2022, 22:13", "You  11 November, 22:13", "You  22:13"]
