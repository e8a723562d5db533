"""What the statistics and the panel say, and how a conversation looks that is drawn anew."""

from __future__ import annotations

import pytest
from face_fakes import FakeBrain
from hypothesis import given
from hypothesis import strategies as st
from test_face_talk import face, shown

from sel.events import (
    DESK,
    AffectView,
    ChannelView,
    EngineView,
    HormoneMove,
    Interrupt,
    MessageState,
    MessageView,
    ReplyStats,
    Snapshot,
    TextArrived,
    TurnInterrupted,
    TurnStarted,
)
from tui.mood import FACES, MODES
from tui.screens.meter import EVERY, WINDOW, Meter
from tui.widgets.insides import last_move, mood_row, reason_of
from tui.widgets.message import SelMessage
from tui.widgets.readings import Readings, model_name
from tui.widgets.stats import WIDTH, Stats

LAST = ReplyStats(
    prompt_tokens=1200,
    reused_tokens=900,
    read_tokens=300,
    made_tokens=21,
    make_seconds=2.0,
    first_token_seconds=0.25,
    stop_reason="end",
)

# ---------------------------------------------------------------- the live speed


def test_a_steady_stream_is_told_at_its_speed() -> None:
    meter = Meter()
    told = [meter.count(1, 100 + number / 20) for number in range(100)]
    figures = [speed for speed in told if speed is not None]
    assert figures
    assert all(speed == pytest.approx(20.0) for speed in figures)
    assert len(figures) <= 5 / EVERY, "few enough to be read"


def test_after_a_pause_only_what_came_lately_counts() -> None:
    meter = Meter()
    for number in range(100):
        meter.count(1, 100 + number / 50)
    late = 200.0
    told = [meter.count(1, late + number / 4) for number in range(12)]
    assert [speed for speed in told if speed is not None][-1] == pytest.approx(4.0)


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0, 2 * WINDOW)), max_size=40))
def test_no_stream_breaks_the_meter(stream: list[tuple[int, float]]) -> None:
    meter, now = Meter(), 0.0
    for pieces, later in stream:
        now += later
        speed = meter.count(pieces, now)
        assert speed is None or speed >= 0.0


# ---------------------------------------------------------------- rows


def values(readings: Readings) -> dict[str, str]:
    return dict([*readings.rows(), *readings.more()])


def test_what_is_not_known_yet_is_a_dash_not_a_nought() -> None:
    rows = values(Readings(EngineView()))
    for label in ("model", "speed", "first token", "reused", "context", "answered by"):
        assert rows[label] == "–"
    assert rows["replies so far"] == "0 · 0 tokens"


def test_the_last_replys_figures_are_told_with_their_units() -> None:
    engine = EngineView(state="ready", model="/models/Tiny.gguf", context=8192, rung="as asked")
    rows = values(Readings(engine, route="coder: code fence (99%)").after(LAST))
    assert rows["state"] == "● ready"
    assert rows["model"] == "Tiny"
    assert rows["speed"] == "10 tok/s"
    assert rows["first token"] == "250 ms"
    assert rows["reused"] == "75% of 1,200"
    assert rows["context"] == "1,221 of 8,192"
    assert rows["making the reply"] == "2.0 s · 21 tokens"
    assert rows["settings in use"] == "as asked"
    assert rows["replies so far"] == "1 · 21 tokens"


def test_replies_are_counted_and_the_live_speed_ends_with_its_reply() -> None:
    readings = Readings(EngineView(), live_speed=33.0)
    assert readings.speed == 33.0
    readings = readings.after(LAST).after(LAST)
    assert (readings.replies, readings.made) == (2, 42)
    assert readings.speed == LAST.tokens_per_second


@pytest.mark.parametrize(
    ("progress", "words"), [(0.0, "◌ waking"), (0.42, "◌ waking 42%"), (1.0, "◌ waking")]
)
def test_progress_is_told_while_it_goes_on(progress: float, words: str) -> None:
    assert Readings(EngineView(state="waking", progress=progress)).state() == words


@pytest.mark.parametrize(
    ("detail", "words"), [("", "● ready"), ("reading memories anew", "● ready 42%")]
)
def test_what_a_ready_engine_does_beside_is_told_with_its_progress(detail: str, words: str) -> None:
    engine = EngineView(state="ready", detail=detail, progress=0.42)
    assert Readings(engine).state() == words
    shown = Stats._content(Readings(engine)).plain.splitlines()
    assert (shown[1] == detail) is bool(detail)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("", "–"),
        ("/a/b/Small.Q4_1.gguf", "Small.Q4_1"),
        ("C:\\models\\big.gguf", "big"),
        ("org/model-7b", "model-7b"),
        ("/", "–"),
    ],
)
def test_a_models_name_is_its_files(model: str, name: str) -> None:
    assert model_name(model) == name


