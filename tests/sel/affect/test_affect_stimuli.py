"""What messages do to hormones, and that every change says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.affect import stimuli
from sel.affect.appraisal_types import SIGNALS, Appraisal
from sel.affect.dynamics import rest
from sel.affect.hormones import INDEX, NAMES

APPRAISALS = st.builds(
    Appraisal,
    valence=st.floats(-1, 1),
    arousal=st.floats(0, 1),
    signals=st.frozensets(st.sampled_from(sorted(SIGNALS))),
)
LEVELS = st.tuples(*[st.floats(0, 1)] * len(NAMES))


def deltas(appraisal: Appraisal) -> dict[str, float]:
    total: dict[str, float] = {}
    for move in stimuli.moves(appraisal):
        total[move.hormone] = total.get(move.hormone, 0.0) + move.delta
    return total


def test_every_signal_has_a_row() -> None:
    assert set(stimuli.SIGNAL_EFFECTS) == SIGNALS


def test_the_specified_figures() -> None:
    good = deltas(Appraisal(valence=1.0, arousal=0.5))
    assert good == pytest.approx(
        {
            "dopamine": 0.12,
            "serotonin": 0.08,
            "oxytocin": 0.08,
            "cortisol": -0.05,
            "melatonin": -0.02,
            "estrogen": 0.07,
            "testosterone": 0.05,
            "adrenaline": 0.03,
        }
    )
    bad = deltas(Appraisal(valence=-1.0, arousal=0.5))
    assert bad == pytest.approx(
        {
            "cortisol": 0.12,
            "adrenaline": 0.10,
            "dopamine": -0.07,
            "serotonin": -0.06,
            "melatonin": 0.04,
            "estrogen": -0.04,
            "testosterone": -0.05,
        }
    )
    thanks = deltas(Appraisal(signals=frozenset({"thanks"})))
    assert thanks == {"dopamine": 0.06, "serotonin": 0.04, "oxytocin": 0.03}


def test_shouting_strains_in_anger_and_excites_in_joy() -> None:
    shouting = frozenset({"shouting"})
    angry = deltas(Appraisal(valence=-0.5, arousal=0.9, signals=shouting))
    calm_anger = deltas(Appraisal(valence=-0.5, arousal=0.9))
    assert angry["cortisol"] - calm_anger["cortisol"] == pytest.approx(0.10)
    joyful = deltas(Appraisal(valence=0.8, arousal=0.9, signals=shouting))
    assert joyful["cortisol"] < 0 < joyful["adrenaline"]


@given(APPRAISALS.filter(lambda a: abs(a.valence) < 0.15), LEVELS)
def test_neutral_talk_never_stresses(appraisal: Appraisal, levels: tuple[float, ...]) -> None:
    after, _ = stimuli.apply(levels, appraisal)
    for name in ("cortisol", "adrenaline"):
        assert after[INDEX[name]] <= levels[INDEX[name]]


@given(APPRAISALS, LEVELS)
def test_every_change_is_told_with_a_reason(
    appraisal: Appraisal, levels: tuple[float, ...]
) -> None:
    after, moves = stimuli.apply(levels, appraisal, 5.0)
    told = dict.fromkeys(NAMES, 0.0)
    for move in moves:
        assert move.reason
        assert move.at == 5.0
        told[move.hormone] += move.delta
    for name, before, now in zip(NAMES, levels, after, strict=True):
        assert 0 <= now <= 1
        assert now == pytest.approx(before + told[name])


@given(APPRAISALS)
def test_intensity_has_its_range(appraisal: Appraisal) -> None:
    assert 0.05 <= stimuli.intensity(appraisal) <= 1.25


def test_intensity_grows_with_both() -> None:
    steps = [
        stimuli.intensity(Appraisal(valence=v, arousal=a))
        for v, a in ((0.2, 0), (0.2, 1), (0.9, 0.5), (1, 1))
    ]
    assert steps == sorted(steps)
    assert steps[-1] == 1.25


def test_reasons_read_well() -> None:
    appraisal = Appraisal(valence=0.6, reasons=("praise",), signals=frozenset({"thanks"}))
    _, moves = stimuli.apply(rest(12.0), appraisal)
    told = [str(move) for move in moves]
    assert "thanks → oxytocin +0.03" in told
    assert any(line.startswith("praise → dopamine +0.0") for line in told)


def test_unknown_signals_are_ignored() -> None:
    assert not deltas(Appraisal(signals=frozenset({"telepathy"})))
