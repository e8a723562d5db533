"""The embedder's client over a child without a model, and once over the real one."""

from __future__ import annotations

import asyncio
import math
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from lent import LentEmbedder

from sel.engine import embedder as module
from sel.engine.embedder import ChildEmbedder, VectorCache
from sel.errors import EngineCrashed, EngineGaveUp

HERE = str(Path(__file__).parent)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "embed.log"


@pytest.fixture
async def embedder(log: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ChildEmbedder]:
    monkeypatch.setenv("PYTHONPATH", HERE, prepend=os.pathsep)
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    made = ChildEmbedder(log, cache_size=3, module="fake_embed_worker")
    yield made
    await made.stop()


def asked(log: Path) -> list[int]:
    """How many texts each request had, as the child saw it."""
    lines = log.read_text().splitlines()
    return [int(line.split()[-1]) for line in lines if line.startswith("asked for")]


def said(log: Path) -> bytes:
    return log.read_bytes()


async def test_nothing_runs_before_it_is_asked(embedder: ChildEmbedder) -> None:
    assert not embedder.ready
    assert embedder.pid is None
    (vector,) = await embedder.embed(["a"])
    assert embedder.ready
    assert (vector[0], len(vector)) == (97.0, 384)


async def test_texts_go_together_and_come_back_in_order(embedder: ChildEmbedder, log: Path) -> None:
    found = await embedder.embed(["b", "a", "b"])
    assert [vector[0] for vector in found] == [98.0, 97.0, 98.0]
    assert asked(log) == [2]


async def test_known_texts_are_not_asked_again_until_they_give_way(
    embedder: ChildEmbedder, log: Path
) -> None:
    await embedder.embed(["a", "b", "c"])
    await embedder.embed(["a"])
    await embedder.embed(["d"])  # b, the least recently used, gives way
    await embedder.embed(["a", "c", "d"])
    await embedder.embed(["b"])
    assert asked(log) == [3, 1, 1]


async def test_many_ask_at_once(embedder: ChildEmbedder) -> None:
    found = await asyncio.gather(*(embedder.embed([letter]) for letter in "abcdefgh"))
    assert [vectors[0][0] for vectors in found] == [float(ord(letter)) for letter in "abcdefgh"]


async def test_a_dead_child_is_started_again(embedder: ChildEmbedder) -> None:
    await embedder.embed(["a"])
    first = embedder.pid
    with pytest.raises(EngineCrashed):
        await embedder.embed(["!"])
    assert (await embedder.embed(["b"]))[0][0] == 98.0
    assert embedder.pid not in {first, None}


async def test_a_killed_child_is_noticed_without_being_asked(embedder: ChildEmbedder) -> None:
    await embedder.start()
    first = embedder.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(60):
        while embedder.pid in {first, None}:  # noqa: ASYNC110 - nothing tells of a new child
            await asyncio.sleep(0.01)


async def test_deaths_in_a_row_end_in_giving_up(
    embedder: ChildEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_EMBED", "dies")
    monkeypatch.setattr(module, "MOST_DEATHS", 2)
    with pytest.raises(EngineGaveUp):
        await embedder.start()
    assert not embedder.ready
    monkeypatch.setenv("SEL_TEST_EMBED", "")
    await embedder.start()  # a later wish is a new try
    assert embedder.ready


async def test_a_missing_model_is_said_once_with_its_hint(
    embedder: ChildEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_EMBED", "missing")
    with pytest.raises(EngineGaveUp) as caught:
        await embedder.embed(["a"])
    assert caught.value.sentence() == "No model here. Install it."


async def test_a_child_that_is_never_ready_is_given_up(
    embedder: ChildEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_EMBED", "mute")
    monkeypatch.setattr(module, "WARM_SECONDS", 0.3)
    monkeypatch.setattr(module, "MOST_DEATHS", 1)
    with pytest.raises(EngineGaveUp):
        await embedder.start()


async def test_a_child_that_does_not_answer_is_replaced(
    embedder: ChildEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_EMBED", "deaf")
    await embedder.start()
    monkeypatch.setenv("SEL_TEST_EMBED", "")
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.2)
    with pytest.raises(EngineCrashed):
        await embedder.embed(["a"])
    monkeypatch.setattr(module, "ANSWER_SECONDS", 20.0)
    assert (await embedder.embed(["a"]))[0][0] == 97.0


async def test_stopping_ends_the_child_and_frees_who_waits(
    embedder: ChildEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_EMBED", "deaf")
    await embedder.start()
    child = embedder.pid
    waiting = asyncio.create_task(embedder.embed(["a"]))
    await asyncio.sleep(0.05)
    await embedder.stop()
    with pytest.raises(EngineCrashed):
        await waiting
    assert child is not None
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


async def test_stopping_while_it_warms_up_frees_who_waits(
    embedder: ChildEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_EMBED", "mute")
    waiting = asyncio.create_task(embedder.start())
    await asyncio.sleep(0.1)
    await embedder.stop()
    with pytest.raises(EngineGaveUp):
        await waiting


def test_the_cache_keeps_no_more_than_its_size() -> None:
    cache = VectorCache(2)
    for number in range(5):
        cache.put(bytes([number]), (float(number),))
    assert len(cache) == 2
    assert cache.get(bytes([0])) is None
    assert cache.get(bytes([4])) == (4.0,)


@pytest.mark.real
@pytest.mark.asyncio(loop_scope="session")
async def test_the_real_one_knows_what_is_alike(lent_embedder: LentEmbedder) -> None:
    texts = ["i love my cat", "my kitten is dear to me", "the tax form is due", "torn \ud800"]
    cat, kitten, tax, torn = await lent_embedder.embed(texts)
    assert all(math.isclose(math.hypot(*vector), 1.0, abs_tol=1e-4) for vector in (cat, torn))
    assert _dot(cat, kitten) > 0.5 > _dot(cat, tax)
    assert b"kitten" not in said(lent_embedder.log)


def _dot(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
