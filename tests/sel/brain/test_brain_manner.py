"""How each role samples, and how much it may say, in every mood and mode."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.affect.drives import Drives
from sel.affect.expression import Expression, express
from sel.affect.mood import Mood
from sel.brain.batching import pause_after
from sel.brain.manner import SMALL, is_small, limit_for, sampling_for
from sel.config.settings import MODES
from sel.events import DESK

SHARE = st.floats(0.0, 1.0)
DRIVES = st.builds(
    Drives, curiosity=SHARE, patience=SHARE, warmth=SHARE, energy=SHARE, tension=SHARE
)
EXPRESSIONS = st.builds(express, DRIVES, st.sampled_from(get_args(Mood)), st.sampled_from(MODES))
REST = Drives(curiosity=0.5, patience=0.5, warmth=0.5, energy=0.5, tension=0.1)


@given(EXPRESSIONS, st.sampled_from(["general", "coder", "vision"]), st.booleans())
def test_whatever_the_mood_the_engine_can_sample(
    expression: Expression, role: str, small: bool
) -> None:
    sampling = sampling_for(role, expression, small=small)
    assert 0.0 < sampling.temperature <= 1.0
    assert 0.0 <= sampling.min_p < 1.0
    assert sampling.repeat_penalty >= 1.0
    assert sampling.seed is None
    assert sampling_for(role, expression, small=small, seed=7).seed == 7


@given(EXPRESSIONS, EXPRESSIONS)
def test_moods_differ_as_much_for_a_small_model(one: Expression, other: Expression) -> None:
    def apart(small: bool) -> float:
        a, b = (sampling_for("general", e, small=small).temperature for e in (one, other))
        return a - b

    assert apart(small=True) == pytest.approx(apart(small=False), abs=1e-9)


@given(EXPRESSIONS)
def test_a_small_model_is_cooler_and_code_is_the_same_in_every_mood(expression: Expression) -> None:
    small, large = (sampling_for("general", expression, small=small) for small in (True, False))
    assert small.temperature < large.temperature
    coder = sampling_for("coder", expression)
    assert coder == sampling_for("coder", express(REST, "calm"))
    assert coder.repeat_penalty == 1.0, "penalties garble code"
    assert coder.dry_multiplier == 0.0


@given(EXPRESSIONS, st.integers(1, 8192))
def test_code_may_be_longer_than_talk_and_talk_is_never_cut_to_nothing(
    expression: Expression, most: int
) -> None:
    assert limit_for("coder", expression, most) >= most
    assert limit_for("general", expression, most) >= min(most, 16)
    if most >= 64:
        assert limit_for("coder", expression, most) > limit_for("general", expression, most)


def test_a_short_mood_is_allowed_fewer_tokens() -> None:
    short, long = express(REST, "wired"), express(REST, "focused")
    assert limit_for("general", short, 200) < limit_for("general", long, 200)


def test_only_a_model_known_to_be_small_is_led() -> None:
    assert is_small(135_000_000)
    assert not is_small(SMALL)
    assert not is_small(0), "a remote engine does not tell"


# ---------------------------------------------------------------- when a person has finished


@pytest.mark.parametrize(
    "text", ["Hello.", "how are you?", "hi", "I understand", "Sand", "", "x" * 10_000, "(really)"]
)
def test_at_the_desk_a_whole_thought_is_answered_at_once(text: str) -> None:
    assert pause_after(text, DESK, 1.0) == 0.0


@pytest.mark.parametrize("text", ["well,", "I wanted to say that", "And...", "because ", "a: "])
def test_a_thought_broken_off_is_waited_on(text: str) -> None:
    assert pause_after(text, DESK, 1.0) == 1.0


@given(st.text(), st.floats(0.0, 10.0))
def test_in_company_it_always_waits_and_never_longer_than_wished(text: str, seconds: float) -> None:
    assert pause_after(text, "guild", seconds) == seconds
    assert 0.0 <= pause_after(text, DESK, seconds) <= seconds
