"""Cosines of any embedding model in the measure of the usual one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_stage import remembering_brain, tell, until
from stage import scripted
from test_brain_recalling import ASKED, SteadyEmbedder, stocked

from sel.brain.memory.likeness import STRANGERS, USUAL_FLOOR, Measure
from sel.engine.embedding import Vector
from sel.memory.types import Hit

cosines = st.floats(-1, 1)
floors = st.floats(-0.5, 0.99)


def test_the_measure_is_the_mean_cosine_of_strangers() -> None:
    turned = [(math.cos(angle), math.sin(angle)) for angle in (0.0, math.pi / 3, 2 * math.pi / 3)]
    assert Measure.of(turned).floor == pytest.approx((0.5 + 0.5 - 0.5) / 3)
    assert Measure.of([(1.0, 0.0)] * 3).floor == 0.99, "a model that knows no difference"


@given(floors, cosines, cosines)
def test_order_stays_and_so_do_strangers_and_twins(floor: float, one: float, other: float) -> None:
    measure = Measure(floor)
    assert measure.cosine(1.0) == pytest.approx(1.0)
    assert measure.cosine(floor) == pytest.approx(USUAL_FLOOR)
    if one - other > 1e-6:
        assert measure.cosine(one) > measure.cosine(other)


def test_the_usual_model_is_left_alone() -> None:
    (memory,) = stocked().rows.values()
    hit = Hit(memory=memory, score=0.7, parts={"cosine": 0.5})
    assert Measure().hits([hit]) == [hit]


def test_a_score_changes_with_its_cosine_and_words_have_none() -> None:
    (memory,) = stocked().rows.values()
    near = Hit(memory=memory, score=0.95, parts={"cosine": 0.8, "shared": 1.0})
    word = Hit(memory=memory, score=0.3, parts={"shared": 1.0})
    found = Measure(0.7).hits([near, word])
    usual = 1 - 0.2 * (1 - USUAL_FLOOR) / 0.3
    assert found[0].parts == {"cosine": pytest.approx(usual), "shared": 1.0}
    assert found[0].score == pytest.approx(0.95 + usual - 0.8)
    assert found[1] == word


class CloseEmbedder(SteadyEmbedder):
    """Finds all sentences nearly alike, as some models do."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        await super().embed(texts)
        return [(math.cos(len(text) / 99), math.sin(len(text) / 99)) for text in texts]


@pytest.mark.usefixtures("plainly")
@pytest.mark.parametrize("model", ["", "some/model"])
async def test_a_model_of_its_own_is_measured_once_it_is_there(model: str) -> None:
    embedder = CloseEmbedder()
    both = remembering_brain(stocked(), scripted("Yes."), embedder=embedder, embedding_model=model)
    async with both as (brain, ear):
        recaller = brain.memory.recaller
        if model:
            await until(lambda: recaller.measure.floor > 0.9)
        await tell(brain, ear, ASKED)
        assert set(STRANGERS) <= set(embedder.asked) if model else recaller.measure == Measure()
        assert brain.why()
