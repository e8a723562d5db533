"""Memories as documents and back, and what no memory can be."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stands import DIMENSION, NOW, row

from sel.errors import InputRefused
from sel.memory.book import (
    MOST_TEXT,
    check,
    check_vector,
    document_of,
    given_id,
    memory_of,
)
from sel.memory.types import Memory, Source

texts = st.text(st.characters(codec="utf-8"), max_size=30)
shares = st.floats(0, 1)
times = st.floats(-1e9, 4e9)
memories = st.builds(
    Memory,
    id=texts,
    person=texts,
    scope=texts,
    text=texts,
    kind=st.sampled_from(["fact", "preference", "person", "plan", "episode", "summary"]),
    source=st.builds(Source, quote=texts, message_id=texts, channel=texts, at=times),
    at=times,
    seen_at=times,
    tags=st.lists(texts, max_size=3).map(tuple),
    topic=texts,
    hard=st.booleans(),
    importance=shares,
    mood=texts,
    valence=st.floats(-1, 1),
    arousal=shares,
    strength=st.integers(1, 1000),
    replaces=texts,
    replaced_by=texts,
    made_from=st.lists(texts, max_size=3).map(tuple),
    given=texts,
)


@given(memories)
def test_a_memory_comes_back_from_json_as_it_was(memory: Memory) -> None:
    assert memory_of(json.loads(json.dumps(document_of(memory)))) == memory


def test_a_plain_memory_is_a_small_document() -> None:
    assert document_of(row("a", "I live in Lisbon.")) == {
        "id": "a",
        "person": "you",
        "scope": "desk",
        "text": "I live in Lisbon.",
        "kind": "fact",
        "at": NOW,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"text": 7},
        {"kind": None},
        {"at": "yesterday"},
        {"tags": "home"},
        {"tags": [1]},
        {"tags": 3},
        {"strength": "much"},
        {"quote": 5},
        {"topic": ["home"]},
    ],
)
def test_what_is_no_memory_is_refused(change: dict[str, Any]) -> None:
    document = document_of(row("a", "I live in Lisbon.")) | change
    with pytest.raises(InputRefused, match="is no memory"):
        memory_of(document)
    with pytest.raises(InputRefused):
        memory_of({"id": "a"})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": " \n"}, "some words"),
        ({"text": "a" * (MOST_TEXT + 1)}, "10,001 characters; a memory holds at most 10,000"),
        ({"source": Source(quote="a" * 1_048_576)}, "quote has 1,048,576 characters"),
        ({"tags": ("a",) * 10_000}, "10,000 tags; a memory holds at most 64"),
        ({"tags": ("a" * 201,)}, "A tag has 201 characters"),
        ({"id": ""}, "an id"),
        ({"id": "a" * 201}, "'id' has 201"),
        ({"person": ""}, "a person"),
        ({"text": "half \udc80"}, "no text"),
        ({"topic": "half \udc80"}, "no text"),
        ({"at": float("nan")}, "'at' is not a number"),
        ({"at": 1e15}, "no year"),
        ({"source": Source(quote="a", at=float("inf"))}, "no year"),
        ({"importance": 1.5}, "from 0 to 1"),
        ({"valence": -2.0}, "from 0 to 1"),
        ({"kind": "rumour"}, "kind is one of: fact"),
        ({"strength": 0}, "kind"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_plain_words(
    change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InputRefused, match=sentence) as refused:
        check(dataclasses.replace(row("a", "I live in Lisbon."), **change))
    assert "Lisbon" not in refused.value.sentence()


@pytest.mark.parametrize("id", ["a", "🦊👩‍👩‍👧", "a b", "../../etc", "7", "é" * 200])
def test_any_id_will_do(id: str) -> None:
    check(row(id, "I live in Lisbon."))


def test_a_secret_is_refused_by_its_kind() -> None:
    with pytest.raises(InputRefused, match="SEL never keeps such things") as refused:
        check(row("a", "My card is 4111 1111 1111 1111."))
    assert "4111" not in refused.value.sentence()


def test_vectors_must_fit() -> None:
    check_vector(None, dimension=DIMENSION)
    check_vector([0.5] * DIMENSION, dimension=DIMENSION)
    with pytest.raises(InputRefused, match="768 numbers came; this memory works with 8"):
        check_vector([0.5] * 768, dimension=DIMENSION)
    with pytest.raises(InputRefused, match="no number"):
        check_vector([float("inf"), *[0.0] * (DIMENSION - 1)], dimension=DIMENSION)


def test_an_id_is_the_given_one() -> None:
    memory = row("f1", "I live in Lisbon.")
    assert given_id(memory) == "f1"
    assert given_id(dataclasses.replace(memory, id="x7", given="f1")) == "f1"
