"""Levels for a wished mood: always levels that really yield it."""

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.affect.mood import Mood
from sel.affect.pose import posed
from sel.errors import SettingError

MOODS = typing.get_args(Mood)


@given(st.sampled_from(MOODS), st.floats(0, 24, exclude_max=True))
def test_every_mood_can_be_had_at_any_hour(mood: str, hour: float) -> None:
    state = posed(mood, 1e9, hour)
    assert state.mood == mood
    assert all(0 <= level <= 1 for level in state.levels)


@given(st.sampled_from(["glowy", "bonded", "stressed", "melancholic", "wired"]))
def test_a_mood_is_not_gone_with_the_first_second(mood: str) -> None:
    state = posed(mood, 1e9, 12.0)
    assert state.advance_to(1e9 + 5, 12.0 + 5 / 3600).mood == mood


def test_other_words_are_refused() -> None:
    with pytest.raises(SettingError, match="hungry"):
        posed("hungry", 1e9, 12.0)
