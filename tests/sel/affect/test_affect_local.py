"""Moods of channels around one inner state."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from sel.affect.appraisal_types import Appraisal
from sel.affect.hormones import HORMONES
from sel.affect.local import SHARED, Local
from sel.affect.reactions import fitting, meaning
from sel.affect.state import at_rest

NOON = 12 * 3600.0
feelings = st.builds(
    Appraisal,
    valence=st.floats(-1, 1),
    arousal=st.floats(0, 1),
    signals=st.frozensets(st.sampled_from(["thanks", "hurt", "conflict", "joke"])),
)


@given(st.lists(st.tuples(feelings, st.floats(0, 6 * 3600)), max_size=8))
def test_levels_stay_levels_whatever_is_felt(felt: list[tuple[Appraisal, float]]) -> None:
    state, local, now = at_rest(NOON, 12.0), Local(), NOON
    for appraisal, seconds in felt:
        now += seconds
        hour = (12.0 + (now - NOON) / 3600) % 24
        before = state.advance_to(now, hour)
        state = before.feel(appraisal, now, hour, share=SHARED)
        local = local.felt(before, state, appraisal)
        assert all(0.0 <= level <= 1.0 for level in local.seen(state).levels)


@given(feelings)
def test_a_channel_feels_all_of_it_at_first(appraisal: Appraisal) -> None:
    before = at_rest(NOON, 12.0)
    after = before.feel(appraisal, NOON, 12.0, share=SHARED)
    local = Local().felt(before, after, appraisal)
    alone = before.feel(appraisal, NOON, 12.0)
    for here, whole in zip(local.seen(after).levels, alone.levels, strict=True):
        assert math.isclose(here, whole, abs_tol=0.002)


def test_what_is_left_halves_with_each_half_life() -> None:
    local = Local(offsets=(0.4,) * len(HORMONES), at=NOON)
    for place, hormone in enumerate(HORMONES):
        left = local.left(NOON + hormone.half_life * 60)
        assert math.isclose(left[place], 0.2, rel_tol=1e-9)
    assert local.left(NOON - 100) == local.offsets, "a clock set back changes nothing"


def test_a_reaction_nobody_knows_means_nothing() -> None:
    assert meaning("🦑") is None
    assert meaning("blobcat") is None
    assert meaning("") is None


def test_skin_and_picture_change_no_meaning() -> None:
    assert meaning("👍🏽") == meaning("👍")
    assert meaning("❤️") == meaning("❤")


def test_an_emoji_answers_only_what_asks_for_nothing() -> None:
    thanks = Appraisal(valence=0.5, signals=frozenset({"thanks"}))
    asking = Appraisal(valence=0.5, signals=frozenset({"thanks", "question"}))
    assert fitting("thanks a lot", thanks, 3) == "💛"
    assert fitting("thanks a lot", thanks, 4) == ""
    assert fitting("thanks, can you", asking, 3) == ""
    assert fitting("thanks for all of the help today", thanks, 3) == ""
    assert fitting("a plain word", Appraisal(), 3) == ""
