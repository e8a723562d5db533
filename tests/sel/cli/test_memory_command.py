"""`sel memory`, as typed: consent, import, list, show, edit, forget, export, stats, prune, map."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from memory_desk import Desk, FakeVectors, fake_vectors
from tinydb import TinyDB

from sel import paths as places
from sel.store.lock import hold


@pytest.fixture
def desk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Desk:
    monkeypatch.chdir(tmp_path)
    fake_vectors(monkeypatch)
    made = Desk(capsys, monkeypatch)
    made.types("")
    return made


def file_of(*rows: object) -> str:
    """A file of these lines, JSON made of all but bytes."""
    path = Path("rows.jsonl")
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return str(path)


BEES = {"id": "bees", "text": "I keep bees", "at": 1_700_000_000, "tags": ["garden"]}
TEA = {"id": "tea", "text": "I like green tea", "at": 1_710_000_000, "kind": "preference"}


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """Two memories of the person at the desk."""
    assert desk.sel("import", file_of(BEES, TEA), "--yes") == 0
    return desk


# ---------------------------------------------------------------- consent


def test_consent_is_shown_given_and_taken_back(desk: Desk) -> None:
    assert desk.sel("consent") == 0
    assert "nothing is kept" in desk.out
    assert desk.sel("consent", "on") == 0
    assert "May I remember" in desk.err
    assert desk.out == "SEL may remember you.\n"
    assert desk.sel("consent", "off") == 0
    assert "took it back" in desk.out
    assert desk.sel("consent", "status") == 0
    assert "took it back" in desk.out


def test_consent_is_each_persons_own(desk: Desk) -> None:
    desk.sel("consent", "on", "--person", "ada")
    assert desk.out == "SEL may remember ada.\n"
    desk.sel("consent")
    assert "SEL has not asked you yet" in desk.out


def test_taking_it_back_where_nobody_answers_keeps_what_there_is(kept: Desk) -> None:
    assert kept.sel("consent", "off") == 0
    assert "was kept" in kept.err
    assert set(kept.listed()) == {"bees", "tea"}
    assert kept.sel("import", "rows.jsonl") == 2


@pytest.mark.parametrize(("answer", "left"), [("erase\n", 0), ("keep\n", 2), ("\n", 2)])
def test_taking_it_back_asks_at_the_terminal(kept: Desk, answer: str, left: int) -> None:
    kept.types(answer, tty=True)
    assert kept.sel("consent", "off") == 0
    assert "(keep/erase)" in kept.err
    assert ("Forgotten: 2 memories" in kept.out) == (left == 0)
    assert len(kept.listed()) == left


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "x" * 500])
def test_a_person_has_a_name(desk: Desk, name: str) -> None:
    assert desk.sel("list", "--person", name) == 2


# ---------------------------------------------------------------- import


def test_import_needs_consent_and_says_how_to_give_it(desk: Desk, home: Path) -> None:
    assert desk.sel("import", file_of(BEES)) == 2
    assert "May I remember" in desk.err
    assert "--yes" in desk.err
    assert desk.listed() == {}
    assert not (home / "data" / "memory").exists()


@pytest.mark.parametrize(
    ("answer", "code"), [("yes\n", 0), ("Y\n", 0), ("not now\n", 1), ("never\n", 1), ("", 1)]
)
def test_import_asks_at_the_terminal(desk: Desk, answer: str, code: int) -> None:
    desk.types(answer, tty=True)
    assert desk.sel("import", file_of(BEES)) == code
    assert "(yes/not now/never)" in desk.err
    assert len(desk.listed()) == (1 if code == 0 else 0)
    if answer == "never\n":
        desk.sel("consent")
        assert "never" in desk.out


def test_asked_once_is_enough(kept: Desk) -> None:
    assert kept.sel("import", file_of({"id": "n", "text": "I ride a bicycle"})) == 0
    assert kept.out == "1 memory kept.\n"
    assert "May I" not in kept.err


def test_the_same_ids_again_replace(kept: Desk) -> None:
    assert kept.sel("import", file_of({"id": "tea", "text": "I like black tea"}, BEES)) == 0
    assert kept.listed() == {"bees": "I keep bees", "tea": "I like black tea"}


def test_of_an_id_twice_in_a_file_the_later_one_counts(desk: Desk) -> None:
    desk.sel("import", file_of(BEES, {"id": "bees", "text": "I kept bees"}), "--yes")
    assert desk.listed() == {"bees": "I kept bees"}


def test_bad_lines_are_named_by_number_and_the_others_kept(desk: Desk) -> None:
    file = file_of(BEES, b"{oops", {"id": 3}, b"", {"id": "x", "text": "t" * 1_000_000}, TEA)
    assert desk.sel("import", file, "--yes") == 1
    assert "Line 2 is left out. It is not JSON." in desk.err
    assert "Line 3 is left out. It has no text." in desk.err
    assert "Line 5 is left out." in desk.err
    assert "Line 4" not in desk.err
    assert "oops" not in desk.err
    assert desk.out == "2 memories kept; 3 lines left out.\n"
    assert set(desk.listed()) == {"bees", "tea"}


def test_of_many_bad_lines_the_rest_is_counted(desk: Desk) -> None:
    assert desk.sel("import", file_of(*[[]] * 500), "--yes") == 1
    assert desk.err.count("left out") == 20
    assert desk.out == "0 memories kept; 500 lines left out.\n"


def test_secrets_are_left_out(desk: Desk) -> None:
    secret = {"id": "s", "text": "my password is hunter2-Tr0ub4dor"}
    assert desk.sel("import", file_of(BEES, secret), "--yes") == 1
    assert "Line 2 is left out." in desk.err
    assert "hunter2" not in desk.err
    assert set(desk.listed()) == {"bees"}


def test_odd_ids_and_line_ends_are_taken(desk: Desk) -> None:
    raw = '\ufeff{"id": "👩‍👩‍👧", "text": "a family"}\r\n{"id": 7, "text": "a number"}'
    Path("odd.jsonl").write_bytes(raw.encode())
    assert desk.sel("import", "odd.jsonl", "--yes") == 0
    assert set(desk.listed()) == {"👩‍👩‍👧", "7"}
    assert desk.sel("show", "👩‍👩‍👧") == 0


def test_two_people_may_have_the_same_ids(kept: Desk) -> None:
    other = {"id": "tea", "text": "I never drink tea"}
    assert kept.sel("import", file_of(other), "--yes", "--person", "ada") == 0
    assert kept.listed("ada") == {"tea": "I never drink tea"}
    assert kept.listed()["tea"] == "I like green tea"
    kept.sel("forget", "tea", "--person", "ada", "--yes")
    assert kept.listed("ada") == {}
    assert "tea" in kept.listed()


def test_many_lines_are_embedded_in_batches_with_progress(desk: Desk) -> None:
    rows = [{"id": n, "text": f"thing number {n}"} for n in range(300)]
    assert desk.sel("import", file_of(*rows), "--yes") == 0
    assert [len(batch) for batch in FakeVectors.batches] == [128, 128, 44]
    assert "%: 128 memories" in desk.err
    assert desk.err.count("%") <= 10
    assert len(desk.listed()) == 300


@pytest.mark.parametrize("name", ["absent.jsonl", ".", "bad\0name"])
def test_a_file_that_cannot_be_read(desk: Desk, name: str) -> None:
    assert desk.sel("import", name, "--yes") == 1
    assert desk.err.startswith("It cannot be read: ")


def test_an_empty_file(desk: Desk) -> None:
    assert desk.sel("import", file_of(), "--yes") == 0
    assert desk.out == "0 memories kept.\n"


# ---------------------------------------------------------------- seeing


def test_list_shows_newest_first_and_filters(kept: Desk) -> None:
    kept.sel("list")
    first, second = kept.out.splitlines()
    assert first.startswith("tea  2024-03-09  preference  I like green tea")
    assert second.endswith("I keep bees #garden")
    kept.sel("list", "--tag", "garden")
    assert kept.out.startswith("bees")
    assert kept.out.count("\n") == 1
    kept.sel("list", "--text", "green")
    assert kept.out.startswith("tea")


def test_list_of_nothing(desk: Desk) -> None:
    assert desk.sel("list") == 0
    assert desk.out == ""
    assert "nothing is kept" in desk.err


def test_show_tells_all_there_is(kept: Desk) -> None:
    assert kept.sel("show", "bees") == 0
    assert 'said        "I keep bees"' in kept.out
    assert "tags        garden" in kept.out
    assert kept.sel("show", "bees", "--json") == 0
    assert kept.rows()[0]["text"] == "I keep bees"


@pytest.mark.parametrize("command", [("show", "x"), ("edit", "x", "y"), ("forget", "x", "--yes")])
def test_an_unknown_id(kept: Desk, command: tuple[str, ...]) -> None:
    assert kept.sel(*command) == 1
    assert "There is no memory of that id." in kept.err


def test_somebody_elses_id_is_unknown(kept: Desk) -> None:
    assert kept.sel("show", "tea", "--person", "ada") == 1
    assert kept.sel("forget", "tea", "--person", "ada", "--yes") == 1
    assert "tea" in kept.listed()


def test_stats(kept: Desk) -> None:
    assert kept.sel("stats", "--json") == 0
    (found,) = kept.rows()
    assert found["person"] == "you"
    assert found["consent"] == "given"
    assert found["memories"] == 2
    assert kept.sel("stats") == 0
    assert "memories" in kept.out


# ---------------------------------------------------------------- changing


def test_edit(kept: Desk) -> None:
    assert kept.sel("edit", "tea", "I like white tea") == 0
    assert "I like white tea" in kept.out
    assert kept.listed()["tea"] == "I like white tea"


def test_edit_refuses_what_no_memory_can_be(kept: Desk) -> None:
    assert kept.sel("edit", "tea", "  ") == 1
    assert kept.sel("edit", "tea", "x" * 100_000) == 1
    assert kept.listed()["tea"] == "I like green tea"


def test_forget_asks_first(kept: Desk) -> None:
    kept.types("no\n", tty=True)
    assert kept.sel("forget", "tea") == 1
    assert "I like green tea" in kept.err
    assert "Nothing was forgotten." in kept.err
    kept.types("yes\n", tty=True)
    assert kept.sel("forget", "tea") == 0
    assert kept.out.startswith("Forgotten: 1 memory, ")
    assert set(kept.listed()) == {"bees"}


def test_forget_without_anybody_to_ask_forgets_nothing(kept: Desk) -> None:
    assert kept.sel("forget", "--all") == 2
    assert "I keep bees" in kept.err
    assert "--yes" in kept.err
    assert len(kept.listed()) == 2


def test_forget_about(kept: Desk) -> None:
    assert kept.sel("forget", "--about", "bees", "--yes") == 0
    assert set(kept.listed()) == {"tea"}


@pytest.mark.parametrize(
    "words", [("forget", "--about", "bees", "--yes"), ("consent", "off", "--keep")]
)
def test_copies_of_what_was_said_go_along(kept: Desk, words: tuple[str, ...]) -> None:
    paths = places.find()
    states, older = paths.cache / "kv" / "talk" / "talk-1.kv", "memory/talk/desk.talk"
    for file in (paths.replies, states, paths.data / older):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("something about bees")
    assert kept.sel(*words) == 0
    assert not paths.replies.exists()
    assert not states.exists()
    assert not (paths.data / older).exists()


def test_forget_all(kept: Desk) -> None:
    assert kept.sel("forget", "--all", "--yes") == 0
    assert kept.out.startswith("Forgotten: 2 memories, ")
    assert kept.listed() == {}
    assert kept.sel("forget", "--all", "--yes") == 0
    assert kept.out == "There was nothing to forget.\n"


def test_forget_what(desk: Desk) -> None:
    assert desk.sel("forget") == 2
    assert desk.sel("forget", "a", "--all") == 2


def test_prune_with_nothing_faded(kept: Desk) -> None:
    assert kept.sel("prune") == 0
    assert kept.out == "Nothing has faded.\n"


# ---------------------------------------------------------------- out of here


def test_what_was_exported_can_be_imported(kept: Desk) -> None:
    assert kept.sel("export", "out.jsonl") == 0
    exported = Path("out.jsonl").read_text()
    kept.sel("forget", "--all", "--yes")
    assert kept.sel("import", "out.jsonl") == 0
    assert kept.sel("export") == 0
    assert kept.out == exported


def test_export_as_tinydb_reads_it(kept: Desk) -> None:
    assert kept.sel("export", "--json", "out.json") == 0
    with TinyDB("out.json") as db:
        texts = {row["text"] for table in db.tables() for row in db.table(table) if "text" in row}
    assert texts == {"I keep bees", "I like green tea"}
    assert Path("out.json").stat().st_mode & 0o077 == 0


def test_an_old_file_is_replaced_whole_or_not_at_all(kept: Desk) -> None:
    Path("out.jsonl").write_text("old")
    assert kept.sel("export", "nowhere/out.jsonl") == 1
    assert "could not be written" in kept.err
    assert kept.sel("export", "out.jsonl") == 0
    assert "bees" in Path("out.jsonl").read_text()
    assert kept.sel("export", ".") == 1
    assert not list(Path().glob(".sel-*"))


def test_what_is_no_plain_file_is_written_through(kept: Desk) -> None:
    """As with /dev/stdout: the link must still be there afterwards."""
    Path("there.jsonl").touch()
    Path("link").symlink_to("there.jsonl")
    assert kept.sel("export", "link") == 0
    assert Path("link").is_symlink()
    assert "bees" in Path("there.jsonl").read_text()
    assert kept.sel("export", os.devnull) == 0
    assert not Path(os.devnull).is_file()


def test_the_map_is_a_picture(kept: Desk) -> None:
    assert kept.sel("map", "out.svg") == 0
    root = ET.fromstring(Path("out.svg").read_text())  # noqa: S314 - our own file
    assert root.tag.endswith("svg")
    assert "I keep bees" in "".join(root.itertext())


def test_the_map_makes_the_vectors_it_needs_or_says_what_is_not_on_it(desk: Desk) -> None:
    assert desk.sel("import", file_of(BEES, TEA), "--yes", "--lexical") == 0
    assert desk.sel("map", "out.svg", "--lexical") == 0
    assert desk.err == (
        "0 memories, drawn in out.svg. 2 memories without a vector cannot be drawn yet.\n"
    )
    assert "not on the map yet: 2" in Path("out.svg").read_text()
    assert desk.sel("map", "out.svg") == 0
    assert desk.err == "2 memories, drawn in out.svg.\n"
    assert "I keep bees" in Path("out.svg").read_text()


def test_the_map_of_nothing(desk: Desk) -> None:
    assert desk.sel("map", "out.svg") == 0
    ET.fromstring(Path("out.svg").read_text())  # noqa: S314 - our own file


# ---------------------------------------------------------------- beside a running SEL


def test_a_running_sel_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.cli.memory_home.PATIENCE", 0.0)
    with hold(places.find().ready()):
        assert desk.sel("list") == 1
    assert f"already running here, as process {os.getpid()}" in desk.err
    assert "If it is another memory command, wait until that has ended." in desk.err


def test_nothing_heavy_is_loaded_for_help() -> None:
    script = "import sys, sel.cli.memory; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not {"numpy", "torch", "asyncio", "tinydb", "sel.brain"} & set(done.stdout.split())
