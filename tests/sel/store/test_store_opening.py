"""What a store does with the files it finds: torn, damaged, left over, older, newer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sel.errors import StoreError
from sel.store import record
from sel.store.schema import Documents, Schema
from sel.store.store import Store
from sel.store.table import Document

State = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "memory"


def opened(folder: Path) -> tuple[State, tuple[str, ...]]:
    """What a store opened there holds and says."""
    store = Store.open(folder)
    try:
        return store.export(), store.notices
    finally:
        store.close()


def filled(folder: Path, *, fold: bool = False) -> list[State]:
    """A store with several kinds of writes; the state after each of them, from nothing on."""
    store = Store.open(folder)
    table = store.table("t")
    steps: list[Callable[[], object]] = [
        lambda: table.insert({"text": "one"}),
        lambda: table.insert_multiple([{"text": "two"}, {"text": "three"}]),
        lambda: table.update({"text": "ZWEI"}, doc_ids=[2]),
        lambda: table.remove(doc_ids=[1, 3]),
        lambda: store.table("u").insert({"text": "four"}),
    ]
    states: list[State] = [{}]
    for step in steps:
        step()
        states.append(store.export())
    if fold:
        store.fold()
    store.close()
    return states


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


# ---------------------------------------------------------------- torn


def test_cut_anywhere_it_opens_with_all_whole_writes(folder: Path) -> None:
    states = filled(folder)
    journal = folder / "documents.journal.1"
    data = journal.read_bytes()
    seen: list[State] = []
    for size in range(len(data) + 1):
        journal.write_bytes(data[:size])
        state, notices = opened(folder)
        if not seen or seen[-1] != state:
            seen.append(state)
        whole = journal.stat().st_size
        assert bool(notices) is (whole < size)
        assert journal.read_bytes() == data[:whole]
    assert seen == states


def test_what_was_cut_is_told_and_writing_goes_on(folder: Path) -> None:
    filled(folder)
    journal = folder / "documents.journal.1"
    os.truncate(journal, journal.stat().st_size - 3)
    store = Store.open(folder)
    lost = len(record.put("u", 1, {"text": "four"})) - 2
    assert store.notices == (
        f"A write cut off by a crash was dropped ({lost} bytes of documents.journal.1).",
    )
    store.table("u").insert({"text": "five"})
    store.close()
    state, notices = opened(folder)
    assert (state["u"], notices) == ({"1": {"text": "five"}}, ())


def test_a_tail_of_zeros_is_torn(folder: Path) -> None:
    states = filled(folder)
    with (folder / "documents.journal.1").open("ab") as file:
        file.write(b"\0" * 4096)
    state, notices = opened(folder)
    assert state == states[-1]
    assert "4,096 bytes" in notices[0]


# ---------------------------------------------------------------- damaged


@pytest.mark.parametrize("fold", [False, True])
def test_a_damaged_line_costs_only_itself(folder: Path, fold: bool) -> None:
    store = Store.open(folder)
    store.table("t").insert_multiple({"n": n} for n in range(20))
    store.table("t").insert({"n": 20})
    if fold:
        store.fold()
    store.close()
    (path,) = folder.glob("documents.[sj]*")
    lines = lines_of(path)
    bad = next(place for place, line in enumerate(lines) if b'{"n":7}' in line)
    lines[bad] = lines[bad].replace(b"7", b"8")
    damaged = b"\n".join(lines) + b"\n"
    path.write_bytes(damaged)
    state, notices = opened(folder)
    assert [one["n"] for one in state["t"].values()] == [n for n in range(21) if n != 7]
    aside = folder / f"documents.damaged.{path.name.removeprefix('documents.')}"
    assert aside.read_bytes() == damaged
    assert aside.name in notices[0]
    assert "1 unreadable" in notices[0]
    assert opened(folder) == (state, ())


def test_every_line_may_be_damaged(folder: Path) -> None:
    states = filled(folder)
    journal = folder / "documents.journal.1"
    data = journal.read_bytes()
    texts = {"one", "two", "three", "ZWEI", "four"}
    for bad, line in enumerate(data.splitlines()):
        for path in folder.iterdir():
            path.unlink()
        lines = data.splitlines()
        lines[bad] = line[:-2] + b"?" + line[-1:]
        journal.write_bytes(b"\n".join(lines) + b"\n")
        state, notices = opened(folder)
        assert "unreadable" in notices[0]
        told = {one["text"] for rows in state.values() for one in rows.values()}
        expected = {one["text"] for rows in states[-1].values() for one in rows.values()}
        assert told <= texts
        harmed = record.document(line)["text"] if b" {" in line and b" S " not in line else ""
        assert expected - {harmed} <= told


def test_a_last_write_with_a_damaged_line_keeps_its_other_lines(folder: Path) -> None:
    store = Store.open(folder)
    store.table("t").insert_multiple({"n": n} for n in range(3))
    store.close()
    journal = folder / "documents.journal.1"
    lines = lines_of(journal)
    journal.write_bytes(b"\n".join([*lines[:3], b"rotten", b"half a l"]))
    state, _ = opened(folder)
    assert state == {"t": {"1": {"n": 0}}}
    assert (folder / "documents.damaged.journal.1").exists()


def test_a_snapshot_without_its_end_is_damaged(folder: Path) -> None:
    states = filled(folder, fold=True)
    snapshot = folder / "documents.snapshot"
    snapshot.write_bytes(b"\n".join(lines_of(snapshot)[:-2]) + b"\n")
    state, notices = opened(folder)
    assert state == {"t": states[-1]["t"]}
    assert "its end is missing" in notices[0]
    assert "documents.damaged.snapshot" in notices[0]


def test_damage_is_never_written_over(folder: Path) -> None:
    for name in ("documents.damaged.snapshot", "documents.damaged.snapshot.2"):
        filled(folder, fold=True)
        snapshot = folder / "documents.snapshot"
        snapshot.write_bytes(snapshot.read_bytes().replace(b"ZWEI", b"ZWO!"))
        opened(folder)
        assert b"ZWO!" in (folder / name).read_bytes()
        snapshot.unlink()


def test_a_folder_without_links_has_damage_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    filled(folder, fold=True)
    snapshot = folder / "documents.snapshot"
    snapshot.write_bytes(b"nothing of use\n")
    monkeypatch.setattr(os, "link", refuse)
    assert opened(folder)[0] == {}
    assert (folder / "documents.damaged.snapshot").read_bytes() == b"nothing of use\n"


def test_a_snapshot_that_is_gone_is_told(folder: Path) -> None:
    filled(folder, fold=True)
    store = Store.open(folder)
    store.table("t").insert({"text": "five"})
    store.close()
    (folder / "documents.snapshot").unlink()
    state, notices = opened(folder)
    assert state == {"t": {"3": {"text": "five"}}}
    assert "is missing" in notices[0]


# ---------------------------------------------------------------- left over


def test_what_an_interrupted_fold_left_is_tidied(folder: Path) -> None:
    filled(folder)
    old = (folder / "documents.journal.1").read_bytes()
    store = Store.open(folder)
    store.table("t").remove(doc_ids=[2])
    store.fold()
    state = store.export()
    store.close()
    (folder / "documents.journal.1").write_bytes(old)  # its deletion did not reach the disk
    (folder / "documents.snapshot.new").write_bytes(b"half")
    assert opened(folder) == (state, ())
    assert {path.name for path in folder.iterdir()} == {"documents.snapshot", "documents.lock"}


def test_journals_are_read_one_after_another(folder: Path) -> None:
    filled(folder)
    journal = folder / "documents.journal.1"
    later = [
        record.start(1, 3),
        record.put("t", 2, {"text": "later"}),
        record.removed("u", 1),
        record.removed("nowhere", 5),
    ]
    (folder / "documents.journal.3").write_bytes(b"\n".join(later) + b"\n")
    store = Store.open(folder)
    assert store.table("t").all() == [{"text": "later"}]
    assert len(store.table("u")) == 0
    store.table("t").insert({"text": "last"})
    assert journal.exists()
    store.close()
    assert b"last" in (folder / "documents.journal.3").read_bytes()


def test_other_files_are_left_alone(folder: Path) -> None:
    folder.mkdir()
    for name in ("documents.journal.x", "vectors.bin"):
        (folder / name).write_text("mine")
    filled(folder, fold=True)
    assert (folder / "documents.journal.x").read_text() == "mine"
    assert (folder / "vectors.bin").read_text() == "mine"


# ---------------------------------------------------------------- older and newer


def shouted(documents: Documents) -> Documents:
    return {
        f"{name}!": {n: {"TEXT": one["text"].upper()} for n, one in rows.items()}
        for name, rows in documents.items()
    }


def marked(documents: Documents) -> Documents:
    return {
        name: {n: {**one, "new": True} for n, one in rows.items()}
        for name, rows in documents.items()
    }


THIRD = Schema(version=3, upgrades={1: shouted, 2: marked})


@pytest.mark.parametrize("fold", [False, True])
def test_older_documents_are_upgraded_and_backed_up(folder: Path, fold: bool) -> None:
    before = filled(folder, fold=fold)[-1]
    store = Store(folder, schema=THIRD)
    upgraded = {
        "t!": {"2": {"TEXT": "ZWEI", "new": True}},
        "u!": {"1": {"TEXT": "FOUR", "new": True}},
    }
    assert store.export() == upgraded
    assert "from format 1 to 3" in store.notices[0]
    assert "documents.backup.v1" in store.notices[0]
    assert store.table("t!").insert({"TEXT": "SIX"}) == 3
    store.close()
    again = Store(folder, schema=THIRD)
    assert again.notices == ()
    assert again.table("t!").get(doc_id=3) == {"TEXT": "SIX"}
    again.close()
    (folder / "documents.journal.2").unlink(missing_ok=True)
    (folder / "documents.journal.3").unlink(missing_ok=True)
    (folder / "documents.backup.v1").replace(folder / "documents.snapshot")
    assert opened(folder) == (before, ())


def test_an_upgrade_that_fails_leaves_all_as_it_was(folder: Path) -> None:
    def fail(documents: Documents) -> Documents:
        raise KeyError("a mistake")

    before = filled(folder)[-1]
    with pytest.raises(KeyError):
        Store(folder, schema=Schema(version=2, upgrades={1: fail}))
    assert (folder / "documents.backup.v1").exists()
    assert opened(folder) == (before, ())


@pytest.mark.parametrize("fold", [False, True])
def test_a_newer_one_is_told_and_not_touched(folder: Path, fold: bool) -> None:
    filled(folder, fold=fold)
    Store(folder, schema=THIRD).close()
    (folder / "documents.snapshot.new").write_bytes(b"of the newer one")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(StoreError, match=r"newer SEL \(format 3; this one knows 1\)") as caught:
        Store.open(folder)
    assert "Nothing was changed" in caught.value.sentence()
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {**after, "documents.lock": b""} == {**before, "documents.lock": b""}


def test_a_gap_between_upgrades_is_told(folder: Path) -> None:
    filled(folder)
    with pytest.raises(StoreError, match="cannot bring up to date"):
        Store(folder, schema=Schema(version=3, upgrades={1: shouted}))


# ---------------------------------------------------------------- purging


def test_purged_words_are_in_no_file(folder: Path) -> None:
    filled(folder)
    Store(folder, schema=Schema(version=2, upgrades={1: lambda documents: documents})).close()
    snapshot = folder / "documents.snapshot"
    snapshot.write_bytes(snapshot.read_bytes() + b"rotten\n")
    store = Store(folder, schema=Schema(version=2))
    store.table("t").insert(Document({"text": "canary"}, 9))
    store.table("t").remove(doc_ids=[2, 9])
    assert store.purge() == {"documents": 1, "files": 2}
    files = [path.read_bytes() for path in folder.iterdir()]
    assert not [data for data in files if b"canary" in data or b"ZWEI" in data]
    assert sum(b"four" in data for data in files) == 1
    store.close()
