"""Replies that were made before, and figures for others: what is seen and said of them."""

from __future__ import annotations

import pytest
from face_fakes import settled
from face_figures import KnowingBrain
from test_face_talk import face

from sel.errors import SettingError
from sel.events import MessageView, ReplyStats, TextArrived, TurnFinished, TurnStarted
from tui.scene import stats
from tui.widgets.readings import Readings


async def test_a_reply_made_before_is_marked_when_it_ends() -> None:
    async with face(KnowingBrain()) as it:
        await it.tell(TurnStarted(turn_id="t"), TextArrived(turn_id="t", text="Hello"))
        assert it.messages() == ["SEL\nHello"]
        await it.tell(TurnFinished(turn_id="t", text="Hello", stats=stats(source="cached")))
        assert it.messages() == ["SEL  ↺ said before\nHello"]
        await it.tell(TextArrived(turn_id="u", text="New"))
        await it.tell(TurnFinished(turn_id="u", text="New", stats=stats()))
        assert it.messages()[1] == "SEL\nNew"


async def test_the_mark_is_there_after_a_snapshot_and_never_copied() -> None:
    from textual.selection import SELECT_ALL

    views = (
        MessageView(role="sel", text="Hello", turn_id="t", cached=True),
        MessageView(role="sel", text="New", turn_id="u"),
    )
    async with face(KnowingBrain(messages=views)) as it:
        assert it.messages() == ["SEL  ↺ said before\nHello", "SEL\nNew"]
        selected = it.app.main.conversation.messages[0].get_selection(SELECT_ALL)
        assert selected is not None
        assert selected[0] == "Hello"


async def test_what_was_saved_is_told_once_there_is_something_to_tell() -> None:
    brain = KnowingBrain()
    async with face(brain) as it:
        await it.tell(TurnFinished(turn_id="t", text="Hi", stats=stats()))
        await settled(it.pilot)
        assert brain.looks == 0
        assert "saved" not in dict(it.app.main.desk.feed.readings.rows())
        cached = ReplyStats(source="cached", stop_reason="end")
        await it.tell(TurnFinished(turn_id="u", text="Hi", stats=cached))
        await settled(it.pilot)
        assert brain.looks == 1
        assert dict(it.app.main.desk.feed.readings.rows())["saved"] == "3,912 tokens"


async def test_figures_that_cannot_be_had_change_nothing() -> None:
    brain = KnowingBrain(unable=SettingError("No figures."))
    async with face(brain) as it:
        cached = ReplyStats(source="cached")
        await it.tell(TurnFinished(turn_id="u", text="Hi", stats=cached))
        await settled(it.pilot)
        assert it.app.main.desk.feed.readings.saved == 0
        assert it.notices() == []


def test_the_row_is_quiet_where_there_is_nothing() -> None:
    from sel.events import EngineView

    assert dict(Readings(EngineView(), saved=1).rows())["saved"] == "1 token"
    assert "saved" not in dict(Readings(EngineView()).rows())


@pytest.mark.parametrize(("typed", "port"), [("/serve", None), ("/serve 9111", 9111)])
async def test_figures_are_served_and_the_address_is_said(typed: str, port: int | None) -> None:
    brain = KnowingBrain()
    async with face(brain) as it:
        await it.send(typed)
        assert brain.ports == [port]
        assert it.notices()[-1].startswith("· My figures are at http://127.0.0.1:9111")
        await it.send("/serve off")
        assert it.notices()[-1] == "· The figures are no longer served."
        await it.send("/serve off")
        assert it.notices()[-1] == "· The figures are not served."


@pytest.mark.parametrize("word", ["65536", "-1", "٣x", "everywhere", "8e3"])
async def test_what_is_no_port_is_refused(word: str) -> None:
    brain = KnowingBrain()
    async with face(brain) as it:
        await it.send(f"/serve {word}")
        assert brain.ports == []
        assert "That is no port." in it.notices()[-1]


async def test_why_nothing_is_served_is_said() -> None:
    brain = KnowingBrain(unable=SettingError("The port is taken.", hint="Choose another."))
    async with face(brain) as it:
        await it.send("/serve 80")
        assert "The port is taken." in it.notices()[-1]
