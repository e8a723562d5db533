"""Forgetting takes answers out of memory and disk, whatever is under way."""

import asyncio
import threading
from pathlib import Path

import pytest
from cache_stage import END, Clock, Maker, Script, key, settled

from sel.cache.cache import ResponseCache
from sel.cache.disk import FileDisk
from sel.cache.policy import APPRAISAL, REPLY
from sel.cache.streams import Streams
from sel.errors import StoreError

FORGOTTEN = "Quibblewick"


def test_all_of_a_persons_go_and_others_with_the_words() -> None:
    cache = ResponseCache()
    cache.put(key("1"), ["Hello"])
    cache.put(key("2", APPRAISAL), {"valence": 0.1})
    cache.put(key("3", person="ann", company=["you"]), ["Both of you"])
    cache.put(key("4", person="ann"), ["Your friend Quibble", "WICK  keeps bees"])
    cache.put(key("5", APPRAISAL, person="ann"), {"about": {"quibblewick keeps": 1}})
    cache.put(key("6", person="ann"), ["Bees"])
    gone = cache.forget("you", ["m1"], [f"{FORGOTTEN} keeps", " "])
    assert gone == {"cached answers": 5}
    assert cache.get(key("6", person="ann"))
    assert cache.stats().total.forgotten == 5
    assert cache.forget("you", [], []) == {"cached answers": 0}


def test_all_of_a_kind_or_all() -> None:
    cache = ResponseCache()
    for kind in (REPLY, APPRAISAL):
        cache.put(key("1", kind), ["a"])
    assert cache.clear(APPRAISAL) == 1
    assert cache.get(key("1"))
    assert cache.clear() == 1


def test_what_was_begun_before_a_forgetting_is_not_kept_after_it() -> None:
    cache = ResponseCache()
    since = cache.epoch
    cache.forget("ann", [], [])
    assert not cache.put(key(), ["may hold it"], since=since)
    assert cache.put(key(), ["cannot"], since=cache.epoch)


