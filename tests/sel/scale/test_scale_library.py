"""Several libraries over one database: what one does holds in the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg
import pytest
from scale_stage import CANARY, NOW, Open, Told, in_files, inside, keep, opened, row, texts, vector

from sel.errors import InputRefused, StoreError
from sel.memory.library import Library
from sel.scale.postgres.store import PostgresStore

if TYPE_CHECKING:
    from servers import PostgresServer

Two = tuple[Library, Library]


def test_leave_given_and_taken_back_holds_everywhere_at_once(two: Two) -> None:
    first, second = two
    assert second.consent("ada") == "given"
    keep(second, "I like tea")
    told = Told(second)
    first.answer("ada", "withdraw_keep", NOW)
    with pytest.raises(InputRefused):
        second.add_many("ada", [row("r1", "I like figs")], None)
    assert second.given() == frozenset()
    assert (told.ended, told.erased) == (["ada"], [])
    assert told.leaving


def test_a_no_here_gives_way_to_a_later_yes_elsewhere(two: Two) -> None:
    first, second = two
    second.answer("ada", "not_now", NOW + 1)
    assert second.consent("ada") == "not_now"
    first.answer("ada", "yes", NOW + 2)
    assert second.consent("ada") == "given"


def test_what_is_kept_here_is_found_there_with_its_vector(two: Two) -> None:
    first, second = two
    memory = keep(first, "I have a grey cat")
    (hit,) = second.search("cat", vector("grey cat"), person="ada", now=NOW)
    assert hit.memory == memory
    assert hit.parts["cosine"] > 0
    assert second.without_vectors() == []
    assert second.map("ada").places.keys() == {memory.id}


def test_a_vector_that_comes_later_counts_everywhere(two: Two) -> None:
    first, second = two
    first.add_many("ada", [row("r1", "I play the cello")], None)
    assert [memory.id for memory in second.without_vectors()] == ["r1"]
    second.set_vectors([("r1", vector("I play the cello"))])
    assert first.without_vectors() == []
    (hit,) = first.search("music", vector("the cello"), person="ada", now=NOW)
    assert hit.parts["cosine"] > 0


def test_places_and_persons_are_kept_apart(two: Two) -> None:
    first, second = two
    second.answer("ben", "yes", NOW)
    here, there = keep(first, "I like boats"), keep(first, "I like boats too", scope="guild:2")
    keep(first, "I like boats and more", person="ben")

    def found(scopes: set[str] | None) -> set[str]:
        hits = second.search("boats", vector("boats"), person="ada", scopes=scopes, now=NOW)
        return {hit.memory.id for hit in hits}

    assert found({"dm:1"}) == {here.id}
    assert found({"guild:2"}) == {there.id}
    assert found(None) == {here.id, there.id}


def test_what_another_forgot_leaves_every_layer_here(two: Two) -> None:
    first, second = two
    memory = keep(first, f"My bird is a {CANARY}")
    told = Told(second)
    first.forget("ada", [memory.id], NOW)
    _until(lambda: told.forgotten == [memory.source.quote])  # nobody calls: it listens
    assert told.leaving
    assert second.memories("ada", history=True) == []
    assert second.search("bird", vector("bird"), person="ada", now=NOW) == []


def test_everything_erased_elsewhere_is_erased_here(two: Two) -> None:
    first, second = two
    keep(first, f"My bird is a {CANARY}")
    told = Told(second)
    first.answer("ada", "withdraw_erase", NOW)
    assert second.consent("ada") == "withdrawn"
    assert (told.erased, second.persons()) == (["ada"], [])


def test_forgotten_words_are_in_no_file_of_the_server(
    two: Two, postgres_server: PostgresServer, schema: str
) -> None:
    first, second = two
    memory = keep(first, f"My bird is a {CANARY}")
    second.edit(memory.id, "My bird is a wren", None, NOW)
    keep(second, f"My boat is the {CANARY} too")
    assert in_files(postgres_server.files, CANARY)
    with inside(postgres_server.url, schema) as connection:
        connection.execute("ANALYZE documents, vectors")
    first.answer("ada", "withdraw_erase", NOW)
    assert in_files(postgres_server.files, CANARY) == []


def test_a_backup_that_runs_keeps_words_till_it_is_over(
    two: Two, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setattr("sel.scale.postgres.wiping.TRIES", 1)
    memory = keep(first, f"My bird is a {CANARY}")
    with psycopg.connect(postgres_server.url) as backup:
        backup.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        backup.execute("SELECT 1").fetchall()
        with pytest.raises(StoreError, match="long transaction"):
            first.forget("ada", [memory.id], NOW)
        assert second.memories("ada") == []
        backup.rollback()
    second.prune(NOW)  # the mark is there: it is finished by whoever comes next
    assert in_files(postgres_server.files, CANARY) == []


def test_undo_brings_nothing_back_that_others_changed(two: Two) -> None:
    first, second = two
    keep(first, f"My bird is a {CANARY}")
    again = keep(first, f"My bird is a {CANARY}")
    second.edit(again.id, "My bird is a wren", None, NOW)
    first.undo("ada")
    assert texts(first) | texts(second) <= {"My bird is a wren"}


def test_two_who_write_at_once_lose_nothing(two: Two) -> None:
    def fill(library: Library, name: str) -> None:
        for n in range(15):
            library.add_many("ada", [row(f"{name}{n}", f"I know {name} number {n}")], None)

    threads = [
        threading.Thread(target=fill, args=pair) for pair in zip(two, ("a", "b"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts(two[0])) == 30
    assert texts(two[0]) == texts(two[1])


def test_a_lost_connection_is_made_again(
    two: Two, postgres_server: PostgresServer, schema: str
) -> None:
    first, second = two
    keep(first, "I like tea")
    with inside(postgres_server.url, schema) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'sel' AND pid <> pg_backend_pid()"
        )
    assert texts(second) == {"I like tea"}
    keep(first, "I like figs")
    assert texts(second) == {"I like tea", "I like figs"}


def test_a_write_that_fails_half_way_changes_nothing(
    two: Two, postgres_server: PostgresServer, schema: str
) -> None:
    first, second = two
    keep(first, "I like tea")
    with inside(postgres_server.url, schema) as connection:
        connection.execute("ALTER TABLE changes RENAME TO elsewhere")
        with pytest.raises(StoreError):
            first.add_many("ada", [row("r1", "I like figs")], None)
        connection.execute("ALTER TABLE elsewhere RENAME TO changes")
    assert texts(first) == texts(second) == {"I like tea"}


def test_who_was_away_for_long_reads_everything_anew(
    two: Two, another: Open, postgres_server: PostgresServer, schema: str
) -> None:
    first, second = two
    keep(first, "I like tea")
    assert texts(second) == {"I like tea"}
    memory = keep(first, "I like figs")
    with inside(postgres_server.url, schema) as connection:
        connection.execute("DELETE FROM changes")
        connection.execute("UPDATE state SET seq = seq + 5")
        connection.execute("INSERT INTO changes SELECT seq, 'consent', 0 FROM state")
    assert texts(second) == {"I like tea", "I like figs"}
    assert texts(another()) == texts(first)
    assert memory.id in {one.id for one in second.memories("ada")}


def test_a_server_without_pgvector_finds_the_same(
    two: Two, postgres_server: PostgresServer
) -> None:
    plain = opened(postgres_server.url, postgres_server.schema(), "array")
    try:
        plain.answer("ada", "yes", NOW)
        for text in ("I like tea", "I have a grey cat", "My sister is a nurse"):
            rows = [row(text[-4:], text)]
            for library in (plain, two[0]):
                library.add_many("ada", rows, [vector(text)])

        def found(library: Library) -> dict[str, float]:
            hits = library.search("a cat", vector("a cat"), person="ada", now=NOW)
            return {hit.memory.id: hit.score for hit in hits}

        assert found(plain) == pytest.approx(found(two[0]), abs=1e-4)
        assert plain.map("ada").places.keys() == two[0].map("ada").places.keys()
    finally:
        plain.close()


def test_vectors_of_another_model_are_made_anew(
    two: Two, postgres_server: PostgresServer, schema: str
) -> None:
    keep(two[0], "I like tea")
    from sel.scale.postgres.library import open_shared

    library = open_shared(postgres_server.url, schema=schema, model="other", dimension=4)
    try:
        assert len(library.without_vectors()) == 1
        assert "another embedding model" in " ".join(library.notices)
    finally:
        library.close()


def test_text_that_jsonb_cannot_hold_is_kept(postgres_server: PostgresServer, schema: str) -> None:
    store = PostgresStore.open(postgres_server.url, schema)
    number = store.table("odd").insert({"nul": "a\0b", "half": "\ud83d", "n": 1e300})
    store.close()
    store = PostgresStore.open(postgres_server.url, schema)
    assert store.table("odd").get(doc_id=number) == {"nul": "a\0b", "half": "\ud83d", "n": 1e300}
    store.close()


def test_tables_of_a_newer_sel_are_left_alone(
    two: Two, postgres_server: PostgresServer, schema: str
) -> None:
    with inside(postgres_server.url, schema) as connection:
        connection.execute("UPDATE state SET version = 99")
    with pytest.raises(StoreError, match="newer SEL"):
        opened(postgres_server.url, schema)


def test_where_nobody_answers_the_password_is_not_told() -> None:
    with pytest.raises(StoreError) as caught:
        opened("postgresql://sel:swordfish@127.0.0.1:1/sel", "sel")
    assert "swordfish" not in caught.value.sentence()
    assert "SEL_DATABASE_URL" in caught.value.sentence()


def _until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)