# ---------------------------------------------------------------- the panel's words

MOVES = (
    HormoneMove(hormone="oxytocin", delta=0.04, reason="thanks", at=100.0),
    HormoneMove(hormone="dopamine", delta=0.02, reason="thanks", at=100.0),
    HormoneMove(hormone="oxytocin", delta=-0.01, reason="a harsh word " * 9, at=160.0),
)
FELT = AffectView(levels={"oxytocin": 0.5}, targets={"oxytocin": 0.4}, moves=MOVES)


def test_the_newest_move_is_the_reason() -> None:
    assert last_move(FELT) is MOVES[2]
    assert last_move(FELT, "dopamine") is MOVES[1]
    assert last_move(FELT, "cortisol") is None


def test_a_looked_at_hormone_tells_level_rest_and_reason() -> None:
    words = reason_of(FELT, "dopamine", 400.0).plain
    assert words.splitlines()[0] == "dopamine 0.00, rests at 0.00"
    assert words.splitlines()[1] == "thanks → +0.02, 5 min ago"
    assert "nothing moved it yet" in reason_of(FELT, "cortisol", 400.0).plain


def test_reasons_fit_the_panel() -> None:
    for hormone in ("", "oxytocin"):
        lines = reason_of(FELT, hormone, 10_000.0).plain.splitlines()
        assert lines
        assert all(len(line) <= WIDTH for line in lines)


@pytest.mark.parametrize("mood", FACES)
@pytest.mark.parametrize("mode", MODES)
def test_the_mood_row_fits_with_every_word_and_mode(mood: str, mode: str) -> None:
    row = mood_row(AffectView(mood=mood, mode=mode), "ready").plain
    assert row.startswith(FACES[mood])
    assert f" {mood} " in row
    assert row.endswith(" " + mode.replace("_", " "))
    assert len(row) == WIDTH


# ---------------------------------------------------------------- drawn anew


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("whole", ""),
        ("interrupted", "— stopped here"),
        ("failed", "— this reply failed"),
        ("streaming", ""),
    ],
)
async def test_how_a_reply_ended_is_seen_by_a_face_that_comes_later(
    state: MessageState, mark: str
) -> None:
    view = MessageView(role="sel", text="So far", turn_id="t1", state=state)
    async with face(FakeBrain(messages=(view,))) as it:
        (message,) = it.app.main.conversation.messages
        assert isinstance(message, SelMessage)
        assert shown(message).splitlines()[-1] == (mark or "So far")
        assert message.has_class("-failed") is (state == "failed")


async def test_a_reply_under_way_goes_on_for_a_face_that_fell_behind() -> None:
    view = MessageView(role="sel", text="So far", turn_id="t1", state="streaming")
    async with face(FakeBrain(messages=(view,))) as it:
        assert it.app.main.desk.feed.answering == "t1"
        await it.tell(TextArrived(turn_id="t1", text=" so good."))
        assert it.messages() == ["SEL\nSo far so good."]


async def test_a_reply_not_begun_can_be_stopped_by_a_face_that_fell_behind() -> None:
    asked = MessageView(role="person", text="Well?", turn_id="t1")
    async with face() as it:
        desk = ChannelView(messages=(asked,), answering=True)
        await it.tell(Snapshot(channels={DESK: desk}))
        await it.pilot.press("escape")
        await it.pilot.pause()
        assert it.brain.commands == [Interrupt()]
        await it.tell(TurnInterrupted(turn_id="t1", partial=""))
        assert not it.app.main.desk.feed.answering
        await it.tell(Snapshot(channels={DESK: ChannelView(messages=(asked,))}))
        assert not it.app.main.desk.feed.answering


async def test_the_speed_shown_while_a_reply_is_made_is_gone_after_a_snapshot_without_it() -> None:
    async with face() as it:
        await it.tell(TurnStarted(turn_id="t1"))
        for number in range(6):
            it.brain.now += 0.4
            await it.tell(TextArrived(turn_id="t1", text=f"{number} "))
        assert it.app.main.desk.feed.readings.live_speed > 0
        await it.tell(it.brain.snapshot())
        assert it.app.main.desk.feed.answering == ""
        assert it.app.main.desk.feed.readings.live_speed == 0.0
