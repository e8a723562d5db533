"""Drives, mood, modes and expression."""

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.affect import modes, stimuli
from sel.affect.appraisal_types import Appraisal
from sel.affect.drives import drives
from sel.affect.dynamics import rest
from sel.affect.expression import MANNERS, Expression, express
from sel.affect.hormones import HORMONES, Levels, named, ordered
from sel.affect.mood import MOODS, Mood, face, mood
from sel.errors import SettingError

LEVELS = st.tuples(*[st.floats(0, 1)] * len(HORMONES))
HOURS = st.floats(0, 24)


def mood_of(levels: Levels, hour: float, focus: float = 0.0) -> Mood:
    return mood(levels, rest(hour), drives(levels, rest(hour)), focus=focus)


def after(*appraisals: Appraisal, hour: float = 15.0) -> Levels:
    levels = rest(hour)
    for appraisal in appraisals:
        levels, _ = stimuli.apply(levels, appraisal)
    return levels


def shifted(hour: float, **by: float) -> Levels:
    now = named(rest(hour))
    return ordered({name: now[name] + by.get(name, 0.0) for name in now})


def test_nine_moods_each_with_face_and_manner() -> None:
    assert set(MOODS) == set(typing.get_args(Mood)) == set(MANNERS)
    faces = [face(name) for name in MOODS]
    assert all(faces)
    assert len(set(faces)) == len(faces)
    assert not face("hungry")


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3.0, {"drowsy"}), (12.0, {"calm", "steady"}), (8.0, {"calm", "steady"}), (18.0, {"steady"})],
)
def test_an_uneventful_hour(hour: float, words: set[str]) -> None:
    assert mood_of(rest(hour), hour) in words


@pytest.mark.parametrize(
    ("pushed", "word"),
    [
        ({"dopamine": 0.12, "serotonin": 0.08, "oxytocin": 0.05}, "glowy"),
        ({"oxytocin": 0.12}, "bonded"),
        ({"testosterone": 0.12}, "focused"),
        ({"adrenaline": 0.12, "dopamine": 0.1}, "wired"),
        ({"cortisol": 0.15, "adrenaline": 0.1}, "stressed"),
        ({"serotonin": -0.08, "dopamine": -0.04}, "melancholic"),
        ({"melatonin": 0.3}, "drowsy"),
    ],
)
def test_each_mood_can_be_reached(pushed: dict[str, float], word: str) -> None:
    assert mood_of(shifted(15.0, **pushed), 15.0) == word


def test_messages_make_moods() -> None:
    thanks = Appraisal(valence=0.9, arousal=0.6, signals=frozenset({"thanks"}))
    insult = Appraisal(valence=-0.8, arousal=0.7, signals=frozenset({"conflict"}))
    hurt = Appraisal(valence=-0.6, arousal=0.2, signals=frozenset({"hurt"}))
    question = Appraisal(signals=frozenset({"question"}))
    assert mood_of(after(thanks), 15.0) == "glowy"
    assert mood_of(after(insult), 15.0) == "stressed"
    assert mood_of(after(hurt), 15.0) == "bonded"
    assert mood_of(after(question), 15.0) == "steady"


def test_deep_focus_leans_to_focused() -> None:
    levels = shifted(15.0, testosterone=0.03)
    assert mood_of(levels, 15.0) == "steady"
    assert mood_of(levels, 15.0, focus=0.15) == "focused"


@given(LEVELS, HOURS, st.sampled_from(sorted(modes.MODES)))
def test_everything_stays_in_range(levels: Levels, hour: float, mode: str) -> None:
    wants = drives(levels, rest(hour))
    assert all(0 <= x <= 1 for x in wants.as_dict().values())
    said = express(wants, mood(levels, rest(hour), wants), mode)
    assert 0.5 <= said.temperature <= 0.9
    assert 0 <= said.emoji <= 1
    assert 0 <= said.exclaim <= 1
    assert 0 <= said.delay <= 1
    assert said.words


@given(HOURS)
def test_the_hour_alone_makes_nobody_tense(hour: float) -> None:
    wants = drives(rest(hour), rest(hour))
    assert (wants.tension, wants.warmth) == (0.10, 0.50)


def express_in(word: Mood, mode: str = "casual") -> Expression:
    still = rest(15.0)
    return express(drives(still, still), word, mode)


def test_moods_differ_boldly() -> None:
    wired, stressed, focused = (express_in(m) for m in ("wired", "stressed", "focused"))
    assert wired.temperature - stressed.temperature >= 0.25
    assert wired.exclaim - stressed.exclaim >= 0.5
    assert focused.tokens / stressed.tokens >= 3


def test_no_delay_at_rest() -> None:
    assert express_in("steady").delay == express_in("calm").delay == 0


def test_modes_tint() -> None:
    casual = express_in("glowy")
    assert express_in("glowy", "deep_focus").emoji == 0
    assert express_in("glowy", "deep_focus").temperature < casual.temperature
    assert express_in("glowy", "playful").emoji > casual.emoji
    quiet = express_in("glowy", "quiet_companion")
    assert quiet.tokens < casual.tokens
    assert quiet.delay > casual.delay


def test_unknown_modes_are_named() -> None:
    with pytest.raises(SettingError, match="zen"):
        modes.tint("zen")
