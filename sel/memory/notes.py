"""Notes and reminders a person asked for: on disk with their leave, else in RAM till the end.

Rows are plain JSON that whoever serves notes understands (`sel.agents.reminders`); here they are
only kept, given back and forgotten. One document a person.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from tinydb.table import Document

from sel.errors import InputRefused
from sel.memory.ports import StoreLike
from sel.memory.reading.secrets import secret_in
from sel.memory.sharing import Change

if TYPE_CHECKING:
    from sel.memory.consent import Consents
    from sel.memory.forgetting import Forgetting

Row = dict[str, Any]


class Notes:
    """Everybody's notes. Not thread-safe: the library holds its one lock around every call."""

    def __init__(self, store: StoreLike) -> None:
        self._table = store.table("notes")
        self._numbers = {
            str(line["person"]): line.doc_id
            for line in self._table
            if isinstance(line.get("rows"), list) and "person" in line
        }
        self._passing: dict[str, list[Row]] = {}

    def others(self, changes: Sequence[Change]) -> None:
        """Another process wrote these documents."""
        for change in changes:
            for person in [one for one, n in self._numbers.items() if n == change.number]:
                del self._numbers[person]
            line = change.after or {}
            if isinstance(line.get("rows"), list) and "person" in line:
                self._numbers[str(line["person"])] = change.number

    def of(self, person: str) -> list[Row]:
        """All rows of a person, those that last first."""
        return [*self._lasting(person), *map(dict, self._passing.get(person, ()))]

    def persons(self) -> Collection[str]:
        """Everybody notes are on disk of."""
        return self._numbers.keys()

    def numbers(self, person: str) -> list[int]:
        """Under which numbers the table has this person's."""
        return [self._numbers[person]] if person in self._numbers else []

    def loses(self, person: str, rows: Sequence[Row]) -> bool:
        """Whether words that are on disk are not among these."""
        return not {row["text"] for row in self._lasting(person)} <= {row["text"] for row in rows}

    def put(self, person: str, rows: Sequence[Row], *, lasts: bool) -> None:
        """These in the place of what was there.

        Without leave (`lasts`), what is on disk already stays there, and what is new in RAM.
        Raises `StoreError`.
        """
        old = self._lasting(person)
        ids = {row["id"] for row in old}
        lasting = [row for row in rows if lasts or row["id"] in ids]
        if lasting != old:
            self._write(person, lasting)
        self._passing[person] = [dict(row) for row in rows if row not in lasting]

    def drop_passing(self, person: str) -> int:
        """Let go of what is in RAM; how many rows there were."""
        return len(self._passing.pop(person, ()))

    def remove(self, numbers: Collection[int]) -> int:
        """Take these documents out; how many rows they held. Raises `StoreError`."""
        there = [self._table.get(doc_id=number) for number in numbers]
        found = [line for line in there if isinstance(line, Document)]
        if found:
            self._table.remove(doc_ids=[line.doc_id for line in found])
        gone = {line.doc_id for line in found}
        self._numbers = {
            person: number for person, number in self._numbers.items() if number not in gone
        }
        return sum(len(line["rows"]) for line in found)

    def _lasting(self, person: str) -> list[Row]:
        number = self._numbers.get(person)
        line = None if number is None else self._table.get(doc_id=number)
        return list(line["rows"]) if isinstance(line, Document) else []

    def _write(self, person: str, rows: Sequence[Row]) -> None:
        number = self._numbers.get(person)
        if number is None:
            self._numbers[person] = self._table.insert({"person": person, "rows": list(rows)})
        elif rows:
            self._table.update({"rows": list(rows)}, doc_ids=[number])
        else:
            self.remove([number])


class NoteKeeping:
    """The part of the library that keeps notes."""

    _lock: AbstractContextManager[object]
    _changing: AbstractContextManager[object]
    _consents: Consents
    _forgetting: Forgetting

    def notes(self, person: str) -> list[Row]:
        """The notes and reminders a person asked for, as plain JSON rows with `id` and `text`."""
        with self._lock:
            return self._forgetting.notes.of(person)

    def count_notes(self, person: str) -> int:
        """How many notes and reminders there are of a person."""
        with self._lock:
            return len(self._forgetting.notes.of(person))

    def set_notes(self, person: str, rows: Sequence[Row]) -> bool:
        """Put these in the place of what was there; whether they last.

        Without leave new ones are in RAM only, and gone with this library. Words that leave are in
        no file afterwards. Raises `InputRefused` for a secret, and `StoreError`.
        """
        for row in rows:
            if secret := secret_in(row["text"]):
                raise InputRefused(f"It looks like {secret}, and SEL never keeps that.")
        with self._changing:
            lasts = self._consents.state(person) == "given"
            notes = self._forgetting.notes
            losing = notes.loses(person, rows)
            with self._forgetting.rewriting(()) if losing else contextlib.nullcontext():
                notes.put(person, rows, lasts=lasts)
            return lasts
