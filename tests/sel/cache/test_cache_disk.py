"""The file: only of those who consented, private, checked, put aside when damaged."""

import json
import stat
from pathlib import Path

import pytest
from cache_stage import Clock, key, unhurried
from hypothesis import given
from hypothesis import strategies as st

from sel.cache.cache import CAPACITY, ResponseCache
from sel.cache.disk import _HEAD, Damaged, FileDisk, _check, dumped, loaded
from sel.cache.entry import Entry
from sel.cache.policy import HOUR, REPLY, SHELL
from sel.cache.stats import Cost
from sel.errors import StoreError

YOU = {"you"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "replies.cache"


def start(file: Path, clock: Clock | None = None, capacity: int = CAPACITY) -> ResponseCache:
    return ResponseCache(disk=FileDisk(file), clock=clock or Clock(), capacity=capacity)


def test_without_a_saving_nothing_is_written(file: Path) -> None:
    cache = start(file)
    cache.put(key(), ["a"])
    cache.load(YOU)
    assert not file.parent.exists()


def test_what_was_kept_is_there_the_next_time(file: Path) -> None:
    clock = Clock()
    cache = start(file, clock)
    cache.put(key("1"), ["Grüß", " dich \ud800\n"], Cost(tokens=9, seconds=0.4))
    cache.put(key("2", SHELL), {"command": True})
    clock.now += 5 * HOUR
    assert cache.save(YOU) == 2
    clock.now += 0.5 * HOUR
    later = start(file, clock)
    assert later.load(YOU) == ()
    found = later.get(key("1"))
    assert found is not None
    assert found.value == ["Grüß", " dich \ud800\n"]
    assert found.cost == Cost(tokens=9, seconds=0.4)
    assert found.age == pytest.approx(5.5 * HOUR)
    clock.now += 0.5 * HOUR
    assert later.get(key("1")) is None
    assert later.get(key("2", SHELL))


def test_only_those_who_said_yes(file: Path) -> None:
    cache = start(file)
    cache.put(key("1"), ["mine"])
    cache.put(key("2", person="ann"), ["hers"])
    cache.put(key("3", company=["ann"]), ["ours"])
    assert cache.save(YOU) == 1
    text = file.read_text()
    assert "mine" in text
    assert "hers" not in text
    assert "ours" not in text
    assert "ann" not in text
    assert cache.save({"you", "ann"}) == 3


def test_a_yes_taken_back_empties_the_disk(file: Path) -> None:
    cache = start(file)
    cache.put(key(), ["mine"])
    cache.save(YOU)
    assert cache.save(()) == 0
    assert list(file.parent.iterdir()) == []


def test_what_is_on_the_disk_of_others_goes_when_it_is_read(file: Path) -> None:
    before = start(file)
    before.put(key("1"), ["mine"])
    before.put(key("2", person="ann"), ["hers"])
    before.save({"you", "ann"})
    cache = start(file)
    cache.load({"ann"})
    assert cache.get(key("1")) is None
    assert cache.get(key("2", person="ann"))
    assert "mine" not in file.read_text()


def test_only_the_owner_can_read_it(file: Path) -> None:
    cache = start(file)
    cache.put(key(), ["a"])
    cache.save(YOU)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def spoilt(data: bytes, how: str) -> bytes:
    return {
        "changed": data.replace(b"mine", b"mind"),
        "torn": data[:-5],
        "empty": b"",
        "other version": data.replace(b"cache 1", b"cache 2"),
        "of somebody else": b"\x00\xff" * 100,
    }[how]


HOWS = ("changed", "torn", "empty", "other version", "of somebody else")


@pytest.mark.parametrize("how", HOWS)
def test_a_damaged_file_is_put_aside_and_said(file: Path, how: str) -> None:
    before = start(file)
    before.put(key(), ["mine"])
    before.save(YOU)
    file.write_bytes(damaged := spoilt(file.read_bytes(), how))
    cache = start(file)
    (told,) = cache.load(YOU)
    assert told == (
        "The file of cached replies is damaged. It was put aside as replies.cache.damaged."
    )
    assert file.with_name("replies.cache.damaged").read_bytes() == damaged
    assert not file.exists()
    cache.put(key(), ["anew"])
    assert cache.save(YOU) == 1
    assert start(file).load(YOU) == ()


def test_a_saving_before_any_loading_loses_nothing(file: Path) -> None:
    before = start(file)
    before.put(key("1"), ["old"])
    before.save(YOU)
    cache = start(file)
    cache.put(key("2"), ["new"])
    assert cache.save(YOU) == 2


def test_what_is_there_is_newer_than_what_is_read(file: Path) -> None:
    before = start(file)
    for n in range(4):
        before.put(key(str(n)), ["old", n])
    before.get(key("0"))
    before.save(YOU)
    cache = start(file, capacity=3)
    cache.put(key("3"), ["new"])
    cache.load(YOU)
    there = {n for n in range(4) if cache.get(key(str(n)))}
    assert there == {0, 2, 3}  # 0 was used last, 1 longest ago
    newest = cache.get(key("3"))
    assert newest is not None
    assert newest.value == ["new"]


def test_what_was_made_in_the_future_is_not_believed(file: Path) -> None:
    clock = Clock()
    before = start(file, clock)
    before.put(key(), ["a"])
    before.save(YOU)
    clock.now -= 1
    cache = start(file, clock)
    assert cache.load(YOU) == ()
    assert cache.get(key()) is None


def test_a_kind_that_is_no_more_is_left_out(file: Path) -> None:
    before = start(file)
    before.put(key(kind=SHELL), True)
    before.save(YOU)
    cache = ResponseCache({REPLY: 10}, disk=FileDisk(file), clock=Clock())
    assert cache.load(YOU) == ()
    assert cache.stats().total.entries == 0


def test_a_disk_that_refuses_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = start(tmp_path / "file" / "replies.cache")
    with pytest.raises(StoreError) as refused:
        cache.load(YOU)
    assert refused.value.title == "The disk refused the file of cached replies."
    assert "replies.cache" in refused.value.where
    assert cache.put(key(), ["the conversation goes on"])


WORDS = st.text(max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
ROWS = st.tuples(WORDS, VALUES, st.integers(0), st.floats(0, 1e9))


@unhurried
@given(st.lists(ROWS, max_size=4))
def test_every_entry_comes_back(rows: list[tuple[str, object, int, float]]) -> None:
    entries = [
        Entry(key(str(n), person=who), json.dumps(value), Cost(tokens=tokens), at)
        for n, (who, value, tokens, at) in enumerate(rows)
    ]
    back = loaded(dumped(entries, 0.0), 0.0)
    assert [(one.key, one.value(), one.cost, one.at) for one in back] == [
        (one.key, one.value(), one.cost, one.at) for one in entries
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"key": "00"},
        {"people": []},
        {"people": [1]},
        {"at": "x"},
        {"at": float("nan")},
        {"at": 10**400},
        {"tokens": float("inf")},
        {"kind": 1},
    ],
)
def test_a_row_that_is_none_is_refused_though_the_checksum_fits(change: dict[str, object]) -> None:
    row = {"key": "00" * 32, "kind": REPLY, "people": ["a"], "value": 1}
    row |= {"tokens": 1, "seconds": 1.0, "at": 1.0} | change
    body = (json.dumps(row) + "\n").encode()
    with pytest.raises(Damaged, match="not SEL's own"):
        loaded(_HEAD + _check(body) + b"\n" + body, 0.0)
