"""A mood is heard, a little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.events import AffectView
from sel.voice.ports import Prosody
from sel.voice.saying.prosody import prosody_for

UNIT = st.floats(0.0, 1.0)


def felt(energy: float, tension: float) -> AffectView:
    return AffectView(drives={"energy": energy, "tension": tension})


def test_nothing_felt_is_the_voice_as_it_is() -> None:
    assert prosody_for(AffectView(), 1.0) == Prosody()


def test_energy_is_fast_and_high_and_tiredness_slow_and_low() -> None:
    awake, tired = prosody_for(felt(1.0, 0.1), 1.0), prosody_for(felt(0.1, 0.1), 1.0)
    assert awake.speed > 1.0 > tired.speed
    assert awake.pitch > 1.0 > tired.pitch


@given(UNIT, UNIT)
def test_it_stays_a_little(energy: float, tension: float) -> None:
    prosody = prosody_for(felt(energy, tension), 1.0)
    assert 0.92 <= prosody.speed <= 1.08
    assert 0.96 <= prosody.pitch <= 1.04


@pytest.mark.parametrize(("speed", "felt_energy"), [(2.0, 1.0), (0.5, 0.0)])
def test_it_never_leaves_what_the_mouth_takes(speed: float, felt_energy: float) -> None:
    assert prosody_for(felt(felt_energy, 0.1), speed).speed == speed
