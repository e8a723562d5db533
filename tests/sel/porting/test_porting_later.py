"""What a later export of the same conversations adds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from porting_stage import gpt, lines

from sel.porting.chats.later import Adding, later
from sel.porting.chats.reading import Kind
from sel.porting.chats.taking import Taking
from sel.porting.words import receipt
from sel.session_events import SessionView
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node, Tree

FIRST, SECOND, THIRD = ("Hi", "Ho"), ("More?", "Yes."), ("And?", "And.")


class Imports:
    """A shelf, and files that are taken in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shelf = folder, Shelf(folder / "shelf")
        self.open: set[str] = set()

    def put(self, view: Any, tree: Tree) -> bool:
        self.shelf.keep(view, list(tree.nodes.values()), tree.head, {})
        return True

    def taken(self, path: Path, kind: Kind = "chatgpt") -> str:
        adding = Adding(self.shelf, lambda: self.open)
        known = {row.id for row in self.shelf.rows()}
        taking = Taking(known, self.put, lambda text: "", kept=True, add=adding)
        return receipt(taking.run(path, kind))

    def export(self, *turns: tuple[str, str], at: float) -> Path:
        row = gpt(*turns) | {"update_time": at}
        path = self.folder / "x.json"
        path.write_text(json.dumps([row]))
        return path

    def tavern(self, *rows: dict[str, Any], name: str = "Ana") -> Path:
        folder = self.folder / "chats"
        folder.mkdir(exist_ok=True)
        header = {"user_name": "Jo", "character_name": "Ana", "create_date": "2024-1-2 @3h 4m 5s"}
        (folder / f"{name}.jsonl").write_bytes(lines([header, *rows]))
        return folder

    @property
    def tree(self) -> Tree:
        (row,) = self.shelf.rows()
        return self.shelf.load(row.id).tree

    def talk(self) -> list[tuple[str, str]]:
        return [(node.asked, node.answer) for node in self.tree.path()]


@pytest.fixture
def imports(tmp_path: Path) -> Imports:
    return Imports(tmp_path)


def mes(text: str, at: int, *, user: bool = False, **more: Any) -> dict[str, Any]:
    """A message of SillyTavern's."""
    return {"mes": text, "is_user": user, "send_date": 1_700_000_000 + at, **more}


def said(count: int) -> list[dict[str, Any]]:
    """So many turns."""
    rows = ((mes(f"q{n}", 2 * n, user=True), mes(f"a{n}", 2 * n + 1)) for n in range(count))
    return [one for both in rows for one in both]


def test_a_last_reply_that_was_swiped_comes_with_what_followed_it(imports: Imports) -> None:
    imports.taken(imports.tavern(*said(2)), "tavern")
    *before, _ = said(2)
    swiped = mes("b1", 20, swipes=["a1", "b1"], swipe_id=1)
    more = (mes("q2", 21, user=True), mes("a2", 22))
    assert "what is new in 1 conversation" in imports.taken(
        imports.tavern(*before, swiped, *more), "tavern"
    )
    assert imports.talk() == [("q0", "a0"), ("q1", "b1"), ("q2", "a2")]
    assert len(imports.tree.nodes) == 4, "the other reply stays beside it"


def test_a_question_gets_the_answer_that_came_since(imports: Imports) -> None:
    rows = said(3)
    imports.taken(imports.tavern(*rows[:3]), "tavern")
    assert imports.talk() == [("q0", "a0"), ("q1", "")]
    told = imports.taken(imports.tavern(*rows), "tavern")
    assert told == "what is new in 1 conversation with 3 messages taken in."
    assert imports.talk() == [("q0", "a0"), ("q1", "a1"), ("q2", "a2")]
    assert imports.shelf.rows()[0].messages == 6


