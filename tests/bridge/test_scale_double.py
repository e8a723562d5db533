"""Two real `sel bridge` with two connections each and one mind; one of them is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import valkey
from double import Double

if TYPE_CHECKING:
    from double import Channel
    from servers import PostgresServer

pytestmark = [pytest.mark.real, pytest.mark.long]

ROOT = Path(__file__).resolve().parents[2]
SHARDS = 4
SECONDS = 60.0


@asynccontextmanager
async def bridges(
    double: Double, home: Path, shared: dict[str, str]
) -> AsyncIterator[list[Process]]:
    """Two of them, by the same settings, each with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEL_")}
    started = []
    try:
        for name in ("one", "other"):
            own = {"SEL_HOME": str(home / name), "PYTHONPATH": str(ROOT)}
            started.append(
                await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "sel", "bridge", "--demo"),
                    env={**kept, **double.environment, **shared, **own},
                    cwd=home.parent,
                    stdin=DEVNULL,
                )
            )
        yield started
    finally:
        for one in started:
            if one.returncode is None:
                one.send_signal(signal.SIGTERM)
        await asyncio.gather(*(asyncio.wait_for(one.wait(), 20.0) for one in started))


def owners(address: str) -> list[int]:
    """How many leases each process holds."""
    server: Any = valkey.Valkey.from_url(address)
    leases = server.hgetall("{sel:shards}:leases").values()
    return sorted(Counter(one.split()[-1] for one in leases).values())


def answered(double: Double, channels: list[Channel]) -> Counter[int]:
    """How many replies each message has."""
    return Counter(post.reply_to or 0 for one in channels for post in double.posts(one))


async def test_a_killed_bridge_is_replaced_and_nothing_is_answered_twice(
    home: Path, postgres_server: PostgresServer, valkey_address: str
) -> None:
    shared = {
        "SEL_DATABASE_URL": postgres_server.url,
        "SEL_VALKEY_URL": valkey_address,
        "SEL_DISCORD_SHARDS": str(SHARDS),
        "SEL_DROP_OLD_SECONDS": "120",
    }
    async with Double.running(shards=SHARDS) as double:
        guilds = [double.guild(f"Home {n}", people=("Ada",)) for n in range(SHARDS)]
        channels, ada = [one.channel("general") for one in guilds], guilds[0].person("Ada")

        async def ask(what: str) -> list[int]:
            return [
                (await double.say(one, ada, f"tell me about {what}", mention_sel=True)).id
                for one in channels
            ]

        async with bridges(double, home, shared) as (one, other):
            await double.until(lambda: owners(valkey_address) == [2, 2], SECONDS)
            await double.until(lambda: double.shards == set(range(SHARDS)), SECONDS)
            first = await ask("kumquats")
            await double.until(lambda: set(first) <= answered(double, channels).keys(), SECONDS)
            other.kill()
            second = await ask("figs")
            await double.until(lambda: set(second) <= answered(double, channels).keys(), SECONDS)
            assert one.returncode is None
            assert double.shards == set(range(SHARDS))
        counts = answered(double, channels)
        assert {id: counts[id] for id in (*first, *second)} == dict.fromkeys((*first, *second), 1)
    # Nobody gave their leave: what they said is in no file of the database, nor of either bridge.
    assert await asyncio.to_thread(holding, "kumquats", postgres_server.files, home) == []


def holding(words: str, *folders: Path) -> list[Path]:
    """The files that hold these words."""
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if words.encode() in path.read_bytes()]