async def test_a_reply_on_its_way_is_told_to_the_end_but_not_kept_nor_shared() -> None:
    cache = ResponseCache()
    streams, old, new = Streams(cache, Script()), Maker(["old", END]), Maker(["new", END]).free()

    async def ask(maker: Maker) -> list[str]:
        async with streams.open(key(), maker) as reply:
            return [item async for item in reply]

    first = asyncio.create_task(ask(old))
    await settled(lambda: old.made == 1)
    cache.forget("you", [], [])
    assert await ask(new) == ["new", END]
    old.step(2)
    assert await first == ["old", END]
    assert await ask(new) == ["new", ":"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "replies.cache"


def test_the_disk_has_forgotten_when_it_returns(file: Path) -> None:
    cache = ResponseCache(disk=FileDisk(file))
    cache.put(key("1"), [FORGOTTEN])
    cache.put(key("2", person="ann"), [FORGOTTEN.upper()])
    cache.put(key("3", person="ann"), ["Bees"])
    assert cache.save({"you", "ann"}) == 3
    assert FORGOTTEN.encode() in file.read_bytes()
    assert cache.forget("you", [], [FORGOTTEN]) == {"cached answers": 2}
    left = file.read_bytes().lower()
    assert FORGOTTEN.lower().encode() not in left
    assert b"bees" in left
    assert list(file.parent.iterdir()) == [file]


def test_a_process_that_only_forgets_looks_at_the_disk_first(file: Path) -> None:
    before = ResponseCache(disk=FileDisk(file))
    before.put(key("1"), [FORGOTTEN])
    before.put(key("2", person="ann"), ["Bees"])
    before.save({"you", "ann"})
    assert ResponseCache(disk=FileDisk(file)).forget("you", [], []) == {"cached answers": 1}
    assert FORGOTTEN.encode() not in file.read_bytes()
    assert b"Bees" in file.read_bytes()


def test_damaged_files_cannot_be_searched_and_go(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(f"{FORGOTTEN}, torn")
    cache = ResponseCache(disk=FileDisk(file))
    cache.forget("ann", [], [])
    assert list(file.parent.iterdir()) == []


def test_so_do_those_that_were_put_aside_before(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(f"{FORGOTTEN}, torn")
    cache = ResponseCache(disk=FileDisk(file))
    cache.put(key(), ["Bees"])
    assert cache.save({"you"}) == 1
    assert len(list(file.parent.iterdir())) == 2
    cache.forget("ann", [], [])
    assert list(file.parent.iterdir()) == [file]


def test_what_is_made_afterwards_waits_for_a_new_yes(file: Path) -> None:
    cache = ResponseCache(disk=FileDisk(file))
    cache.put(key("1"), ["before"])
    cache.save({"you", "ann"})
    cache.forget("you", [], [])
    cache.put(key("2"), ["after"])
    cache.put(key("3", person="ann"), ["hers"])
    cache.forget("bob", [], [])
    assert b"after" not in file.read_bytes()
    assert b"hers" in file.read_bytes()
    cache.save({"you", "ann"})
    assert b"after" in file.read_bytes()


class FullDisk(FileDisk):
    """Takes nothing more once it is full; may be broken altogether."""

    full = broken = False

    def write(self, data: bytes) -> None:
        if self.full:
            raise StoreError("full")
        super().write(data)

    def erase(self) -> None:
        if self.broken:
            raise StoreError("broken")
        super().erase()


def test_a_full_disk_costs_answers_not_forgetting(file: Path) -> None:
    disk = FullDisk(file)
    cache = ResponseCache(disk=disk)
    cache.put(key("1"), [FORGOTTEN])
    cache.put(key("2", person="ann"), ["Bees"])
    cache.save({"you", "ann"})
    disk.full = True
    assert cache.forget("you", [], []) == {"cached answers": 1}
    assert not file.exists()
    assert cache.get(key("2", person="ann"))


def test_a_broken_disk_is_said_and_memory_has_forgotten(file: Path) -> None:
    disk = FullDisk(file)
    cache = ResponseCache(disk=disk)
    cache.put(key("1"), [FORGOTTEN])
    cache.put(key("2", person="ann"), ["Bees"])
    cache.save({"you", "ann"})
    disk.full = disk.broken = True
    with pytest.raises(StoreError, match="broken"):
        cache.forget("you", [], [])
    assert cache.get(key("1")) is None


def test_a_disk_that_cannot_be_read_is_erased(file: Path) -> None:
    class Unreadable(FileDisk):
        def read(self) -> bytes | None:
            raise StoreError("unreadable")

    file.parent.mkdir()
    file.write_text(FORGOTTEN)
    cache = ResponseCache(disk=Unreadable(file))
    cache.put(key(), ["a"])
    assert cache.forget("you", [], []) == {"cached answers": 1}
    assert not file.exists()


def test_a_saving_under_way_cannot_bring_it_back(file: Path) -> None:
    """The disk is slow; forgetting is asked for while it writes."""
    writing, go_on = threading.Event(), threading.Event()

    class Slow(FileDisk):
        def write(self, data: bytes) -> None:
            writing.set()
            assert go_on.wait(30)
            super().write(data)

    cache = ResponseCache(disk=Slow(file), clock=Clock())
    cache.put(key("1"), [FORGOTTEN])
    cache.put(key("2", person="ann"), ["Bees"])
    saving = threading.Thread(target=cache.save, args=({"you", "ann"},))
    saving.start()
    assert writing.wait(30)
    forgetting = threading.Thread(target=cache.forget, args=("you", [], []))
    forgetting.start()
    assert cache.get(key("2", person="ann"))  # the disk holds nobody up
    go_on.set()
    saving.join(30)
    forgetting.join(30)
    assert not saving.is_alive()
    assert not forgetting.is_alive()
    assert FORGOTTEN.encode() not in file.read_bytes()
    assert b"Bees" in file.read_bytes()
