"""The inner state through time and messages, and local time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.affect import clock
from sel.affect.appraisal_types import Appraisal
from sel.affect.dynamics import rest
from sel.affect.hormones import NAMES
from sel.affect.state import at_rest
from sel.errors import SettingError

NOON = 1_700_049_600.0  # 2023-11-15 12:00 UTC
THANKS = Appraisal(valence=0.8, arousal=0.5, signals=frozenset({"thanks"}))


def hour(at: float) -> float:
    return clock.local_hour(at, "UTC")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.0, 9000.0), min_size=1, max_size=12))
def test_how_often_time_is_told_does_not_matter(moments: list[float]) -> None:
    start = at_rest(NOON, 12.0).feel(THANKS, NOON, 12.0)
    ticking = start
    for moment in sorted(moments):
        ticking = ticking.advance_to(NOON + moment, hour(NOON + moment))
    end = NOON + max(moments)
    once = start.advance_to(end, hour(end))
    assert ticking.levels == pytest.approx(once.levels, abs=1e-9)
    assert ticking.silence == pytest.approx(once.silence)
    assert len(ticking.minutes) == len(once.minutes) == 60
    for one, other in zip(ticking.minutes, once.minutes, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def test_history_has_one_point_a_minute_and_the_newest_hour() -> None:
    state = at_rest(NOON + 30, hour(NOON + 30)).feel(THANKS, NOON + 30, hour(NOON + 30))
    later = state.advance_to(NOON + 59, hour(NOON + 59))
    assert later.minutes == state.minutes
    later = state.advance_to(NOON + 60, hour(NOON + 60))
    assert later.minutes[:-1] == state.minutes[1:]
    assert later.minutes[-1] == later.levels
    days = state.advance_to(NOON + 3 * 86400, 12.0)
    assert len(days.minutes) == 60
    assert days.minutes[-1] == days.levels


def test_a_message_is_felt_and_fades() -> None:
    state = at_rest(NOON, 12.0).advance_to(NOON + 3600, 13.0)
    assert state.silence == 60
    felt = state.feel(THANKS, NOON + 3600, 13.0)
    assert felt.silence == 0
    assert felt.mood == "glowy"
    assert felt.expression().temperature > state.expression().temperature
    assert felt.moves[-1].at == NOON + 3600
    assert felt.advance_to(NOON + 5400, 13.5).mood == "steady"


def test_only_the_newest_moves_are_kept() -> None:
    state = at_rest(NOON, 12.0)
    for second in range(10):
        state = state.feel(THANKS, NOON + second, 12.0)
    assert len(state.moves) == 24
    assert [move.at for move in state.moves] == sorted(move.at for move in state.moves)


def test_a_clock_set_back_does_no_harm() -> None:
    state = at_rest(NOON, 12.0).feel(THANKS, NOON, 12.0)
    back = state.advance_to(NOON - 7200, 10.0)
    assert back.levels == state.levels
    assert back.advance_to(NOON, 12.0).levels != state.levels


def test_the_view_shows_everything() -> None:
    view = at_rest(NOON, 12.0, "playful").feel(THANKS, NOON, 12.0).view()
    assert list(view.levels) == list(view.targets) == list(view.history) == list(NAMES)
    assert view.targets["serotonin"] == pytest.approx(rest(12.0)[1])
    assert len(view.history["cortisol"]) == 60
    assert set(view.drives) == {"curiosity", "patience", "warmth", "energy", "tension"}
    assert (view.mood, view.mode) == ("glowy", "playful")
    assert view.moves


def test_modes_are_checked() -> None:
    state = at_rest(NOON, 12.0)
    assert state.in_mode("deep_focus").mode == "deep_focus"
    with pytest.raises(SettingError):
        state.in_mode("zen")
    with pytest.raises(SettingError):
        at_rest(NOON, 12.0, "zen")


def test_neutral_talk_all_day_changes_no_mood() -> None:
    """The predecessor's neutral chat raised stress with every message."""
    state = at_rest(NOON, 12.0)
    question = Appraisal(valence=0.05, arousal=0.2, signals=frozenset({"question"}))
    for minute in range(1, 240):
        now = NOON + minute * 60
        state = state.feel(question, now, hour(now))
        assert state.levels[2] <= state.rest[2] + 1e-3
    assert state.mood == "steady"


# ---------------------------------------------------------------- clock


def test_local_hours() -> None:
    assert clock.local_hour(NOON, "UTC") == 12.0
    assert clock.local_hour(NOON + 90, "Asia/Kolkata") == pytest.approx(17.5 + 1.5 / 60)
    assert clock.local_hour(NOON, "America/New_York") == 7.0
    summer = NOON + 200 * 86400
    assert clock.local_hour(summer, "America/New_York") == 8.0


def test_the_system_zone_is_used_without_a_name() -> None:
    assert 0 <= clock.local_hour(NOON) < 24


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "\0"])
def test_unknown_zones_are_named(name: str) -> None:
    with pytest.raises(SettingError):
        clock.local_hour(NOON, name)
