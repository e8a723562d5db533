"""In from a file and out into one: nothing changes, and no person's ids get into another's way."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stands import DIMENSION, NOW, in_files, keep, open_plain, problems, row, vector
from tinydb import TinyDB

from sel.errors import InputRefused, StoreError
from sel.memory.book import given_id, memory_of
from sel.memory.library import Library
from sel.memory.types import Memory
from sel.store.store import Store

Reopen = Callable[[], Library]
PERSONS = ("you", "ada")


@pytest.fixture
def library(reopen: Reopen) -> Library:
    return ready(reopen())


def ready(library: Library) -> Library:
    for person in PERSONS:
        library.answer(person, "yes", NOW)
    return library


def rows_of(library: Library, person: str) -> list[Memory]:
    """What an export holds, read back."""
    exported = json.loads(json.dumps(library.export(person)))
    return [memory_of(document) for document in exported["memories"].values()]


FACTS = [row("f1", "I live in Lisbon.", tags=("home",)), row("🦊", "I have a fox.", hard=True)]


def test_import_export_import_is_the_same(library: Library, tmp_path: Path) -> None:
    library.add_many("you", FACTS, [vector(fact.text) for fact in FACTS])
    assert rows_of(library, "you") == FACTS
    other = ready(open_plain(tmp_path / "other"))
    other.add_many("you", rows_of(library, "you"), None)
    assert rows_of(other, "you") == FACTS
    assert other.memories("you") == library.memories("you")
    other.close()


def test_importing_again_changes_nothing(library: Library, reopen: Reopen) -> None:
    for _ in range(3):
        assert library.add_many("you", FACTS, None) == 2
        library = reopen()
    assert rows_of(library, "you") == FACTS
    assert problems(library, PERSONS) == []


def test_two_persons_may_import_the_same_file(library: Library) -> None:
    for person in PERSONS:
        for _ in range(2):
            assert library.add_many(person, FACTS, [vector(fact.text) for fact in FACTS]) == 2
    for person in PERSONS:
        home = FACTS[0].text
        hits = library.search(home, vector(home), person=person, now=NOW)
        assert {hit.memory.person for hit in hits} == {person}
        assert given_id(hits[0].memory) == "f1"
        assert [memory.id for memory in rows_of(library, person)] == ["f1", "🦊"]
        memory = library.find(person, "f1")
        assert memory is not None
        assert memory.person == person
    library.forget("you", ["f1"], NOW)
    assert [given_id(memory) for memory in library.memories("you")] == ["🦊"]
    assert len(library.memories("ada")) == 2
    library.add_many("ada", FACTS, None)
    assert len(library.memories("ada")) == 2


def test_links_are_kept_whoever_has_the_ids(library: Library) -> None:
    keep(library, "I live in Lisbon.", topic="home")
    keep(library, "I moved to Porto.", topic="home", at=NOW + 1)
    newest = library.memories("you")[0]
    library.add_many("you", [row("day", "A day.", made_from=(newest.id,))], None)
    library.add_many("ada", rows_of(library, "you"), None)
    assert len(library.memories("ada", history=True)) == 3
    assert problems(library, PERSONS) == []
    assert rows_of(library, "you") == [
        memory if memory.person == "you" else _as(memory, "you")
        for memory in rows_of(library, "ada")
    ]


def test_one_bad_row_and_none_is_added(library: Library) -> None:
    bad = row("f3", "a" * 1_048_576)
    with pytest.raises(InputRefused):
        library.add_many("you", [*FACTS, bad], None)
    with pytest.raises(InputRefused, match="3 numbers"):
        library.add_many("you", FACTS, [vector("a"), [1.0, 2.0, 3.0]])
    assert rows_of(library, "you") == []
    assert library.without_vectors() == []


def test_of_an_id_that_comes_twice_the_last_counts(library: Library) -> None:
    rows = [row("a", "I live in Lisbon."), row("a", "I live in Porto.")]
    assert library.add_many("you", rows, [vector(one.text) for one in rows]) == 1
    assert [memory.text for memory in library.memories("you")] == ["I live in Porto."]


def test_replacing_a_row_leaves_nothing_to_undo(library: Library) -> None:
    memory = keep(library, "I live in Lisbon.")
    assert memory is not None
    library.add_many("you", [row(memory.id, "I live in Porto.")], None)
    assert library.undo("you") is None


def test_an_export_is_a_file_tinydb_reads(library: Library, tmp_path: Path) -> None:
    library.add_many("you", FACTS, None)
    path = tmp_path / "export.json"
    path.write_text(json.dumps(library.export("you")))
    with TinyDB(path) as tables:
        assert [document["id"] for document in tables.table("memories")] == ["f1", "🦊"]
        assert tables.table("consent").all()[0]["state"] == "given"


def test_lists_are_filtered_by_tag_and_words(library: Library) -> None:
    library.add_many("you", [row(str(n), f"Fact {n}.", at=NOW + n) for n in range(5)], None)
    library.add_many("you", FACTS, None)
    assert [memory.id for memory in library.memories("you", tag="home")] == ["f1"]
    assert [memory.id for memory in library.memories("you", text="fact 3")] == ["3"]
    assert [memory.id for memory in library.memories("you", text="FACT")] == list("43210")
    assert library.memories("you", tag="home", text="fox") == []


def test_counts(library: Library) -> None:
    library.add_many("you", FACTS, [vector(fact.text) for fact in FACTS])
    library.add_many("you", [row("day", "A day.", made_from=("f1",))], None)
    keep(library, "I have a cat.", "ada")
    assert library.stats("you") == {
        "persons": 1,
        "memories": 2,
        "history": 0,
        "summaries": 1,
        "hard": 1,
        "soft": 2,
        "without_vectors": 1,
    }
    assert library.stats()["persons"] == 2
    assert library.stats()["memories"] == 3
    assert library.stats("nobody")["memories"] == 0


def test_vectors_may_come_later(library: Library, reopen: Reopen) -> None:
    library.add_many("you", FACTS, None)
    waiting = library.without_vectors()
    assert {memory.id for memory in waiting} == {"f1", "🦊"}
    library.set_vectors([(memory.id, vector(memory.text)) for memory in waiting])
    assert library.without_vectors() == []
    assert reopen().without_vectors() == []


def test_ten_thousand_tags_among_all(library: Library) -> None:
    rows = [
        row(str(n), f"Fact {n}.", tags=tuple(f"tag{n * 50 + one}" for one in range(50)))
        for n in range(200)
    ]
    library.add_many("you", rows, None)
    assert [memory.id for memory in library.memories("you", tag="tag9999")] == ["199"]
    library.map("you")


# ---------------------------------------------------------------- what is in the files


def test_a_document_that_is_no_memory_is_left_alone(library: Library, reopen: Reopen) -> None:
    library.add_many("you", FACTS, None)
    library.close()
    library = _with_rubbish(reopen)
    assert any("no memories, left as they are: 1." in notice for notice in library.notices)
    library.forget("you", ["f1"], NOW)
    assert any("no memories, left as they are: 1." in notice for notice in reopen().notices)


def test_a_corrupt_journal_is_said_and_what_is_whole_stays(
    library: Library, reopen: Reopen, folder: Path
) -> None:
    library.add_many("you", FACTS, None)
    library.close()
    journal = max(folder.glob("*journal*"), key=lambda file: file.stat().st_size)
    journal.write_bytes(journal.read_bytes() + b'{"torn": ')
    library = reopen()
    assert library.notices
    assert rows_of(library, "you") == FACTS
    library.forget_all("you", NOW)
    assert in_files(folder, "lisbon") == []


def test_a_damaged_line_costs_that_line_only(
    library: Library, reopen: Reopen, folder: Path
) -> None:
    for number in range(5):
        keep(library, f"I was in Lisbon {number} times.")
    library.close()
    [journal] = folder.glob("*journal*")
    journal.write_bytes(journal.read_bytes().replace(b"Lisbon 2", b"Lis\0on 2"))
    library = reopen()
    assert "damaged" in " ".join(library.notices)
    assert len(library.memories("you")) == 4
    assert problems(library, PERSONS) == []
    library.forget_all("you", NOW)
    assert in_files(folder, "lis") == []


def test_a_lost_line_of_consent_is_no_reason_to_forget(library: Library, reopen: Reopen) -> None:
    """It is asked for anew; until then nothing is kept and nothing fades."""
    keep(library, "I live in Lisbon.")
    library._store.table("consent").truncate()
    library = reopen()
    assert library.consent("you") == "unasked"
    assert library.prune(NOW + 1e9) == []
    assert keep(library, "I have a dog.") is None
    assert len(library.memories("you")) == 1


def test_any_thread_may_call(library: Library) -> None:
    def work(person: str) -> None:
        for number in range(15):
            keep(library, f"I saw {number} birds of {person}.", person, topic="birds")
            library.search("birds", vector("birds"), person=person, now=NOW)
            if number % 5 == 0:
                library.undo(person)
                library.prune(NOW)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, person) for person in PERSONS * 2]:
            done.result()
    assert problems(library, PERSONS) == []
    for person in PERSONS:
        assert all(person in memory.text for memory in library.memories(person, history=True))


def test_one_library_a_folder(library: Library, folder: Path) -> None:
    with pytest.raises(StoreError, match="process"):
        open_plain(folder)


def _with_rubbish(reopen: Reopen) -> Library:
    library = reopen()
    library._store.table("memories").insert({"what": "is this"})
    return reopen()


def _as(memory: Memory, person: str) -> Memory:
    return memory_of({**_document(memory), "person": person})


def _document(memory: Memory) -> dict[str, object]:
    from sel.memory.book import document_of

    return document_of(memory)


# ---------------------------------------------------------------- properties

words = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "S", "Zs"]), min_size=1, max_size=9
)
rows = st.builds(
    row,
    st.one_of(st.sampled_from(["f1", "f1~you", "f1~ada", "🦊"]), words),
    words.map(lambda text: f"I like {text}"),
    at=st.floats(0, 4e9),
    tags=st.lists(words, max_size=3).map(tuple),
    hard=st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(rows, max_size=6, unique_by=lambda one: one.id),
    st.lists(rows, max_size=6, unique_by=lambda one: one.id),
)
def test_what_goes_in_comes_out_whoever_else_is_there(
    tmp_path_factory: pytest.TempPathFactory, mine: list[Memory], theirs: list[Memory]
) -> None:
    library = ready(open_plain(tmp_path_factory.mktemp("memory")))
    library.add_many("you", mine, None)
    library.add_many("ada", theirs, None)
    library.add_many("you", rows_of(library, "you"), None)
    assert rows_of(library, "you") == mine
    assert rows_of(library, "ada") == [_as(memory, "ada") for memory in theirs]
    for memory in mine:
        found = library.find("you", memory.id)
        assert found is not None
        assert (found.text, found.person) == (memory.text, "you")
    assert problems(library, PERSONS) == []
    library.close()


def test_the_dimension_is_the_index_s(tmp_path: Path) -> None:
    """A library of another model's dimension says so before anything is written."""
    store = Store.open(tmp_path / "memory")
    store.close()
    library = ready(open_plain(tmp_path / "memory"))
    with pytest.raises(InputRefused, match=f"works with {DIMENSION}"):
        library.add_many("you", FACTS[:1], [[0.1] * 384])
    library.close()
