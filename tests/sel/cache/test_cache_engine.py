"""The cache before an engine, as the brain may use it: with the engine's own items."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from sel.brain.caching import ReplyScript
from sel.cache.cache import ResponseCache
from sel.cache.keys import Context, Key, key_of
from sel.cache.policy import REPLY
from sel.cache.streams import Streams
from sel.engine.scripted import ScriptedEngine
from sel.engine.types import Done, Message, Piece, Reading, Request, Sampling, StreamItem
from sel.errors import EngineCrashed

REPLIES = ("Bees dance to tell the way.", "They told you already.")
YOU = Context(channel="desk", person="you", persona="1", memory="1")


@pytest.fixture
async def engine() -> AsyncIterator[ScriptedEngine]:
    engine = ScriptedEngine(replies=REPLIES)
    await engine.start()
    yield engine
    await engine.stop()


def request(said: str, number: int = 1) -> Request:
    return Request(id=f"r{number}", slot="desk", messages=(Message("user", said),))


def key(asked: Request) -> Key:
    shape = {"max_tokens": asked.max_tokens, "stop": asked.stop, "resume": asked.resume}
    return key_of(
        REPLY, YOU, asked.messages, model="scripted", sampling=asked.sampling, shape=shape
    )


class Desk:
    """Asks an engine through a cache."""

    def __init__(self, engine: ScriptedEngine) -> None:
        self.engine, self.cache = engine, ResponseCache()
        self.streams = Streams(self.cache, ReplyScript())

    async def ask(self, said: str, number: int = 1) -> tuple[str, str, list[StreamItem]]:
        asked = request(said, number)
        reply = self.streams.open(key(asked), lambda: self.engine.generate(asked))
        async with reply:
            items = [item async for item in reply]
        text = "".join(item.text for item in items if isinstance(item, Piece))
        return text, reply.source, items


async def test_a_kept_reply_streams_as_the_first_did(engine: ScriptedEngine) -> None:
    desk = Desk(engine)
    text, source, fresh = await desk.ask("how do bees talk?")
    assert (text, source) == (REPLIES[0], "made")
    assert any(isinstance(item, Reading) for item in fresh)
    again, source, kept = await desk.ask("how do bees talk?", 2)
    assert (again, source) == (REPLIES[0], "cached")
    assert [item for item in kept if isinstance(item, Piece)] == [
        item for item in fresh if isinstance(item, Piece)
    ]
    done = kept[-1]
    assert isinstance(done, Done)
    assert (done.stop_reason, done.read_tokens, done.made_tokens) == ("end", 0, 0)
    assert len(engine.requests) == 1
    assert desk.cache.stats().kinds[REPLY].tokens_saved == len(REPLIES[0].split())


async def test_another_question_is_answered_anew(engine: ScriptedEngine) -> None:
    desk = Desk(engine)
    await desk.ask("how do bees talk?")
    text, source, _ = await desk.ask("and how do ants?", 2)
    assert (text, source) == (REPLIES[1], "made")


async def test_two_who_ask_at_once_cost_one_reply(engine: ScriptedEngine) -> None:
    desk = Desk(engine)
    answers = await asyncio.gather(*(desk.ask("how do bees talk?", n) for n in range(3)))
    assert {text for text, _, _ in answers} == {REPLIES[0]}
    assert len(engine.requests) == 1


async def test_an_engine_that_dies_leaves_nothing_half(engine: ScriptedEngine) -> None:
    desk = Desk(ScriptedEngine(replies=REPLIES, crash_after=2))
    await desk.engine.start()
    with pytest.raises(EngineCrashed):
        await desk.ask("how do bees talk?")
    assert desk.cache.stats().total.entries == 0
    await desk.engine.stop()


async def test_a_reply_that_was_stopped_is_not_kept(engine: ScriptedEngine) -> None:
    desk = Desk(engine)
    asked = request("how do bees talk?")
    async with desk.streams.open(key(asked), lambda: engine.generate(asked)) as reply:
        async for item in reply:
            if isinstance(item, Piece):
                engine.cancel(asked.id)
                break
    assert desk.cache.stats().total.entries == 0


def test_how_it_is_sampled_is_part_of_the_key() -> None:
    asked = request("how do bees talk?")
    cool = Request(id="r2", slot="den", messages=asked.messages, sampling=Sampling(temperature=0.2))
    assert key(asked) != key(cool)
    assert key(asked) == key(Request(id="r3", slot="den", messages=asked.messages))
