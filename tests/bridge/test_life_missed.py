"""What is looked at after a gap, and when Discord is told of commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from bridge.missed import KEPT, LOOKED_AT, WRITE_SECONDS, KnownChannels, Newest, worth_a_look
from bridge.syncing import sync_if_changed
from sel.store.store import Store

channels = st.dictionaries(st.integers(1, 60), st.integers(0, 99), max_size=60)


@pytest.fixture
def table() -> Table:
    return TinyDB(storage=MemoryStorage).table("t")


@settings(max_examples=40, deadline=None)
@given(known=channels, told=channels, since=st.integers(0, 99))
def test_where_discord_tells_of_something_it_is_looked_at_and_the_rest_within_a_limit(
    known: dict[int, int], told: dict[int, int], since: int
) -> None:
    chosen = worth_a_look(known, [Newest(*pair) for pair in told.items()], since)
    busy = {one for one in told if told[one] >= since}
    assert len(set(chosen)) == len(chosen)
    assert set(chosen[: len(busy)]) == busy
    assert set(chosen[len(busy) :]) <= known.keys() - told.keys()
    assert len(chosen) - len(busy) == min(LOOKED_AT, len(known.keys() - told.keys()))


def heard(known: KnownChannels, channel_id: int, at: float) -> None:
    write = known.heard(channel_id, at)
    if write is not None:
        write()


def test_a_channel_is_known_after_the_next_start_by_its_id_only(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    heard(KnownChannels(store.table("known")), 77, 1000.0)
    store.close()
    again = Store.open(tmp_path)
    assert KnownChannels(again.table("known")).at() == {77: 1000.0}
    assert again.export() == {"known": {"77": {"at": 1000.0}}}
    again.close()


def test_what_another_process_heard_is_known_after_a_second_look(table: Table) -> None:
    here, there = KnownChannels(table), KnownChannels(table)
    here.heard(5, 2000.0)
    write = there.heard(6, 1000.0)
    assert write is not None
    write()
    here.take_in(here.read())
    assert here.at() == {5: 2000.0, 6: 1000.0}


def test_a_busy_channel_is_rarely_written(table: Table) -> None:
    known = KnownChannels(table)
    for second in range(0, int(WRITE_SECONDS) * 2, 60):
        heard(known, 5, float(second))
    kept = table.get(doc_id=5)
    assert kept == {"at": WRITE_SECONDS}
    assert known.at()[5] > WRITE_SECONDS


def test_only_so_many_are_kept(table: Table) -> None:
    known = KnownChannels(table)
    for one in range(1, KEPT + 11):
        heard(known, one, float(one))
    assert len(table) == KEPT
    assert min(known.at()) == 11
    assert KnownChannels(table).at() == known.at()


async def test_commands_are_synced_when_they_change_and_then_once(table: Table) -> None:
    synced: list[str] = []

    async def sync() -> None:
        synced.append("now")

    for name, application in (("a", 1), ("a", 1), ("b", 1), ("b", 2), ("b", 2)):
        await sync_if_changed(name, sync, application, table)
    assert len(synced) == 3


async def test_what_was_refused_is_synced_next_time(table: Table) -> None:
    async def refuse() -> None:
        raise OSError

    async def sync() -> None:
        return None

    with pytest.raises(OSError):  # noqa: PT011 - any
        await sync_if_changed("a", refuse, 1, table)
    assert await sync_if_changed("a", sync, 1, table)
