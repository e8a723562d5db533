"""Which answers are kept, and how long."""

import dataclasses
import math

import pytest
from cache_stage import unhurried
from hypothesis import given
from hypothesis import strategies as st

from sel.cache.cache import ResponseCache
from sel.cache.policy import (
    APPRAISAL,
    CLASSIFICATION,
    HOUR,
    LIFETIMES,
    REPLY,
    SHELL,
    Occasion,
    checked,
    reason_against,
    worth_caching,
)
from sel.errors import SettingError

ASKED = Occasion(temperature=0.7, first=True, asks=True)
OCCASIONS = st.builds(
    Occasion,
    kind=st.sampled_from(list(LIFETIMES)),
    temperature=st.floats(0, 2),
    **{
        field.name: st.booleans()
        for field in dataclasses.fields(Occasion)
        if field.name not in ("kind", "temperature")
    },
)


def test_how_long_each_kind_lives() -> None:
    hours = {kind: seconds / HOUR for kind, seconds in LIFETIMES.items()}
    assert hours == {CLASSIFICATION: 24, APPRAISAL: 24, SHELL: 12, REPLY: 6}


@pytest.mark.parametrize("seconds", [-1.0, -0.001, math.nan, math.inf])
def test_a_lifetime_that_is_none_is_refused_in_a_sentence(seconds: float) -> None:
    with pytest.raises(SettingError) as refused:
        ResponseCache({REPLY: seconds})
    assert "cannot be kept for" in refused.value.title
    assert refused.value.where == "cache, reply"
    assert refused.value.hint


def test_zero_is_never_and_no_mistake() -> None:
    assert checked({REPLY: 0}) == {REPLY: 0}


@pytest.mark.parametrize(
    ("occasion", "reason"),
    [
        (ASKED, ""),
        (dataclasses.replace(ASKED, first=False), "in the middle of a conversation"),
        (dataclasses.replace(ASKED, asks=False), "small talk"),
        (dataclasses.replace(ASKED, again=True), "another answer was asked for"),
        (dataclasses.replace(ASKED, hurting=True), "somebody is hurt"),
        (dataclasses.replace(ASKED, pictures=True), "there is a picture"),
        (Occasion(temperature=0), ""),
        (Occasion(temperature=0.7, seeded=True), ""),
        (Occasion(temperature=0, again=True), "another answer was asked for"),
        (Occasion(temperature=0, hurting=True), "somebody is hurt"),
        (Occasion(kind=SHELL, temperature=0.7), ""),
    ],
)
def test_the_rule(occasion: Occasion, reason: str) -> None:
    assert reason_against(occasion) == reason


@unhurried
@given(OCCASIONS)
def test_what_is_never_kept(occasion: Occasion) -> None:
    if occasion.kind != REPLY:
        assert worth_caching(occasion)
    elif occasion.again or occasion.hurting or occasion.pictures:
        assert not worth_caching(occasion)
    else:
        same_anyway = occasion.temperature <= 0 or occasion.seeded
        assert worth_caching(occasion) == (same_anyway or (occasion.first and occasion.asks))