def test_what_was_forgotten_does_not_come_back(imports: Imports) -> None:
    imports.taken(imports.export(FIRST, SECOND, at=1_700_000_004.0))
    imports.shelf.forget(["More?"], lambda text, words: words[0] in text)
    imports.taken(imports.export(FIRST, SECOND, THIRD, at=1.8e9))
    assert imports.talk() == [FIRST, THIRD], "but what was said after it comes"


def test_what_followed_a_forgotten_turn_follows_what_was_before_it() -> None:
    nodes = [Node(id=f"s-{n}", parent=f"s-{n - 1}" if n else "", at=n) for n in range(3)]
    row = SessionView(id="s", changed=1.0)
    (new,) = later(Tree.of(nodes[:1], []), Tree.of(nodes, []), row)
    assert (new.id, new.parent) == ("s-2", "s-0")


def test_nothing_is_added_where_the_numbers_are_of_others_by_now(imports: Imports) -> None:
    imports.taken(imports.export(FIRST, at=1.7e9))
    other = imports.export(("Other", "Ho"), SECOND, at=1.8e9)
    assert imports.taken(other) == "1 conversation already there."
    assert imports.talk() == [FIRST]


def test_a_conversation_in_two_files_is_counted_once(imports: Imports) -> None:
    imports.taken(imports.tavern(*said(1)), "tavern")
    imports.tavern(*said(2))
    told = imports.taken(imports.tavern(*said(3), name="Copy"), "tavern")
    assert told == "what is new in 1 conversation with 4 messages taken in."
    assert imports.shelf.rows()[0].messages == 6


def test_a_longer_copy_in_the_same_folder_is_taken_too(imports: Imports) -> None:
    imports.tavern(*said(1))
    told = imports.taken(imports.tavern(*said(2), name="Copy"), "tavern")
    assert told == "1 conversation with 4 messages taken in."


def test_what_is_done_to_a_conversation_during_an_import_stays(imports: Imports) -> None:
    imports.taken(imports.export(FIRST, at=1.7e9))
    (row,) = imports.shelf.rows()
    adding = Adding(imports.shelf, lambda: imports.open)

    def add(view: Any, tree: Tree) -> int:
        imports.shelf.mark(replace(row, title="Mine", pinned=True))
        return adding(view, tree)

    taking = Taking({row.id}, imports.put, lambda text: "", add=add)
    assert taking.run(imports.export(FIRST, SECOND, at=1.8e9), "chatgpt").grown == 1
    (row,) = imports.shelf.rows()
    assert (row.title, row.pinned, row.messages) == ("Mine", True, 4)


def test_a_later_export_brings_what_came_since(imports: Imports) -> None:
    shelf = imports.shelf
    assert imports.taken(imports.export(FIRST, at=1.7e9)).startswith("1 conversation with 2")
    longer = imports.export(FIRST, SECOND, at=1.8e9)
    (row,) = shelf.rows()
    imports.open.add(row.id)
    assert imports.taken(longer) == "1 conversation already there."
    imports.open.clear()
    assert imports.taken(longer) == "what is new in 1 conversation with 2 messages taken in."
    assert imports.talk() == [FIRST, SECOND]
    (row,) = shelf.rows()
    assert (row.messages, row.changed) == (4, 1.8e9)
    assert imports.taken(longer) == "1 conversation already there."
    here = Node(id="here-1", parent=imports.tree.head, at=1.9e9)
    shelf.keep(row, [here], here.id)
    assert "what is new" in imports.taken(imports.export(FIRST, SECOND, THIRD, at=1.95e9))
    tree = imports.tree
    assert tree.head == "here-1", "it went on here"
    assert THIRD in [(node.asked, node.answer) for node in tree.nodes.values()]
    shelf.rewrite(
        row.id, Tree.of([node for node in tree.nodes.values() if node.asked != "Hi"], []), row
    )
    other = imports.export(("Other", "Ho"), SECOND, at=1.96e9)
    assert imports.taken(other) == "1 conversation already there."
    assert "Hi" not in {node.asked for node in imports.tree.nodes.values()}
