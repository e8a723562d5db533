"""Values of the memory through JSON and back: the same values, and nothing else."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.brain.door.memory import READS, MemoryDoor
from sel.brain.door.wire import arguments, plain, read
from sel.memory.enrich.enricher import Made
from sel.memory.enrich.steps import Step
from sel.memory.library import Library
from sel.memory.types import Hit, Memory, Receipt, Source

TEXT = st.text(st.characters(exclude_categories=()), max_size=20)  # halves of pairs, too
SHARE = st.floats(0, 1)
MEMORIES = st.builds(
    Memory,
    id=TEXT,
    person=TEXT,
    scope=TEXT,
    text=TEXT,
    kind=st.sampled_from(["fact", "plan", "summary"]),
    source=st.builds(Source, quote=TEXT, message_id=TEXT, channel=TEXT, at=st.floats(-1e9, 1e10)),
    at=st.floats(-1e9, 1e10),
    seen_at=SHARE,
    tags=st.lists(TEXT, max_size=3).map(tuple),
    hard=st.booleans(),
    importance=SHARE,
    valence=SHARE,
    strength=st.integers(1, 9),
    replaces=TEXT,
    made_from=st.lists(TEXT, max_size=3).map(tuple),
    given=TEXT,
)
HITS = st.builds(Hit, memory=MEMORIES, score=SHARE, parts=st.dictionaries(TEXT, SHARE, max_size=3))


def through(hint: Any, value: object) -> object:
    return read(hint, json.loads(json.dumps(plain(value))))


@given(MEMORIES)
def test_a_memory_comes_back_as_it_went(memory: Memory) -> None:
    assert through(Memory, memory) == memory
    assert through(Memory | None, memory) == memory
    assert through(list[Memory], [memory, memory]) == [memory, memory]


@given(HITS)
def test_so_does_what_was_found(hit: Hit) -> None:
    assert through(list[Hit], [hit]) == [hit]


def test_what_is_as_usual_is_not_sent() -> None:
    memory = Memory(
        id="a", person="you", scope="desk", text="b", kind="fact", source=Source(quote="b"), at=0.0
    )
    assert set(plain(memory)) == {"id", "person", "scope", "text", "kind", "source", "at"}


def test_a_step_of_enrichment() -> None:
    memory = Memory(
        id="a", person="you", scope="desk", text="b", kind="fact", source=Source(quote="b"), at=0.0
    )
    step = Step(more=True, left=3, made=(Made("day", memory, 9, 4),), removed=1)
    assert through(Step, step) == step


def test_receipts_and_nothing() -> None:
    receipt = Receipt(person="you", at=1.5, counts={"memories": 2})
    assert through(Receipt | None, receipt) == receipt
    assert through(Receipt | None, None) is None
    assert through(dict[str, float], {"memories": 2}) == {"memories": 2}


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (str, 3),
        (float, "3"),
        (bool, 1),
        (list[str], "abc"),
        (list[str], [1]),
        (tuple[float, float] | None, ["a", "b"]),
        (dict[str, int], []),
        (Memory, {"id": "a"}),
        (Memory, []),
        (Source, {"quote": "a", "quot": "b"}),
    ],
)
def test_what_is_not_of_the_type_is_refused(hint: Any, value: object) -> None:
    with pytest.raises((TypeError, KeyError)):
        read(hint, value)


def test_arguments_are_read_by_name() -> None:
    given = {"text": "tea", "vector": None, "person": "you", "now": 1, "period": [1.0, 2.0]}
    assert arguments(Library.search, given) == given | {"period": (1.0, 2.0)}
    with pytest.raises(KeyError):
        arguments(Library.search, given | {"colour": "red"})
    with pytest.raises(TypeError):
        arguments(Library.search, {"text": "tea"})


@pytest.mark.parametrize("name", READS)
def test_every_method_that_may_be_called_can_be_read(name: str) -> None:
    assert "return" in get_type_hints(getattr(Library, name))


@pytest.mark.parametrize("name", ["answer", "edit", "forget", "forget_all", "prune"])
def test_the_doors_own_ways_give_what_the_librarys_give(name: str) -> None:
    own, its = get_type_hints(getattr(MemoryDoor, name)), get_type_hints(getattr(Library, name))
    assert own["return"] == its["return"]
    assert set(own) <= set(its)


def test_no_field_is_forgotten_on_the_way() -> None:
    """A new field of a memory travels without a change here."""
    assert set(get_type_hints(Memory)) == {field.name for field in dataclasses.fields(Memory)}
