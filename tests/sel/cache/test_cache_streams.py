"""Replies through the cache: made once, given again as they came, broken off cleanly."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from cache_stage import CUT, END, Maker, Script, key, settled

from sel.cache.cache import ResponseCache
from sel.cache.policy import REPLY
from sel.cache.streams import Stream, Streams


@pytest.fixture
def cache() -> ResponseCache:
    return ResponseCache()


@pytest.fixture
def streams(cache: ResponseCache) -> Streams[str]:
    return Streams(cache, Script())


async def read(stream: Stream[str]) -> tuple[list[str], str]:
    async with stream:
        return [item async for item in stream], stream.source


async def test_the_second_time_it_is_given_as_it_came(
    streams: Streams[str], cache: ResponseCache
) -> None:
    maker = Maker().free()
    assert await read(streams.open(key(), maker)) == (["a", "b", END], "made")
    assert await read(streams.open(key(), maker)) == (["a", "b", ":"], "cached")
    assert (maker.made, maker.closed) == (1, 1)
    row = cache.stats().kinds[REPLY]
    assert (row.hits, row.misses, row.tokens_saved, row.seconds_saved) == (1, 1, 2, 0.5)


async def test_pieces_come_while_it_is_being_made(streams: Streams[str]) -> None:
    maker, got = Maker(), list[str]()

    async def ask() -> None:
        async with streams.open(key(), maker) as reply:
            async for item in reply:
                got.append(item)

    asking = asyncio.create_task(ask())
    for count, item in enumerate(("a", "b", END), 1):
        maker.step()
        await settled(lambda count=count: len(got) == count)  # type: ignore[misc]
        assert got[-1] == item
    await asking


async def test_what_is_asked_twice_at_once_is_made_once(
    streams: Streams[str], cache: ResponseCache
) -> None:
    maker = Maker()
    first = asyncio.create_task(read(streams.open(key(), maker)))
    await settled(lambda: maker.made == 1)
    maker.step()
    await settled()
    others = [asyncio.create_task(read(streams.open(key(), maker))) for _ in range(3)]
    await settled()
    maker.step(2)
    assert await first == (["a", "b", END], "made")
    for other in others:
        assert await other == (["a", "b", END], "shared")
    assert maker.made == 1
    row = cache.stats().kinds[REPLY]
    assert (row.shared, row.misses, row.hits, row.tokens_saved) == (3, 4, 0, 6)


async def test_who_asks_something_else_is_not_kept_waiting(streams: Streams[str]) -> None:
    slow, quick = Maker(), Maker().free()
    first = asyncio.create_task(read(streams.open(key("1"), slow)))
    assert await read(streams.open(key("2"), quick)) == (["a", "b", END], "made")
    assert not first.done()
    slow.step(3)
    await first


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_when_the_first_goes_away_the_second_gets_everything(
    streams: Streams[str], after: int
) -> None:
    maker = Maker()
    first = asyncio.create_task(read(streams.open(key(), maker)))
    await settled(lambda: maker.made == 1)
    second = asyncio.create_task(read(streams.open(key(), maker)))
    maker.step(after)
    await settled()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    maker.step(3 - after)
    assert await second == (["a", "b", END], "shared")
    assert maker.made == 1
    assert (await read(streams.open(key(), maker)))[1] == "cached"


async def test_when_all_go_away_the_making_ends_and_nothing_is_kept(
    streams: Streams[str], cache: ResponseCache
) -> None:
    maker = Maker()
    asking = [asyncio.create_task(read(streams.open(key(), maker))) for _ in range(2)]
    await settled(lambda: maker.made == 1)
    maker.step()
    await settled()
    for one in asking:
        one.cancel()
    await asyncio.wait(asking)
    assert maker.closed == 1  # before the leaving is over, so the engine is free again
    assert cache.get(key()) is None
    assert (await read(streams.open(key(), Maker().free())))[1] == "made"


async def test_who_asks_while_it_is_being_closed_has_it_made_anew(streams: Streams[str]) -> None:
    closing, closed = asyncio.Event(), asyncio.Event()

    async def slow_to_close() -> AsyncGenerator[str, None]:
        try:
            yield "old"
            await asyncio.Event().wait()
        finally:
            closing.set()
            await closed.wait()

    first = asyncio.create_task(read(streams.open(key(), slow_to_close)))
    await settled()
    first.cancel()
    await closing.wait()
    second = asyncio.create_task(read(streams.open(key(), Maker(["new", END]).free())))
    await settled()
    closed.set()
    assert await second == (["new", END], "made")
    await asyncio.wait([first])
    assert first.cancelled()


async def test_left_early_it_is_closed_and_not_kept(
    streams: Streams[str], cache: ResponseCache
) -> None:
    maker = Maker()
    maker.step()
    async with streams.open(key(), maker) as reply:
        async for item in reply:
            assert item == "a"
            break
    assert maker.closed == 1
    assert cache.get(key()) is None


@pytest.mark.parametrize("keep", [True, False])
async def test_left_before_it_began_nothing_is_made(streams: Streams[str], keep: bool) -> None:
    maker = Maker().free()
    async with streams.open(key(), maker, keep=keep):
        pass
    assert maker.made == 0


async def test_who_ended_it_may_keep_what_there_was(
    streams: Streams[str], cache: ResponseCache
) -> None:
    maker = Maker()
    maker.step()
    async with streams.open(key(), maker) as reply:
        pieces = [await anext(aiter(reply))]
        assert cache.put(key(), pieces, since=reply.since)
    assert await read(streams.open(key(), Maker())) == (["a", ":"], "cached")


async def test_a_failure_is_the_first_ones_own(streams: Streams[str]) -> None:
    """Nobody who was given nothing yet hears of it: they make it themselves."""
    maker = Maker(items=(END,), error=ValueError("mine"), fails=1)
    first = asyncio.create_task(read(streams.open(key(), maker)))
    await settled(lambda: maker.made == 1)
    others = [asyncio.create_task(read(streams.open(key(), maker))) for _ in range(2)]
    await settled()
    maker.step(5)
    with pytest.raises(ValueError, match="mine"):
        await first
    given = sorted([await other for other in others], key=lambda one: one[1])
    assert given == [([END], "made"), ([END], "shared")]
    assert maker.made == 2


async def test_who_has_begun_to_read_hears_of_the_failure(streams: Streams[str]) -> None:
    maker = Maker(error=ValueError("broke off"), fails=1)
    both = [asyncio.create_task(read(streams.open(key(), maker))) for _ in range(2)]
    await settled(lambda: maker.made == 1)
    maker.step(3)
    for one in both:
        with pytest.raises(ValueError, match="broke off"):
            await one
    assert (await read(streams.open(key(), maker.free())))[1] == "made"


async def test_a_making_that_cancels_itself_does_not_poison_the_second(
    streams: Streams[str],
) -> None:
    maker = Maker(items=(END,), error=asyncio.CancelledError(), fails=1)
    first = asyncio.create_task(read(streams.open(key(), maker)))
    await settled(lambda: maker.made == 1)
    second = asyncio.create_task(read(streams.open(key(), maker)))
    await settled()
    maker.step(2)
    assert await second == ([END], "made")
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_what_was_cut_short_is_not_kept(streams: Streams[str], cache: ResponseCache) -> None:
    await read(streams.open(key(), Maker(("a", CUT)).free()))
    assert cache.get(key()) is None


async def test_what_is_not_worth_keeping_is_each_ones_own(
    streams: Streams[str], cache: ResponseCache
) -> None:
    maker = Maker().free()
    for _ in range(2):
        assert (await read(streams.open(key(), maker, keep=False)))[1] == "made"
    assert maker.made == maker.closed == 2
    assert cache.stats().total.misses == 0


async def test_a_kind_that_is_never_kept_neither() -> None:
    streams = Streams(ResponseCache({REPLY: 0}), Script())
    maker = Maker()
    both = [asyncio.create_task(read(streams.open(key(), maker))) for _ in range(2)]
    await settled(lambda: maker.made == 2)
    maker.step(6)
    assert [await one for one in both] == [(["a", "b", END], "made")] * 2


async def test_nothing_is_left_behind(streams: Streams[str]) -> None:
    tasks = asyncio.all_tasks()
    maker = Maker(fails=2).free()
    for _ in range(4):
        await asyncio.wait([asyncio.create_task(read(streams.open(key(), maker)))])
    await settled()
    assert asyncio.all_tasks() == tasks
    assert len(streams._flights) == 0
