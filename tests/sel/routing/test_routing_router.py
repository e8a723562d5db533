"""The router with the weights that ship."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lent import LentEmbedder

from sel.paths import assets
from sel.routing.router import INTENTS, Router

FOLDER = assets() / "routing"


@cache
def router() -> Router:
    return Router.from_file(FOLDER / "weights.json")


def evaluation() -> list[tuple[str, str]]:
    lines = (FOLDER / "evaluation.jsonl").read_text("utf-8").splitlines()
    return [(row["text"], row["intent"]) for row in map(json.loads, lines)]


def test_the_evaluation_set_is_apart_from_the_exemplars() -> None:
    lines = (FOLDER / "exemplars.jsonl").read_text("utf-8").splitlines()
    learned = {"".join(filter(str.isalnum, json.loads(line)["text"].lower())) for line in lines}
    unseen = {"".join(filter(str.isalnum, text.lower())) for text, _ in evaluation()}
    assert len(unseen) >= 300
    assert not learned & unseen


def test_a_picture_that_came_along_is_vision() -> None:
    assert router().route("what is a for loop", images=1).intent == "vision"


def test_fenced_code_is_code() -> None:
    route = router().route("hm\n```\nfor x in y: print(x)\n```")
    assert (route.intent, route.reason) == ("code", "code fence")


@pytest.mark.parametrize("text", ["", "   ", "\x00", "?!", "\U0001f600"])
def test_nothing_said_is_general(text: str) -> None:
    assert router().route(text).intent == "general"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("think about it", "general"),
        ("go away", "general"),
        ("i lost my keys", "general"),
        ("i'm in training for a marathon", "general"),
        ("remember that i like tea", "memory"),
        ("write a python function", "code"),
        ("what's in this picture?", "vision"),
    ],
)
def test_what_substrings_got_wrong_even_without_the_embedder(text: str, intent: str) -> None:
    assert router().route(text).intent == intent


def test_reasons_are_words() -> None:
    assert "order to remember" in router().route("remember that i like tea").reason


def test_words_alone_do_well() -> None:
    right = [router().route(text).intent == intent for text, intent in evaluation()]
    assert sum(right) / len(right) >= 0.9


@given(st.text(max_size=200), st.booleans())
def test_any_text_is_routed(text: str, with_vector: bool) -> None:
    route = router().route(text, vector=(384**-0.5,) * 384 if with_vector else None)
    assert route.intent in INTENTS
    assert 0 <= route.confidence <= 1
    assert route.reason


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"meaning": 1, "words": 2}'])
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"routing weights|Expecting value"):
        Router.from_json(text)


@pytest.mark.real
@pytest.mark.asyncio(loop_scope="session")
async def test_the_evaluation_set_with_the_embedder(lent_embedder: LentEmbedder) -> None:
    texts, intents = zip(*evaluation(), strict=True)
    vectors = await lent_embedder.embed(texts)
    got = [router().route(t, vector=v).intent for t, v in zip(texts, vectors, strict=True)]
    assert sum(a == b for a, b in zip(got, intents, strict=True)) / len(got) >= 0.95
