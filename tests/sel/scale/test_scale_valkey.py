"""Claims, limits and the cache's place in Valkey."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import valkey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sel.cache.cache import ResponseCache
from sel.cache.keys import Key
from sel.errors import StoreError
from sel.scale.cache_disk import ValkeyDisk
from sel.scale.valkey import ValkeyClaims, key_of

KEYS = iter(range(10_000))


@asynccontextmanager
async def claims(address: str, count: int = 2) -> AsyncIterator[list[ValkeyClaims]]:
    """As many processes over one prefix of its own."""
    prefix = f"test{next(KEYS)}"
    some = [ValkeyClaims(address, prefix) for _ in range(count)]
    try:
        yield some
    finally:
        for one in some:
            await one.close()


async def test_the_first_of_all_claims_it_and_only_they_release_it(valkey_address: str) -> None:
    async with claims(valkey_address) as (first, second):
        assert await first.claim("message 1", 60)
        assert not await second.claim("message 1", 60)
        assert not await first.claim("message 1", 60)
        assert await second.claim("message 2", 60)
        await second.release("message 1")
        assert not await second.claim("message 1", 60)
        assert await second.held("message 1")
        await first.release("message 1")
        assert not await second.held("message 1")
        assert await second.claim("message 1", 60)


async def test_a_claim_is_forgotten_in_time(valkey_address: str) -> None:
    async with claims(valkey_address) as (first, second):
        assert await first.claim("message", 0.02)
        await asyncio.sleep(0.04)
        assert await second.claim("message", 60)
        await first.release("message")  # it was somebody else's by then
        assert not await first.claim("message", 60)


async def test_of_a_hundred_at_once_one_wins(valkey_address: str) -> None:
    async with claims(valkey_address, 4) as some:
        won = await asyncio.gather(*(some[n % 4].claim("it", 60) for n in range(100)))
    assert won.count(True) == 1


async def test_a_limit_is_shared_and_slides(valkey_address: str) -> None:
    async with claims(valkey_address) as (first, second):
        taken = [await one.take("ada", 3, 60) for one in (first, second, first, second)]
        assert taken == [True, True, True, False]
        assert await second.take("ben", 3, 60)
        await asyncio.sleep(0.12)
        assert await second.take("ada", 3, 0.1)


@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from("ab")), max_size=30))
@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_never_more_than_the_limit(valkey_address: str, asked: list[tuple[int, str]]) -> None:
    async with claims(valkey_address) as some:
        got = [(name, await some[who].take(name, 5, 60)) for who, name in asked]
    for name in "ab":
        answers = [took for one, took in got if one == name]
        assert answers == [n < 5 for n in range(len(answers))]


async def test_names_cannot_be_read_from_the_server(valkey_address: str) -> None:
    async with claims(valkey_address) as (first, _):
        await first.claim("Ada said hello", 60)
        await first.take("Ada", 3, 60)
    server: Any = valkey.Valkey.from_url(valkey_address)
    keys = b" ".join(server.keys("test*"))
    assert b"Ada" not in keys
    assert key_of("claim", "Ada", "p") != key_of("claim", "Ben", "p")


async def test_a_server_that_is_gone_is_a_sentence_without_its_password(tmp_path: Path) -> None:
    gone = ValkeyClaims(f"unix://:swordfish@{tmp_path}/none")
    with pytest.raises(StoreError) as caught:
        await gone.claim("it", 1)
    assert "Valkey does not answer" in caught.value.sentence()
    assert "swordfish" not in caught.value.sentence()


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(StoreError, match="no address"):
        ValkeyClaims("http://127.0.0.1")


# ---------------------------------------------------------------- cached replies


def key(name: str, person: str) -> Key:
    return Key(name.encode().ljust(32, b"0")[:32], "reply", (person,))


def cache(address: str, prefix: str) -> ResponseCache:
    return ResponseCache(disk=ValkeyDisk(address, prefix))


def test_replies_of_who_agreed_reach_another_process_and_nobody_elses(valkey_address: str) -> None:
    prefix = f"cache{next(KEYS)}"
    here, there = cache(valkey_address, prefix), cache(valkey_address, prefix)
    here.put(key("a", "ada"), ["Hello Ada"])
    here.put(key("b", "ben"), ["Hello Ben"])
    assert here.save(["ada"]) == 1
    there.load(["ada", "ben"])
    answer = there.get(key("a", "ada"))
    assert answer is not None
    assert answer.value == ["Hello Ada"]
    assert there.get(key("b", "ben")) is None


def test_what_is_forgotten_is_in_the_server_no_more(valkey_address: str) -> None:
    prefix = f"cache{next(KEYS)}"
    here = cache(valkey_address, prefix)
    here.put(key("a", "ada"), ["Hello Ada"])
    here.put(key("b", "ben"), ["Hello Ben"])
    here.save(["ada", "ben"])
    here.forget("ada", [], [])
    kept = ValkeyDisk(valkey_address, prefix).read()
    assert kept is not None
    assert b"Hello Ben" in kept
    assert b"Hello Ada" not in kept
    here.forget("ben", [], [])
    assert ValkeyDisk(valkey_address, prefix).read() is None


def test_a_damaged_one_is_put_aside_and_goes_with_the_next_forgetting(valkey_address: str) -> None:
    prefix = f"cache{next(KEYS)}"
    ValkeyDisk(valkey_address, prefix).write(b"nonsense")
    here = cache(valkey_address, prefix)
    assert "put aside" in " ".join(here.load(["ada"]))
    server = valkey.Valkey.from_url(valkey_address)
    assert server.keys(f"{prefix}:*:damaged")
    here.forget("ada", [], [])
    assert not server.keys(f"{prefix}:*:damaged")


def test_forgotten_replies_leave_the_servers_files(valkey_files: tuple[str, Path]) -> None:
    address, folder = valkey_files
    here = cache(address, "files")
    here.put(key("a", "ada"), ["Hello Quetzalwren"])
    here.save(["ada"])
    assert _found(folder)
    here.forget("ada", [], [])
    assert not _found(folder)


def _found(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if b"Quetzalwren" in path.read_bytes()]


def test_a_cache_whose_server_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Valkey refused"):
        ValkeyDisk(f"unix://{tmp_path}/none").read()
