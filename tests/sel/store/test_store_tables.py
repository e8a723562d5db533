"""The store as a caller sees it: TinyDB's tables, durable, private, and one writer's only."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.storages import JSONStorage

from sel.errors import AlreadyRunning, StoreError
from sel.store.store import Store
from sel.store.table import Document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "memory"


def contents(folder: Path) -> dict[str, object]:
    """What a store opened there holds."""
    store = Store.open(folder)
    try:
        return dict(store.export())
    finally:
        store.close()


# ---------------------------------------------------------------- nothing before the first write


def test_an_unused_store_leaves_no_trace(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("memories")
    assert table.all() == [] == table.search(where("x") == 1)
    assert table.remove(doc_ids=[1]) == table.update({"x": 1}, doc_ids=[1]) == []
    table.clear()
    with store.batch():
        table.insert_multiple([])
    store.fold()
    assert store.purge() == {"documents": 0, "files": 0}
    store.close()
    assert list(folder.parent.parent.iterdir()) == []


def test_what_is_made_is_private(folder: Path) -> None:
    store = Store.open(folder)
    store.table("memories").insert({"x": 1})
    store.fold()
    store.table("memories").insert({"x": 2})
    for made in (folder.parent, folder):
        assert made.stat().st_mode & 0o777 == 0o700
    names = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert set(names) == {"documents.snapshot", "documents.journal.2", "documents.lock"}
    assert set(names.values()) == {0o600}
    store.close()


# ---------------------------------------------------------------- one writer


def test_a_second_is_refused_with_the_firsts_pid(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from sel.store.store import Store\n"
        "store = Store.open(Path(sys.argv[1])); store.table('t').insert({})\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning, match=str(first.pid)):
            Store.open(folder)
        first.kill()
        first.wait()
    assert contents(folder) == {"t": {"1": {}}}


def test_two_that_found_nothing_do_not_write_over_each_other(folder: Path) -> None:
    one, other = Store.open(folder), Store.open(folder)
    one.table("t").insert({"by": "one"})
    with pytest.raises(AlreadyRunning):
        other.table("t").insert({"by": "other"})
    one.close()
    assert other.table("t").insert({"by": "other"}) == 2
    other.close()
    assert contents(folder) == {"t": {"1": {"by": "one"}, "2": {"by": "other"}}}


def test_who_comes_between_a_look_and_the_first_write_is_seen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Store.open(folder)
    monkeypatch.setattr(late._storage, "_look", lambda: None)
    store = Store.open(folder)
    store.table("t").insert({"by": "one"})
    store.close()
    with pytest.raises(StoreError, match="not kept"):
        late.table("t").insert({"by": "other"})
    monkeypatch.undo()
    assert late.table("t").insert({"by": "other"}) == 2
    late.close()


def test_a_closed_store_says_so(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("t")
    table.insert({})
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        table.insert({})
    with pytest.raises(StoreError, match="closed"):
        store.fold()


# ---------------------------------------------------------------- documents


def test_what_is_handed_out_is_a_copy(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("t")
    given = {"tags": ["a"]}
    table.insert(given)
    given["tags"].append("b")
    found = table.get(doc_id=1)
    assert found is not None
    found["tags"].append("c")
    table.all()[0]["tags"].append("d")
    table.search(where("tags").exists())[0]["tags"].append("e")
    assert table.get(where("tags").exists()) == {"tags": ["a"]}
    store.close()


def test_every_way_to_get(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("t")
    table.insert_multiple({"n": n} for n in range(5))
    assert table.get(where("n") == 3) == {"n": 3}
    assert table.get(where("n") == 9) is None
    assert table.get(doc_id=9) is None
    found = table.get(doc_ids=[4, 2, 9])
    assert [(one.doc_id, one) for one in found] == [(2, {"n": 1}), (4, {"n": 3})]
    assert table.contains(doc_id=5)
    assert table.contains(where("n") == 4)
    assert table.count(where("n") > 1) == 3
    assert (len(table), [one.doc_id for one in table]) == (5, [1, 2, 3, 4, 5])
    with pytest.raises(RuntimeError):
        table.get()
    store.close()


def test_many_documents_come_in_order(folder: Path) -> None:
    store = Store.open(folder)
    store.table("t").insert_multiple({"n": n} for n in range(1_234))
    store.close()
    store = Store.open(folder)
    assert [one["n"] for one in store.table("t").all()] == list(range(1_234))
    store.close()


def test_a_table_reads_on_while_it_changes(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("t")
    table.insert_multiple({"n": n} for n in range(5))
    assert [table.remove(doc_ids=[one.doc_id]) for one in table] == [[1], [2], [3], [4], [5]]
    store.close()


def test_several_updates_at_once(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("t")
    table.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
    assert table.update_multiple([({"a": 1}, where("n") == 1), ({"b": 2}, where("n") == 3)]) == [
        1,
        3,
    ]
    store.close()
    assert contents(folder) == {"t": {"1": {"n": 1, "a": 1}, "2": {"n": 2}, "3": {"n": 3, "b": 2}}}


def test_a_refused_write_changes_nothing(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("t")
    table.insert({"n": 1})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(StoreError, match="JSON"):
        table.insert_multiple([{"n": 2}, {"n": {3}}])
    with pytest.raises(ValueError, match="exists"):
        table.insert(Document({"n": 4}, 1))
    with pytest.raises(ZeroDivisionError):
        table.update(lambda found: found.update(n=1 // 0))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert table.insert({"n": 2}) == 2
    store.close()


def test_an_update_to_the_same_writes_nothing(folder: Path) -> None:
    store = Store.open(folder)
    table = store.table("t")
    table.insert({"n": 1})
    size = (folder / "documents.journal.1").stat().st_size
    assert table.update({"n": 1}) == [1]
    assert table.upsert(Document({"n": 1}, 1)) == [1]
    assert (folder / "documents.journal.1").stat().st_size == size
    store.close()


# ---------------------------------------------------------------- batches


def test_a_batch_is_synced_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(folder)
    store.table("t").insert({})
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)
    with store.batch():
        for _ in range(10):
            store.table("t").insert({"n": 1})
        with store.batch():
            store.table("other").insert({})
        assert synced == []
        assert len(store.table("t")) == 11
    assert len(synced) == 1
    store.close()
    assert len(contents(folder)) == 2


def test_a_batch_that_fails_never_was(folder: Path) -> None:
    store = Store.open(folder)
    one, two = store.table("one"), store.table("two")
    one.insert_multiple({"n": n} for n in range(3))
    before = store.export()

    def fail() -> None:
        with store.batch():
            one.remove(doc_ids=[1])
            assert one.insert({"n": 9}) == 4
            two.insert({})
            one.update({"n": 7})
            raise KeyError("on purpose")

    with pytest.raises(KeyError):
        fail()
    assert list(store.export()) == list(before) == ["one"]
    assert [found.doc_id for found in one] == [1, 2, 3]
    assert one.insert({"n": 9}) == 4
    store.close()


def test_a_batch_cannot_be_folded_away(folder: Path) -> None:
    store = Store.open(folder)

    def fold_inside() -> None:
        with store.batch():
            store.table("t").insert({})
            store.fold()

    with pytest.raises(RuntimeError, match="batch"):
        fold_inside()
    assert not folder.exists()
    store.close()


# ---------------------------------------------------------------- threads


def test_many_threads_write_and_fold(folder: Path) -> None:
    store = Store(folder, fold_at=2_000)
    table = store.table("t")

    def write(name: int) -> None:
        for n in range(25):
            table.insert({"by": name, "n": n})
            if n % 10 == 9:
                with store.batch():
                    table.remove(doc_ids=table.insert_multiple([{}, {}]))
                store.fold()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(table) == 100
    held = store.export()
    store.close()
    assert contents(folder) == held


# ---------------------------------------------------------------- plain TinyDB


def test_tinydb_reads_what_is_exported(folder: Path, tmp_path: Path) -> None:
    store = Store.open(folder)
    store.table("memories").insert_multiple([{"text": "grüße 😀"}, {"text": "\ud83d"}])
    store.table("consent").insert(Document({"state": "given"}, 7))
    plain = tmp_path / "plain.json"
    plain.write_text(json.dumps(store.export()))
    with TinyDB(plain, storage=JSONStorage) as db:
        assert db.tables() == {"memories", "consent"}
        for name in db.tables():
            assert db.table(name).all() == store.table(name).all()
        assert db.table("consent").get(doc_id=7) == {"state": "given"}
    store.close()


def test_it_is_a_storage_to_tinydb(folder: Path) -> None:
    store = Store.open(folder)
    with TinyDB(storage=lambda: store._storage) as db:
        db.table("a").insert({"n": 1})
        db.table("b").insert_multiple([{"n": 1}, {"n": 2}])
        db.table("b").remove(where("n") == 1)
        assert db.tables() == {"a", "b"}
        db.drop_table("a")
    assert contents(folder) == {"b": {"2": {"n": 2}}}
