"""The memory bench, small: what it measures is there and makes sense."""

import numpy as np
import pytest

from sel.cli.benches import memory as bench
from sel.cli.benches.figures import table
from sel.errors import EngineGaveUp


def test_clustered_vectors_are_the_same_each_time_and_of_unit_length() -> None:
    made = bench.clustered(500)
    assert np.allclose(np.linalg.norm(made, axis=1), 1.0, atol=1e-5)
    assert (made == bench.clustered(500)).all()


def test_the_figures_of_a_small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none() -> list[float]:
        raise EngineGaveUp("no embedder")

    monkeypatch.setattr(bench, "SEARCHES", 20)
    monkeypatch.setattr(bench, "_embed", none)
    figures = bench.measure(quick=True, sizes=(1_500,))
    assert [figure.unit for figure in figures] == ["ms", "", "MB"]
    found = figures[1]
    assert found.value >= 0.99  # so few are compared one by one
    assert "NumPy" in figures[0].detail
    assert "1,500" in table(figures)


def test_the_time_of_an_embedding_stands_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    async def some() -> list[float]:
        return [0.01] * 20

    monkeypatch.setattr(bench, "_embed", some)
    (figure,) = bench.measure(quick=True, sizes=())
    assert figure.value == pytest.approx(10.0)
    assert figure.met


def test_sentences_differ() -> None:
    assert len({bench._text(n) for n in range(2000)}) == 2000
