"""Words leave every file: forgotten, deleted, erased, and finished after a death in between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions_stage import holding, message, row, turn

from sel.errors import StoreError
from sel.prompt.forgotten import holds
from sel.sessions.files import SessionFile
from sel.sessions.shelf import Shelf

WORD = "Zwetschge"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shelf with the word in all places where there can be one."""
    folder = tmp_path / "sessions"
    shelf = Shelf(folder)
    shelf.keep(
        row("said"), [turn("a"), turn("b", "a", said=f"My {WORD} tree"), turn("c", "b")], "c"
    )
    shelf.keep(row("reply"), [turn("a", reply=f"A  {WORD.upper()}!"), turn("b", "a")], "b")
    shelf.keep(row("note"), [replace(turn("a"), note=f"They like {WORD}."), turn("b", "a")], "b")
    shelf.keep(row("title", f"On the {WORD}"), [turn("a", said="I bake bread")], "a")
    shelf.keep(row("state"), [turn("a")], "a", {"told": {"m1": f"likes {WORD}"}})
    shelf.keep(row("past"), [turn("a", reply=WORD)], "a")
    shelf.keep(row("past"), [turn("a", reply="edited")], "a")
    shelf.keep(row("retitled", WORD), [turn("a")], "a")
    shelf.mark(row("retitled", "Other"))
    shelf.partial("partial", "a", "", (message("Hi", "a"),), f"The {WORD[:4]}")
    shelf.partial("partial", "a", "", (message("Hi", "a"),), f"The {WORD} is")
    shelf.keep(row("only"), [turn("a", said=WORD)], "a")
    shelf.keep(row("none"), [turn("a")], "a")
    shelf.close()
    return folder


def test_forgetting_leaves_the_words_in_no_file(folder: Path) -> None:
    """And nothing else goes."""
    assert holding(folder, WORD)
    untouched = (folder / "none.session").read_bytes()
    told: dict[str, object] = {}
    shelf = Shelf(folder, told.__setitem__)
    assert shelf.forget([WORD], holds) == {"conversations": 2, "turns": 5}
    assert {id: ids for id, ids in told.items() if ids != ()} == {
        "said": ("b",),
        "reply": ("a",),
        "note": ("a",),
        "partial": None,
        "only": None,
    }
    for one in (shelf, Shelf(folder)):
        assert holding(folder, WORD) == []
        found = {view.id: one.load(view.id) for view in one.rows()}
        turns = {id: [node.id for node in loaded.tree.path()] for id, loaded in found.items()}
        assert turns == {
            "said": ["a", "c"],
            "reply": ["b"],
            "note": ["b"],
            "title": ["a"],
            "state": ["a"],
            "past": ["a"],
            "retitled": ["a"],
            "none": ["a"],
        }
        assert found["title"].row.title == "I bake bread"
        assert not found["title"].row.titled
        assert found["state"].state == {}
        assert found["past"].tree.nodes["a"].reply == "edited"
        assert found["said"].row.messages == 4
    assert (folder / "none.session").read_bytes() == untouched
    assert not (folder / "unfinished").exists()


def test_a_conversation_goes_on_after_forgetting(folder: Path) -> None:
    """What is said next is kept, the reply under way, too."""
    shelf = Shelf(folder)
    shelf.partial("said", "d", "c", (message("Hi", "d"),), "Well")
    shelf.forget([WORD], holds)
    shelf.partial("said", "d", "c", (message("Hi", "d"),), "Well, so")
    assert Shelf(folder).load("said").tree.nodes["d"].answer == "Well, so"
    shelf.keep(row("said"), [turn("d", "c")], "d")
    assert [node.id for node in Shelf(folder).load("said").tree.path()] == ["a", "c", "d"]


def test_no_words_are_nothing_to_forget(folder: Path) -> None:
    """An empty list, or an empty word."""
    for words in ([], [""]):
        assert Shelf(folder).forget(words, holds) == {"conversations": 0, "turns": 0}
    assert len(Shelf(folder).rows()) == 10


