"""A folder that may only be read: all of it is read, nothing of it is touched, a write says so."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sel.errors import AlreadyRunning, StoreError
from sel.store import lock
from sel.store.files import READ_ONLY
from sel.store.schema import Documents, Schema
from sel.store.store import Store

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five documents, in a snapshot and a journal."""
    folder = tmp_path / "memory"
    store = Store.open(folder)
    store.table("t").insert_multiple({"n": n} for n in range(4))
    store.fold()
    store.table("t").insert({"n": 4})
    store.close()
    return folder


@pytest.fixture
def sealed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """From now on the disk behaves as one that is mounted for reading, whoever asks."""
    real_open, real_access = os.open, os.access

    def open_(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        if flags & WRITING:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real_open(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(
        os, "access", lambda path, mode: real_access(path, mode) and not mode & os.W_OK
    )
    for name in ("unlink", "rename", "replace", "link", "mkdir", "truncate", "ftruncate"):
        monkeypatch.setattr(os, name, _refuse)
    return folder


def _refuse(path: object, *_: object, **__: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_of_it_is_read_and_nothing_touched(sealed: Path) -> None:
    before = files(sealed)
    store = Store.open(sealed)
    assert store.read_only
    assert [document["n"] for document in store.table("t")] == [0, 1, 2, 3, 4]
    assert store.notices == (f"{READ_ONLY} Nothing new is kept, and nothing can be forgotten.",)
    store.close()
    assert files(sealed) == before


WRITES: list[Callable[[Store], object]] = [
    lambda store: store.table("t").insert({"n": 5}),
    lambda store: store.table("t").update({"n": 9}),
    lambda store: store.table("t").remove(doc_ids=[1]),
    lambda store: store.table("new").insert({"n": 5}),
    lambda store: store.fold(),
    lambda store: store.purge(),
]


@pytest.mark.parametrize("write", WRITES)
def test_a_write_says_so_and_changes_nothing(
    sealed: Path, write: Callable[[Store], object]
) -> None:
    before = files(sealed)
    store = Store.open(sealed)
    with pytest.raises(StoreError, match="only read its memory") as caught:
        write(store)
    assert caught.value.where == str(sealed)
    assert "Nothing was changed" in caught.value.hint
    assert [document["n"] for document in store.table("t")] == [0, 1, 2, 3, 4]
    store.close()
    assert files(sealed) == before


def test_what_was_half_written_is_left_out_and_left_alone(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    journal = folder / "documents.journal.2"
    journal.write_bytes(journal.read_bytes() + b"half a l")
    (folder / "documents.snapshot.new").write_bytes(b"not finished")
    before = files(folder)
    request.getfixturevalue("sealed")
    store = Store.open(folder)
    assert len(store.table("t")) == 5
    assert len(store.notices) == 1
    store.close()
    assert files(folder) == before


@pytest.mark.parametrize(("bad", "told"), [(1, "(1 unreadable line)"), (2, "(2 unreadable lines)")])
def test_damage_is_told_and_left_where_it_is(
    folder: Path, request: pytest.FixtureRequest, bad: int, told: str
) -> None:
    journal = folder / "documents.journal.2"
    journal.write_bytes(b"rotten\n" * bad + journal.read_bytes())
    before = files(folder)
    request.getfixturevalue("sealed")
    store = Store.open(folder)
    assert len(store.table("t")) == 5
    assert store.notices[1] == f"documents.journal.2 is damaged {told}."
    store.close()
    assert files(folder) == before


@pytest.mark.parametrize(("bad", "told"), [(1, "(1 unreadable line)"), (2, "(2 unreadable lines)")])
def test_where_it_can_be_written_damage_is_told_in_the_same_words(
    folder: Path, bad: int, told: str
) -> None:
    journal = folder / "documents.journal.2"
    journal.write_bytes(b"rotten\n" * bad + journal.read_bytes())
    store = Store.open(folder)
    assert store.notices[0].startswith(f"documents.journal.2 is damaged {told}. It is kept as")
    store.close()


def test_an_older_format_is_brought_up_to_date_in_ram(sealed: Path) -> None:
    def rename(documents: Documents) -> Documents:
        return {"new": documents["t"]}

    store = Store(sealed, schema=Schema(version=2, upgrades={1: rename}))
    assert len(store.table("new")) == 5
    assert len(store.table("t")) == 0
    store.close()


def test_a_newer_format_is_refused(folder: Path, request: pytest.FixtureRequest) -> None:
    Store(folder, schema=Schema(version=2, upgrades={1: dict})).close()
    request.getfixturevalue("sealed")
    with pytest.raises(StoreError, match="newer SEL"):
        Store.open(folder)


def test_who_reads_is_refused_while_another_writes(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    writer = Store.open(folder)
    request.getfixturevalue("sealed")
    with pytest.raises(AlreadyRunning, match=str(os.getpid())):
        Store.open(folder)
    writer.close()
    Store.open(folder).close()


def test_a_lock_that_may_only_be_read_locks(sealed: Path) -> None:
    held = lock.take(sealed / "documents.lock")
    with pytest.raises(AlreadyRunning):
        lock.take(sealed / "documents.lock")
    os.close(held)
    with pytest.raises(StoreError, match="cannot write"):
        lock.take(sealed / "no.lock")


def test_an_empty_folder_that_may_only_be_read(tmp_path: Path, sealed: Path) -> None:
    store = Store.open(tmp_path)
    assert store.table("t").all() == []
    with pytest.raises(StoreError, match="cannot write"):
        store.table("t").insert({"n": 1})
    store.close()
