"""What lasts and what is talk of the moment; what questions are about; the score."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import questions

from sel.memory.index import scoring
from sel.memory.index.columns import KINDS
from sel.memory.index.concepts import CIRCLES, circles, shared
from sel.memory.index.leaning import Leaning
from sel.memory.index.vectorfile import Numbers, whole
from sel.memory.index.words import stems, tokens
from sel.memory.index.worth import lasting, signs, worth
from sel.memory.types import Kind


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


def traits(*, kind: Kind = "fact", **changed: float) -> scoring.Traits:
    plain = {"age": 0.0, "importance": 0.5, "valence": 0.0, "arousal": 0.0, "strength": 1.0}
    numbers = {**plain, "worth": 0.0, **changed}
    arrays = {name: np.array([float(number)]) for name, number in numbers.items()}
    return scoring.Traits(kind=np.array([KINDS.index(kind)]), **arrays)


def parts(cosine: float | None, answer: float, words: float, **changed: Any) -> dict[str, float]:
    """Of one memory."""
    there = np.array([True])
    fit = None if cosine is None else scoring.Fit(np.array([cosine]), np.array([answer]), there)
    found = scoring.parts(traits(**changed), fit, np.array([words]), np.array([0.0]))
    return {name: float(part[0]) for name, part in found.items()}


def total(cosine: float | None = 0.5, words: float = 0.0, **changed: Any) -> float:
    return sum(parts(cosine, cosine or 0.0, words, **changed).values())


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
def test_each_part_counts(better: dict[str, Any], worse: dict[str, Any]) -> None:
    assert total(**better) > total(**worse)


def test_a_plan_ages_faster_than_a_fact() -> None:
    month = 30 * scoring.DAY
    plan = total(kind="plan") - total(kind="plan", age=month)
    assert plan > total(kind="fact") - total(kind="fact", age=month)


def test_the_future_is_no_newer_than_now() -> None:
    assert total(age=-5000.0) == total(age=0.0)


def test_the_parts_say_what_they_are() -> None:
    found = parts(0.5, 0.7, 0.5)
    assert set(found) == {
        "cosine", "answer", "words", "about", "worth",
        "importance", "recency", "feeling", "strength",
    }  # fmt: skip
    assert found["cosine"] == 0.5
    assert found["answer"] == pytest.approx(0.2)


def test_without_a_vector_words_weigh_more() -> None:
    assert parts(None, 0.0, 1.0)["words"] == scoring.WORDS_ONLY
    missing = scoring.Fit(np.array([0.3]), np.array([0.4]), np.array([False]))
    found = scoring.parts(traits(), missing, np.array([1.0]), np.array([0.0]))
    assert found["words"].tolist() == [scoring.WORDS_ONLY]
    assert (found["cosine"].tolist(), found["answer"].tolist()) == ([0.0], [0.0])


def test_nothing_beside_the_fit_outweighs_it() -> None:
    """All else together is worth less than the step from no fit to a good one."""
    best = total(0.0, 0.0, importance=1.0, strength=99, valence=1.0, worth=1.0)
    assert best < total(0.6, 0.5, importance=0.0, worth=-1.0)
