"""Files of KV states: whole or not there, and never tried again once something died over them."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.engine.workers.llm import statefolder
from sel.engine.workers.llm.statefolder import KEPT, KeptState, StateFolder

STATE = KeptState([1, 2, 3], memoryview(b"what llama.cpp wrote"), (("Said, ünder.", [2, 3]),))
STATES = st.builds(
    KeptState,
    st.lists(st.integers(0, 2**31 - 1), max_size=20),
    st.binary(max_size=200).map(memoryview),
    st.lists(st.tuples(st.text(max_size=9), st.lists(st.integers(0, 99), max_size=3))).map(tuple),
)


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "cache" / "kv")


def names(folder: StateFolder) -> list[str]:
    return sorted(path.name for path in folder._folder.iterdir())


def as_bytes(state: KeptState) -> bytes:
    return b"".join(bytes(part) for part in statefolder._parts(state))


@given(STATES)
def test_what_was_put_is_what_is_taken(state: KeptState) -> None:
    assert statefolder._parsed(memoryview(bytearray(as_bytes(state)))) == state


@given(STATES, st.data())
def test_no_other_bytes_pass_for_it(state: KeptState, data: st.DataObject) -> None:
    whole = as_bytes(state)
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    assert statefolder._parsed(memoryview(flipped)) is None
    assert statefolder._parsed(memoryview(bytearray(whole[:place]))) is None
    assert statefolder._parsed(memoryview(bytearray(whole + b"\0"))) is None


def test_a_file_is_its_owners_and_words_in_it_can_be_searched_for(folder: StateFolder) -> None:
    size = folder.put("a", STATE)
    path = folder._folder / "a.kv"
    assert path.stat().st_size == size
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder._folder.stat().st_mode & 0o777 == 0o700
    assert "Said, ünder.".encode() in path.read_bytes()
    assert names(folder) == ["a.kv"]


def test_taken_it_has_another_name_until_it_is_proved(folder: StateFolder) -> None:
    folder.put("a", STATE)
    assert folder.take("a") == STATE
    assert names(folder) == ["a.kv.trying"]
    assert folder.take("a") is None, "whoever comes after a crash does not try it"
    folder.proved("a")
    assert names(folder) == ["a.kv"]
    folder.take("a")
    folder.drop("a")
    assert names(folder) == []
    assert folder.take("a") is None


@pytest.mark.parametrize("content", [b"", b"sel-kv 1\n", b"x" * 500, as_bytes(STATE)[:-1]])
def test_what_is_no_state_goes(folder: StateFolder, content: bytes) -> None:
    folder.put("a", STATE)
    (folder._folder / "a.kv").write_bytes(content)
    assert folder.take("a") is None
    assert names(folder) == []
    assert folder.put("a", STATE)
    assert folder.take("a") == STATE


def test_a_folder_in_its_place_is_no_state(folder: StateFolder) -> None:
    (folder._folder / "a.kv").mkdir(parents=True)
    assert not folder.has("a")
    assert folder.take("a") is None
    assert folder.put("a", STATE)
    assert folder.take("a") is None, "the folder is in the way"
    assert folder.has("a")


def test_the_newest_stay(folder: StateFolder) -> None:
    for number in range(KEPT):
        folder.put(f"s{number}", STATE)
        os.utime(folder._folder / f"s{number}.kv", (number, number))
    folder.take("s0")
    folder.proved("s0")
    folder.put("new", STATE)
    assert names(folder) == ["new.kv", "s0.kv", "s2.kv", "s3.kv"]


def test_what_others_left_unfinished_goes_once_it_is_old(folder: StateFolder) -> None:
    folder.put("a", STATE)
    for name in ("b.kv.7.new", "c.kv.trying", "d.kv.8.new"):
        (folder._folder / name).touch()
    for name in ("b.kv.7.new", "c.kv.trying"):
        os.utime(folder._folder / name, (1, 1))
    folder.put("a", STATE)
    assert names(folder) == ["a.kv", "d.kv.8.new"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses_keeps_what_it_has(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder.put("a", STATE)

    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", refuse)
        assert folder.put("a", KeptState([9], memoryview(b"other"))) == 0
        assert names(folder) == ["a.kv"]
        patched.setattr(Path, "replace", refuse)
        assert folder.take("a") is None, "what cannot be marked is not tried"
    assert folder.take("a") == STATE


def test_what_is_too_large_is_not_kept(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put("a", STATE)
    monkeypatch.setattr(statefolder, "LARGEST", 50)
    assert folder.put("b", STATE) == 0
    assert folder.take("a") is None
    assert names(folder) == []
