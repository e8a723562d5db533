"""Whatever is done in whatever order: store, index and tiles agree, and persons never mix."""

import contextlib
import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stands import DAY, NOW, Opener, in_files, keep, problems, row, vector

from sel.memory.library import Library

PERSONS = ("you", "ada")
persons = st.sampled_from(PERSONS)
topics = st.sampled_from(["", "home", "job"])
picks = st.integers(0, 20)
vectored = st.booleans()
moments = st.sampled_from(
    [
        "sel.memory.forgetting.Forgetting._erase",
        "sel.memory.shelf.Shelf.remove",
        "sel.store.store.Store.purge",
    ]
)


class Died(Exception):
    """Stands for the end of the process."""


class Agreement(RuleBasedStateMachine):
    """Does things to a library. Every text has a number of its own, to be looked for later."""

    opener: Opener

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "memory"
        self.library = self.opener(self.path)
        self.clock = NOW
        self.said: dict[str, list[str]] = {person: [] for person in PERSONS}
        for person in PERSONS:
            self.library.answer(person, "yes", NOW)

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
            self.folder.cleanup()

    def words(self, person: str) -> str:
        text = f"I saw bird{len(self.said[person])}of{person} there."
        self.said[person].append(text)
        return text

    def picked(self, person: str, pick: int) -> str:
        rows = self.library.memories(person, history=True)
        return sorted(memory.id for memory in rows)[pick % len(rows)] if rows else ""

    @rule(
        person=persons, topic=topics, again=st.booleans(), scope=st.sampled_from(["desk", "dm:1"])
    )
    def keep(self, person: str, topic: str, again: bool, scope: str) -> None:
        self.clock += 60
        text = self.said[person][-1] if again and self.said[person] else self.words(person)
        assert keep(self.library, text, person, topic=topic, scope=scope, at=self.clock)

    @rule(person=persons)
    def undo(self, person: str) -> None:
        before = {memory.id for memory in self.library.memories(person, history=True)}
        taken = self.library.undo(person)
        after = {memory.id for memory in self.library.memories(person, history=True)}
        assert after <= before
        assert taken is not None or after == before

    @rule(person=persons, pick=picks, with_vector=vectored)
    def edit(self, person: str, pick: int, with_vector: bool) -> None:
        if id := self.picked(person, pick):
            self.clock += 60
            text = self.words(person)
            self.library.edit(id, text, vector(text) if with_vector else None, self.clock)

    @rule(person=persons, pick=picks)
    def forget(self, person: str, pick: int) -> None:
        if id := self.picked(person, pick):
            receipt = self.library.forget(person, [id], self.clock)
            assert sum(receipt.counts[name] for name in ("memories", "history", "summaries")) > 0
            assert self.library.get(id) is None

    @rule(person=persons, pick=picks, with_vector=vectored)
    def summarise(self, person: str, pick: int, with_vector: bool) -> None:
        if id := self.picked(person, pick):
            made = row(f"day{len(self.said[person])}{person}", self.words(person), made_from=(id,))
            self.library.add_many(person, [made], [vector(made.text)] if with_vector else None)

    @rule(person=persons)
    def import_the_same(self, person: str) -> None:
        rows = [row("f1", self.words(person)), row("f2", self.words(person))]
        assert self.library.add_many(person, rows, None) == 2

    @rule()
    def embed(self) -> None:
        waiting = self.library.without_vectors()
        self.library.set_vectors([(memory.id, vector(memory.text)) for memory in waiting])
        assert self.library.without_vectors() == []

    @rule()
    def prune(self) -> None:
        self.clock += 15 * DAY
        self.library.prune(self.clock)

    @rule(
        person=persons, pick=picks, moment=moments, deed=st.sampled_from(["forget", "edit", "undo"])
    )
    def die(self, person: str, pick: int, moment: str, deed: str) -> None:
        """The process ends while words are being taken away."""
        id, text = self.picked(person, pick), self.words(person)
        with patch(moment, side_effect=Died), contextlib.suppress(Died):
            if deed == "undo":
                self.library.undo(person)
            elif id and deed == "forget":
                self.library.forget(person, [id], self.clock)
            elif id:
                self.library.edit(id, text, vector(text), self.clock)
        self.library.close()
        self.library = self.opener(self.path)
        assert deed != "forget" or not id or self.library.get(id) is None

    @rule()
    def reopen(self) -> None:
        before = {person: self.state(person) for person in PERSONS}
        self.library.close()
        self.library = self.opener(self.path)
        assert {person: self.state(person) for person in PERSONS} == before

    @precondition(lambda self: hasattr(self, "library"))
    @invariant()
    def agreed(self) -> None:
        assert problems(self.library, PERSONS) == []
        for person in PERSONS:
            rows = self.library.memories(person, history=True)
            assert all(memory.person == person for memory in rows)
            assert all(f"of{person} " in memory.text for memory in rows)
            assert {memory.text for memory in rows} <= set(self.said[person])

    @precondition(lambda self: hasattr(self, "library"))
    @invariant()
    def what_is_gone_is_in_no_file(self) -> None:
        for person in PERSONS:
            rows = self.library.memories(person, history=True)
            gone = set(self.said[person]) - {memory.text for memory in rows}
            assert [text for text in gone if in_files(self.path, text)] == []

    def state(self, person: str) -> tuple[object, ...]:
        library: Library = self.library
        missing = {memory.id for memory in library.without_vectors()}
        return library.memories(person, history=True), library.consent(person), missing


def test_store_index_and_tiles_agree(opener: Opener) -> None:
    machine = type("Agreement", (Agreement,), {"opener": staticmethod(opener)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),  # shrinking would take minutes
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
