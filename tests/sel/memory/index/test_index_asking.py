"""Questions are turned towards their answers; what is told is left as it is."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import DIMENSION, memory, vector

from sel.memory.index.asking import Asking, Floats, is_question
from sel.memory.index.index import Index
from sel.memory.index.query import query_of

ZEROS = np.zeros((DIMENSION, 2), np.float32)


def leading(source: int, target: int, far: float = 3.0) -> Asking:
    """A step that leads from one direction to another."""
    down, up = ZEROS.copy(), ZEROS.T.copy()
    down[source, 0], up[0, target] = far, 1.0
    return Asking(down, up, np.zeros(DIMENSION, np.float32))


def unit(place: int) -> Floats:
    return np.asarray(vector(*[0.0] * place, 1.0), np.float32)


@pytest.mark.parametrize(
    "text",
    [
        "Where do I live?",
        "what's my job",
        "who is my doctor?",
        "remind me where the key is",
        "Tell me about my sister",
        "my sister's name?",
        "  (do you know what I drive) ",
        "HOW OLD AM I",
    ],
)
def test_questions(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    ["I live in Porto.", "my job is hard", "Whatever you say.", "Howard called", "", "island life"],
)
def test_what_is_told(text: str) -> None:
    assert not is_question(text)


def test_a_question_is_led_to_its_answer() -> None:
    found = leading(0, 3).turned(unit(0))
    assert found[3] > found[0] > 0
    assert np.linalg.norm(found) == pytest.approx(1.0)
    assert (leading(0, 3).turned(unit(1)) == unit(1)).all()


def test_only_questions_are_turned() -> None:
    asked = query_of("where?", vector(1.0), leading(0, 3))
    assert asked.answer is not None
    assert asked.answer[3] > 0.9
    assert asked.vector is not None
    assert asked.vector.tolist() == vector(1.0)
    told = query_of("there.", vector(1.0), leading(0, 3))
    assert told.answer is told.vector
    assert query_of("where?", None, leading(0, 3)).answer is None


def test_the_search_finds_answers_and_says_what_they_fit_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Asking, "of", lambda *_: leading(0, 3))
    index = Index.open(tmp_path, "m", DIMENSION)
    index.add(memory("like", "about boats"), vector(1.0))
    index.add(memory("answer", "a harbour town"), vector(0.0, 0.0, 0.0, 1.0))

    def found(text: str) -> list[tuple[str, float]]:
        hits = index.search(text, vector(1.0), person="ana", scopes=None, k=2, now=0.0)
        return [(id, round(parts["answer"], 1)) for id, _, parts in hits]

    assert [id for id, _ in found("it floats")] == ["like", "answer"]
    assert found("it floats")[0][1] == 0.0
    assert found("where?") == [("answer", 0.9), ("like", -0.7)]


@given(st.lists(st.floats(-1, 1), min_size=384, max_size=384))
def test_the_shipped_step_keeps_to_the_sphere(numbers: list[float]) -> None:
    asking = Asking.of("all-MiniLM-L6-v2", 384)
    assert asking is not None
    given = np.array(numbers, np.float32)
    length = float(np.linalg.norm(given))
    if length > 1e-3:
        assert np.linalg.norm(asking.turned(given / length)) == pytest.approx(1.0, abs=1e-4)


def test_there_is_no_step_for_another_model() -> None:
    assert Asking.of("another", 384) is None
    assert Asking.of("all-MiniLM-L6-v2", 12) is None