def test_files_put_aside_go_with_what_is_forgotten(folder: Path) -> None:
    """Nobody can say which words stand in them."""
    path = folder / "none.session"
    path.write_bytes(path.read_bytes().replace(b"answer to a", WORD.encode()))
    shelf = Shelf(folder)
    shelf.rows()
    assert "none.session.damaged" in holding(folder, WORD)
    shelf.forget([WORD], holds)
    assert holding(folder, WORD) == []


def test_deleting_leaves_nothing_of_it(folder: Path) -> None:
    """Not in the catalogue, nor under another name; it says what went."""
    shelf = Shelf(folder)
    shelf.keep(row("said", f"{WORD}!"), [], "c")
    assert shelf.delete("said") == {"conversations": 1, "turns": 3, "messages": 6}
    assert not any(one.name.startswith("said") for one in folder.iterdir())
    assert "said" not in [one.id for one in Shelf(folder).rows()]
    with pytest.raises(StoreError):
        shelf.load("said")
    for view in shelf.rows():
        shelf.delete(view.id)
    assert list(folder.iterdir()) == []


def test_erasing_a_person_deletes_all_in_which_they_spoke(tmp_path: Path) -> None:
    """Also where their words were replaced since, and where nobody can say."""
    shelf = Shelf(tmp_path)
    shelf.keep(row("theirs"), [turn("a", person="mia")], "a")
    shelf.keep(row("past"), [turn("a", person="mia")], "a")
    shelf.keep(row("past"), [turn("a")], "a")
    shelf.partial("partial", "a", "", (replace(message("Hi", "a"), person="mia"),), "")
    shelf.keep(row("mine"), [turn("a")], "a")
    (tmp_path / "odd.session").write_bytes(b"0\n")
    assert Shelf(tmp_path).erase("mia") == 3
    assert [one.id for one in Shelf(tmp_path).rows()] == ["mine"]
    assert holding(tmp_path, "mia") == []
    assert Shelf(tmp_path).erase_all() == 1
    assert list(tmp_path.iterdir()) == []


def test_a_mark_holds_no_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a file as well."""
    marks = []

    def die(self: SessionFile, *_: object) -> None:
        marks.append((folder / "unfinished").read_bytes())
        raise KeyboardInterrupt

    monkeypatch.setattr(SessionFile, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        Shelf(folder).forget([WORD], holds)
    assert WORD.encode() not in marks[0]


@pytest.mark.parametrize("deaths", range(0, 14, 2))
def test_what_died_in_between_is_finished_at_the_next_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch, deaths: int
) -> None:
    """Wherever it died after the mark."""
    left = [deaths]

    def dying(name: str) -> None:
        once = getattr(SessionFile, name)

        def die(self: SessionFile, *given: object) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            once(self, *given)

        monkeypatch.setattr(SessionFile, name, die)

    dying("replace")
    dying("erase")
    try:
        Shelf(folder).forget([WORD], holds)
    except KeyboardInterrupt:
        assert holding(folder, WORD)
    monkeypatch.undo()
    shelf = Shelf(folder)
    assert len(shelf.rows()) == 8
    assert holding(folder, WORD) == []
    assert not (folder / "unfinished").exists()


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["plum", "pear", "p"])), max_size=8)
)
@settings(max_examples=30, deadline=None)
def test_whatever_was_written_before_forgetting_takes_it_away(
    tmp_path_factory: pytest.TempPathFactory, writes: list[tuple[str, str]]
) -> None:
    """Replies under way, replaced and kept in any order."""
    folder = tmp_path_factory.mktemp("forget")
    shelf = Shelf(folder)
    for number, (id, text) in enumerate(writes):
        if number % 3 == 2:
            shelf.keep(row(title=text), [turn(id, reply=text)], id, {"summary": text})
        else:
            shelf.partial("s1", id, "", (message(text, id),), text)
    shelf.forget(["plum"], holds)
    assert holding(folder, "plum") == []
    shelf.close()
