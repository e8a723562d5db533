"""Any sequence of operations leaves what a dict would hold, and TinyDB's own JSON file."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tinydb import TinyDB, where
from tinydb.storages import JSONStorage

from sel.store.store import Store
from sel.store.table import Document

TABLES = st.sampled_from(["memories", "con sent", 'x {"'])
IDS = st.integers(1, 6)
WORDS = st.text(st.characters(codec=None, exclude_categories=[]), max_size=4).filter(
    lambda text: json.loads(json.dumps(text)) == text  # JSONStorage joins halves of pairs
)
FIELDS = st.dictionaries(
    st.sampled_from(["n", "text", "ü"]),
    st.integers(0, 3) | WORDS | st.lists(st.integers(0, 2), max_size=2),
    max_size=3,
)


class Machine(RuleBasedStateMachine):
    """The store, TinyDB on its JSONStorage, and a dict, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.model: dict[str, dict[int, dict[str, Any]]] = {}
        self.open()

    def open(self) -> None:
        self.store = Store(self.root / "store", fold_at=400)
        self.plain = TinyDB(self.root / "plain.json", storage=JSONStorage)

    def teardown(self) -> None:
        self.store.close()
        self.plain.close()
        shutil.rmtree(self.root)

    def rows(self, name: str) -> dict[int, dict[str, Any]]:
        return self.model.setdefault(name, {})

    @rule(name=TABLES, fields=FIELDS)
    def insert(self, name: str, fields: dict[str, Any]) -> None:
        made = self.store.table(name).insert(fields)
        assert made == self.plain.table(name).insert(fields)
        assert made not in self.rows(name)
        self.rows(name)[made] = dict(fields)

    @rule(name=TABLES, many=st.lists(FIELDS, max_size=3))
    def insert_multiple(self, name: str, many: list[dict[str, Any]]) -> None:
        made = self.store.table(name).insert_multiple(many)
        assert made == self.plain.table(name).insert_multiple(many)
        self.rows(name).update(zip(made, map(dict, many), strict=True))

    @rule(name=TABLES, doc_ids=st.lists(IDS, max_size=3), fields=FIELDS)
    def update(self, name: str, doc_ids: list[int], fields: dict[str, Any]) -> None:
        done = self.store.table(name).update(fields, doc_ids=doc_ids)
        assert done == self.plain.table(name).update(fields, doc_ids=doc_ids)
        for doc_id in done:
            self.rows(name)[doc_id].update(fields)

    @rule(name=TABLES, number=st.integers(0, 3), fields=FIELDS)
    def update_some(self, name: str, number: int, fields: dict[str, Any]) -> None:
        done = self.store.table(name).update(fields, where("n") == number)
        assert done == self.plain.table(name).update(fields, where("n") == number)
        for doc_id in done:
            self.rows(name)[doc_id].update(fields)

    @rule(name=TABLES)
    def update_all(self, name: str) -> None:
        def count(found: Any) -> None:
            found["count"] = found.get("count", 0) + 1

        done = self.store.table(name).update(count)
        assert done == self.plain.table(name).update(count) == list(self.rows(name))
        for document in self.rows(name).values():
            count(document)

    @rule(name=TABLES, doc_id=IDS, fields=FIELDS)
    def upsert(self, name: str, doc_id: int, fields: dict[str, Any]) -> None:
        done = self.store.table(name).upsert(Document(fields, doc_id))
        assert done == self.plain.table(name).upsert(Document(fields, doc_id)) == [doc_id]
        self.rows(name).setdefault(doc_id, {}).update(fields)

    @rule(name=TABLES, number=st.integers(0, 3), fields=FIELDS)
    def upsert_some(self, name: str, number: int, fields: dict[str, Any]) -> None:
        done = self.store.table(name).upsert(fields, where("n") == number)
        assert done == self.plain.table(name).upsert(fields, where("n") == number)
        for doc_id in done:
            self.rows(name).setdefault(doc_id, {}).update(fields)

    @rule(name=TABLES, doc_ids=st.lists(IDS, max_size=3, unique=True))
    def remove(self, name: str, doc_ids: list[int]) -> None:
        done = self.store.table(name).remove(doc_ids=doc_ids)
        assert done == self.plain.table(name).remove(doc_ids=doc_ids)
        for doc_id in done:
            del self.rows(name)[doc_id]

    @rule(name=TABLES, number=st.integers(0, 3))
    def remove_some(self, name: str, number: int) -> None:
        done = self.store.table(name).remove(where("n") == number)
        assert done == self.plain.table(name).remove(where("n") == number)
        for doc_id in done:
            del self.rows(name)[doc_id]

    @rule(name=TABLES)
    def clear(self, name: str) -> None:
        self.store.table(name).clear()
        self.plain.table(name).truncate()
        self.rows(name).clear()

    @rule()
    def fold(self) -> None:
        self.store.fold()

    @rule()
    def purge(self) -> None:
        count = self.store.purge()["documents"]
        assert count == sum(map(len, self.model.values()))

    @rule(name=TABLES, fields=FIELDS, doc_id=IDS)
    def batch_that_fails(self, name: str, fields: dict[str, Any], doc_id: int) -> None:
        with contextlib.suppress(ZeroDivisionError), self.store.batch():
            self.store.table(name).insert(fields)
            self.store.table(name).remove(doc_ids=[doc_id])
            fields["n"] = 1 // 0
        self.reopen()  # TinyDB, too, counts its ids anew then

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.plain.close()
        self.open()
        assert self.store.notices == ()

    @precondition(lambda self: self.model)
    @rule(name=TABLES, number=st.integers(0, 3), doc_ids=st.lists(IDS, max_size=3))
    def read(self, name: str, number: int, doc_ids: list[int]) -> None:
        mine, plain = self.store.table(name), self.plain.table(name)
        assert mine.search(where("n") == number) == plain.search(where("n") == number)
        assert mine.get(where("n") == number) == plain.get(where("n") == number)
        assert mine.get(doc_ids=doc_ids) == plain.get(doc_ids=doc_ids)
        assert [mine.contains(doc_id=one) for one in doc_ids] == [
            plain.contains(doc_id=one) for one in doc_ids
        ]

    @invariant()
    def they_agree(self) -> None:
        for name, rows in self.model.items():
            mine, plain = self.store.table(name), self.plain.table(name)
            assert {one.doc_id: dict(one) for one in mine} == rows
            assert [(one.doc_id, one) for one in mine] == [(one.doc_id, one) for one in plain]
        expected = {
            name: {str(doc_id): document for doc_id, document in rows.items()}
            for name, rows in self.model.items()
            if rows
        }
        assert self.store.export() == expected


Machine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestModel = Machine.TestCase
