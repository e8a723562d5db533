"""What lasts and what is talk of the moment; what questions are about; the score."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import questions

from sel.memory.index import scoring
from sel.memory.index.concepts import CIRCLES, circles, shared
from sel.memory.index.leaning import Leaning
from sel.memory.index.vectorfile import Numbers, whole
from sel.memory.index.words import stems, tokens
from sel.memory.index.worth import lasting, signs, worth


def odds(text: str) -> float:
    return lasting(text, tokens(text))


@pytest.mark.parametrize(
    "text",
    [
        "My sister Ana is a vet in Porto.",
        "I was born on 29 February 1984.",
        "I've always hated coriander",
        "Our dog Pepper is afraid of thunder.",
    ],
)
def test_facts_last(text: str) -> None:
    assert odds(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "lol ok",
        "it's raining again",
        "what's up?",
        "I'm so tired today",
        "maybe I'll cook later",
        "",
    ],
)
def test_talk_of_the_moment_does_not(text: str) -> None:
    assert odds(text) < 0


def test_most_facts_of_the_held_out_set_stand_before_most_small_talk() -> None:
    facts, _, fillers = questions("held")
    middle = float(np.median([odds(text) for text in fillers]))
    assert np.mean([odds(text) > middle for text in facts]) > 0.85


@given(st.text(max_size=300))
def test_worth_is_between_minus_one_and_one(text: str) -> None:
    assert -1.0 <= worth(odds(text)) <= 1.0
    assert len(signs(text, tokens(text))) == 11


def test_among_lasting_things_worth_hardly_differs() -> None:
    assert worth(8.0) - worth(3.0) < 0.03
    assert worth(-1.5) == 0.0


def one_hot(dimension: int, place: int) -> Numbers:
    return whole(np.eye(dimension, dtype=np.float32)[place])


def test_another_model_leans_no_way() -> None:
    assert Leaning.of("another", 4).odds([one_hot(4, 0)]) == [0.0]
    assert Leaning.of("all-MiniLM-L6-v2", 12).odds([one_hot(12, 3)]) == [0.0]


def test_the_shipped_leaning_fits_its_model() -> None:
    leaning = Leaning.of("all-MiniLM-L6-v2", 384)
    assert len(set(leaning.odds([one_hot(384, place) for place in range(9)]))) > 1


def test_a_leaning_is_weights_and_a_bias(tmp_path: Path) -> None:
    path = tmp_path / "leaning.json"
    path.write_text(json.dumps({"model": "m", "bias": 1.0, "weights": [2.0, 0.0]}))
    leaning = Leaning.of("m", 2, path)
    assert leaning.odds([one_hot(2, 0), one_hot(2, 1)]) == [3.0, 1.0]


def test_a_spouse_is_a_wife() -> None:
    wanted = circles(stems("What does my spouse do?"))
    assert wanted
    assert shared(wanted, stems("My wife Ingrid teaches maths")) == 1.0
    assert shared(wanted, stems("I like trains")) == 0.0


def test_no_circle_no_share() -> None:
    assert circles(["zebra"]) == []
    assert shared([], ["wife"]) == 0.0


def test_circles_are_words() -> None:
    assert all(len(circle) >= 2 for circle in CIRCLES)
    assert all(word.isalpha() for circle in CIRCLES for word in circle)


def traits(**changed: object) -> scoring.Traits:
    plain = {"kind": "fact", "age": 0.0, "importance": 0.5, "valence": 0.0, "arousal": 0.0}
    return scoring.Traits(**{**plain, "strength": 1, "worth": 0.0, **changed})  # type: ignore[arg-type]


def total(cosine: float | None = 0.5, words: float = 0.0, **changed: object) -> float:
    fit = None if cosine is None else scoring.Fit(cosine, cosine)
    return sum(scoring.parts(traits(**changed), fit, words, 0.0).values())


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"importance": 0.9}, {"importance": 0.5}),
        ({"strength": 5}, {"strength": 1}),
        ({"valence": -0.9}, {}),
        ({"arousal": 0.9}, {}),
        ({"worth": 1.0}, {"worth": -1.0}),
        ({"kind": "plan", "age": 0.0}, {"kind": "plan", "age": 30 * scoring.DAY}),
        ({"words": 0.5}, {}),
        ({"cosine": 0.6}, {"cosine": 0.5}),
    ],
)
def test_each_part_counts(better: dict[str, object], worse: dict[str, object]) -> None:
    assert total(**better) > total(**worse)  # type: ignore[arg-type]


def test_a_plan_ages_faster_than_a_fact() -> None:
    month = 30 * scoring.DAY
    plan = total(kind="plan") - total(kind="plan", age=month)
    assert plan > total(kind="fact") - total(kind="fact", age=month)


def test_the_future_is_no_newer_than_now() -> None:
    assert total(age=-5000.0) == total(age=0.0)


def test_the_parts_say_what_they_are() -> None:
    found = scoring.parts(traits(), scoring.Fit(0.5, 0.7), 0.5, 1.0)
    assert set(found) == {
        "cosine", "answer", "words", "about", "worth",
        "importance", "recency", "feeling", "strength",
    }  # fmt: skip
    assert found["cosine"] == 0.5
    assert found["answer"] == pytest.approx(0.2)


def test_without_a_vector_words_weigh_more() -> None:
    assert scoring.parts(traits(), None, 1.0, 0.0)["words"] == scoring.WORDS_ONLY


def test_nothing_beside_the_fit_outweighs_it() -> None:
    """All else together is worth less than the step from no fit to a good one."""
    best = total(0.0, 0.0, importance=1.0, strength=99, valence=1.0, worth=1.0)
    assert best < total(0.6, 0.5, importance=0.0, worth=-1.0)
