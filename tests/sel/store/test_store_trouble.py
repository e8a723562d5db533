"""The disk refuses: a clear sentence, nothing lost, nothing half done, and on it goes."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sel.errors import AlreadyRunning, StoreError
from sel.store.store import Store

RealWrite = Callable[[int, Any], int]
real_write: RealWrite = os.write
real_fsync = os.fsync


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "memory"


@pytest.fixture
def store(folder: Path) -> Store:
    """An open store with three documents; its files stay as they are when a test ends."""
    store = Store.open(folder)
    store.table("t").insert_multiple({"n": n} for n in range(3))
    return store


class FullDisk:
    """Takes so many more bytes, then refuses."""

    def __init__(self, room: int, code: int = errno.ENOSPC) -> None:
        self.room = room
        self.code = code

    def write(self, descriptor: int, data: memoryview) -> int:
        if not self.room:
            raise OSError(self.code, os.strerror(self.code))
        taken = real_write(descriptor, bytes(data[: self.room]))
        self.room -= taken
        return taken


def refuse(code: int) -> Callable[..., None]:
    def call(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return call


def reopened(folder: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    store = Store.open(folder)
    try:
        return store.export(), store.notices
    finally:
        store.close()


# ---------------------------------------------------------------- a full disk


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("room", [0, 1, 15])
def test_a_full_disk(
    store: Store, folder: Path, room: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.export()
    monkeypatch.setattr(os, "write", FullDisk(room, code).write)
    table = store.table("t")
    for write in (
        lambda: table.insert({"n": 3}),
        lambda: table.insert_multiple([{"n": 3}, {"n": 4}]),
        lambda: table.update({"n": 9}),
        lambda: table.remove(doc_ids=[1]),
        table.clear,
    ):
        with pytest.raises(StoreError, match="disk is full") as caught:
            write()
        assert "All that was kept before is as it was" in caught.value.hint
        assert store.export() == before
    monkeypatch.undo()
    assert table.insert({"n": 3}) == 4
    held = store.export()
    store.close()
    assert reopened(folder) == (held, ())


def test_a_full_disk_at_a_batchs_end(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.export()
    table = store.table("t")

    def fill() -> None:
        with store.batch():
            table.remove(doc_ids=[1])
            table.insert_multiple({"n": n} for n in range(100))

    monkeypatch.setattr(os, "write", FullDisk(500).write)
    with pytest.raises(StoreError, match="disk is full"):
        fill()
    monkeypatch.undo()
    assert store.export() == before
    assert [found.doc_id for found in table] == [1, 2, 3]
    fill()
    store.close()
    assert len(reopened(folder)[0]["t"]) == 102


def test_a_full_disk_before_the_first_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(folder)
    monkeypatch.setattr(os, "write", FullDisk(10).write)
    with pytest.raises(StoreError, match="disk is full"):
        store.table("t").insert({"n": 1})
    monkeypatch.undo()
    assert store.table("t").insert({"n": 1}) == 1
    store.close()
    assert reopened(folder) == ({"t": {"1": {"n": 1}}}, ())


def test_a_real_limit_on_the_files_size(folder: Path) -> None:
    script = (
        "import json, resource, sys; from pathlib import Path\n"
        "from sel.errors import StoreError; from sel.store.store import Store\n"
        "store = Store.open(Path(sys.argv[1])); table = store.table('t')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))\n"
        "kept, said = [], ''\n"
        "try:\n"
        "    while True: kept.append(table.insert({'text': 'x' * 300}))\n"
        "except StoreError as error: said = error.title\n"
        "after = len(table)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))\n"
        "kept.append(table.insert({'text': 'later'}))\n"
        "print(json.dumps([kept, said, after]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, check=True
    )
    kept, said, after = json.loads(done.stdout)
    assert "disk is full" in said
    assert kept == list(range(1, after + 2))
    state, notices = reopened(folder)
    assert [int(doc_id) for doc_id in state["t"]] == kept
    assert notices == ()


def test_a_fold_without_room_leaves_all_where_it_was(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.export()
    monkeypatch.setattr(os, "write", FullDisk(20).write)
    for attempt in (store.fold, store.purge):
        with pytest.raises(StoreError, match="disk is full"):
            attempt()
    monkeypatch.undo()
    assert not (folder / "documents.snapshot.new").exists()
    store.table("t").insert({"n": 3})
    assert len(list(folder.glob("documents.journal.*"))) == 2
    store.close()
    state, notices = reopened(folder)
    assert (state, notices) == ({"t": {**before["t"], "4": {"n": 3}}}, ())
    store = Store.open(folder)
    store.fold()
    assert {path.name for path in folder.iterdir()} == {"documents.snapshot", "documents.lock"}
    store.close()


def test_a_background_fold_that_fails_is_put_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(folder, fold_at=300)
    monkeypatch.setattr(Path, "replace", refuse(errno.ENOSPC))
    for n in range(100):
        store.table("t").insert({"words": n})
    thread = store._storage._folder
    assert thread is not None
    thread.join()
    store.close()
    attempts = [line.getMessage() for line in caplog.records]
    assert 1 <= len(attempts) <= 6  # each waits for twice as much as the one before
    assert all("put off: The disk is full" in line for line in attempts)
    monkeypatch.undo()
    assert len(reopened(folder)[0]["t"]) == 100


def test_no_thread_to_fold_in_is_no_reason_to_refuse(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    store = Store(folder, fold_at=1)
    monkeypatch.setattr(threading.Thread, "start", no_more)
    assert store.table("t").insert({"n": 1}) == 1
    monkeypatch.undo()
    store.table("t").insert({"n": 2})
    store.close()
    assert len(reopened(folder)[0]["t"]) == 2


# ---------------------------------------------------------------- a failing disk


def test_a_write_that_cannot_be_synced_is_taken_back(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.export()
    size = (folder / "documents.journal.1").stat().st_size
    monkeypatch.setattr(os, "fsync", refuse(errno.EIO))
    with pytest.raises(StoreError, match="disk refused"):
        store.table("t").insert({"n": 3})
    assert (folder / "documents.journal.1").stat().st_size == size
    assert store.export() == before
    with pytest.raises(StoreError):
        store.fold()
    monkeypatch.setattr(os, "fsync", real_fsync)
    store.table("t").insert({"n": 4})
    store.close()
    assert reopened(folder)[0]["t"] == {**before["t"], "4": {"n": 4}}


def test_what_could_not_be_taken_back_is_before_the_next_write(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = store.table("t")
    monkeypatch.setattr(os, "write", FullDisk(15).write)
    monkeypatch.setattr(os, "ftruncate", refuse(errno.EIO))
    for _ in range(3):
        with pytest.raises(StoreError):
            table.insert({"n": 3})
    monkeypatch.undo()
    assert table.insert({"n": 4}) == 4
    held = store.export()
    store.close()
    assert reopened(folder) == (held, ())


def test_ctrl_c_in_a_write_leaves_no_half_of_it(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(descriptor: int, data: memoryview) -> int:
        real_write(descriptor, data[:9])
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.table("t").insert({"n": 3})
    monkeypatch.undo()
    assert store.table("t").insert({"n": 3}) == 4
    held = store.export()
    store.close()
    assert reopened(folder) == (held, ())


# ---------------------------------------------------------------- folders that are no use


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_read_only_folder(
    store: Store, folder: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(os, "open", refuse(code))
    with pytest.raises(StoreError, match="cannot write"):
        Store.open(folder)
    monkeypatch.undo()
    assert len(reopened(folder)[0]["t"]) == 3


def test_a_folder_that_becomes_read_only(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.fold()
    monkeypatch.setattr(os, "open", refuse(errno.EROFS))
    with pytest.raises(StoreError, match="may not read or write") as caught:
        store.table("t").insert({"n": 3})
    assert "Nothing was changed" in caught.value.hint
    monkeypatch.undo()
    assert store.table("t").insert({"n": 3}) == 4
    store.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = Store.open(tmp_path / "file" / "memory")
    with pytest.raises(StoreError):
        store.table("t").insert({"n": 1})
    assert store.table("t").all() == []
    store.close()


def test_a_file_that_cannot_be_read_lets_the_folder_go(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(Path, "read_bytes", refuse(errno.EIO))
    for _ in range(2):
        with pytest.raises(StoreError, match="disk refused") as caught:
            Store.open(folder)
        assert not isinstance(caught.value, AlreadyRunning)
    monkeypatch.undo()
    assert len(reopened(folder)[0]["t"]) == 3


def test_no_error_holds_a_persons_words(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", FullDisk(0).write)
    with pytest.raises(StoreError) as full:
        store.table("t").insert({"text": "canary"})
    with pytest.raises(StoreError) as wrong:
        store.table("t").insert({"text": {"canary"}})
    assert "canary" not in full.value.sentence() + wrong.value.sentence()
    store.close()
