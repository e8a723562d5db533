"""Conversations on disk: kept, taken up again, marked, gone."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions_stage import message, row, turn

from sel.errors import StoreError
from sel.events import MessageView
from sel.sessions import files
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node, Tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where they are kept; not there yet."""
    return tmp_path / "data" / "sessions"


def test_nothing_is_made_before_something_is_kept(folder: Path) -> None:
    """Looking, forgetting and erasing leave no trace."""
    shelf = Shelf(folder)
    assert shelf.rows() == []
    assert list(shelf.texts()) == []
    assert shelf.forget(["word"], lambda text, words: True) == {"conversations": 0, "turns": 0}
    assert (shelf.erase("you"), shelf.erase_all()) == (0, 0)
    shelf.drop_partial("s1")
    assert not folder.parent.exists()


def test_a_conversation_is_there_again(folder: Path) -> None:
    """Its turns, its branches, what was shown, its row and how its prompt stood."""
    shelf, tree = Shelf(folder), Tree()
    for node in (turn("a"), turn("b", "a"), turn("b2", "a"), turn("c", "b2")):
        tree.add(node)
        shelf.keep(row(title="Ours"), [node], tree.head, {"summary": node.id})
    tree.show("b")
    shelf.keep(row(title="Ours"), [], tree.head)
    loaded = Shelf(folder).load("s1")
    assert loaded.tree.views() == tree.views()
    assert loaded.tree.leaf("b2") == "c"
    assert loaded.tree.nodes == tree.nodes
    assert loaded.state == {"summary": "c"}
    assert loaded.row == replace(row(title="Ours"), kept=True, messages=8)
    assert loaded.notices == ()


def test_all_of_a_node_is_kept(folder: Path) -> None:
    """Every field, and text that is none."""
    view = replace(
        message("halves \ud800 and tabs\tand\nlines", "a"),
        name="Mia",
        id="x",
        cached=True,
        alternative=2,
        alternatives=3,
        edited=True,
        images=("/a/b.png",),
        state="failed",
    )
    node = Node(
        id="a", at=2.5, messages=(view,), note="n", said="s", reply="r", state="failed",
        people=("you", "mia"), persona="ada",
    )  # fmt: skip
    Shelf(folder).keep(row(), [node], "a")
    assert Shelf(folder).load("s1").tree.nodes == {"a": node}


def test_only_the_owner_may_read_it(folder: Path) -> None:
    """Folder 0700, files 0600."""
    Shelf(folder).keep(row(), [turn("a")], "a")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


def test_rows_are_the_pinned_first_then_the_newest(folder: Path) -> None:
    """Also after another start, of the catalogue alone."""
    shelf = Shelf(folder)
    for id, changed in (("s1", 1.0), ("s2", 3.0), ("s3", 2.0)):
        shelf.keep(row(id, changed=changed), [turn("a")], "a")
    shelf.mark(row("s1", title="Mine", pinned=True))
    for one in (shelf, Shelf(folder)):
        assert [view.id for view in one.rows()] == ["s1", "s2", "s3"]
        assert one.rows()[0].title == "Mine"
        assert all(view.kept for view in one.rows())


@pytest.mark.parametrize("harm", ["missing", "stale", "damaged", "garbage"])
def test_the_catalogue_is_made_again_from_the_files(folder: Path, harm: str) -> None:
    """Whatever became of it."""
    shelf = Shelf(folder)
    shelf.keep(row("s1", "One"), [turn("a")], "a")
    path = folder / "catalogue"
    old = path.read_bytes()
    shelf.keep(row("s2", "Two"), [turn("a")], "a")
    shelf.mark(row("s1", "Other"))
    if harm == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes({"stale": old, "damaged": data[:-9], "garbage": b"\0\n\xff\n"}[harm])
    assert {one.id: one.title for one in Shelf(folder).rows()} == {"s1": "Other", "s2": "Two"}
    assert path.stat().st_size > 0


def test_rows_read_no_conversation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of a thousand is one file."""
    Shelf(folder).keep(row(), [turn("a")], "a")
    monkeypatch.setattr(files, "read", lambda data: pytest.fail("it read one"))
    assert len(Shelf(folder).rows()) == 1


# ---------------------------------------------------------------- a reply under way


def test_a_reply_that_was_under_way_is_an_interrupted_one(folder: Path) -> None:
    """With what was asked, and all of its text so far."""
    shelf = Shelf(folder)
    shelf.keep(row(), [turn("a")], "a")
    asked = (message("Why?", "b", at=5.0),)
    for text in ("Be", "Because it", "Because of it", "Because of it is"):
        shelf.partial("s1", "b", "a", asked, text)
    loaded = Shelf(folder).load("s1")
    node = loaded.tree.nodes["b"]
    assert (node.parent, node.state, node.said, node.people) == (
        "a",
        "interrupted",
        "Why?",
        ("you",),
    )
    assert [(one.role, one.text, one.state) for one in node.messages] == [
        ("person", "Why?", "whole"),
        ("sel", "Because of it is", "interrupted"),
    ]
    assert loaded.tree.head == "b"
    assert loaded.row.messages == 4


def test_the_first_reply_of_all_can_be_under_way(folder: Path) -> None:
    """Then nothing but it is known of the conversation."""
    asked = message("Hello, about bees", "a", at=7.0)
    mira = MessageView(role="sel", text="", turn_id="a", name="Mira")
    Shelf(folder).partial("s1", "a", "", (asked, mira), "Buzz")
    shelf = Shelf(folder)
    (view,) = shelf.rows()
    assert (view.id, view.opening, view.changed, view.messages) == (
        "s1",
        "Hello, about bees",
        7.0,
        2,
    )
    node = shelf.load("s1").tree.nodes["a"]
    assert (node.answer, node.speaker, node.people) == ("Buzz", "Mira", ("you",))


def test_what_is_kept_takes_its_place(folder: Path) -> None:
    """The turn is as it ended."""
    shelf = Shelf(folder)
    shelf.partial("s1", "a", "", (message("Hi", "a"),), "Part")
    shelf.keep(row(), [turn("a", reply="All of it")], "a")
    assert Shelf(folder).load("s1").tree.nodes["a"] == turn("a", reply="All of it")


def test_a_reply_that_goes_on_is_what_it_was_and_more(folder: Path) -> None:
    """A later partial of a turn that is kept."""
    shelf = Shelf(folder)
    shelf.keep(row(), [replace(turn("a", reply="One"), note="note")], "a")
    shelf.partial("s1", "a", "", (message("words of a", "a"),), "One, two")
    node = Shelf(folder).load("s1").tree.nodes["a"]
    assert (node.answer, node.reply, node.note, node.state) == (
        "One, two",
        "One, two",
        "note",
        "interrupted",
    )
    assert len(node.messages) == 2


def test_partials_write_only_what_is_new(folder: Path) -> None:
    """However long the reply is already."""
    shelf = Shelf(folder)
    text, asked = "word " * 4000, (message("Hi", "a"),)
    shelf.partial("s1", "a", "", asked, text)
    size = (folder / "s1.session").stat().st_size
    shelf.partial("s1", "a", "", asked, text + "and more")
    shelf.partial("s1", "a", "", asked, text + "and more")
    assert (folder / "s1.session").stat().st_size - size < 60


def test_replies_whose_turns_were_not_kept_can_be_dropped(folder: Path) -> None:
    """Nothing of them is in any file; a conversation of nothing else is gone."""
    shelf = Shelf(folder)
    shelf.keep(row(), [turn("a")], "a")
    shelf.partial("s1", "b", "a", (message("a secret thing", "b"),), "hush")
    shelf.partial("s2", "b", "", (message("a secret thing", "b"),), "hush")
    for id in ("s1", "s2"):
        shelf.drop_partial(id)
    assert not any(b"secret" in one.read_bytes() for one in folder.iterdir())
    assert [one.id for one in Shelf(folder).rows()] == ["s1"]


def test_nothing_is_being_answered_after_a_start(folder: Path) -> None:
    """A turn that was kept while it was answered is an interrupted one."""
    node = turn("a")
    streaming = replace(node.messages[1], state="streaming")
    under_way = replace(node, state="streaming", messages=(node.messages[0], streaming))
    Shelf(folder).keep(row(), [under_way], "a")
    again = Shelf(folder).load("s1").tree.nodes["a"]
    assert {again.state, again.messages[1].state} == {"interrupted"}


# ---------------------------------------------------------------- folding, rewriting


def test_a_file_does_not_grow_with_what_is_superseded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written anew once that is more than what counts."""
    monkeypatch.setattr(files, "FOLD_AT", 2000)
    shelf = Shelf(folder)
    for number in range(200):
        shelf.keep(row(), [turn("a", reply=f"answer {number}")], "a")
        shelf.partial("s1", "b", "a", (message("Hi", "b"),), f"part {number}")
    assert (folder / "s1.session").stat().st_size < 6000
    tree = Shelf(folder).load("s1").tree
    assert (tree.nodes["a"].answer, tree.nodes["b"].answer) == ("answer 199", "part 199")


def test_rewriting_leaves_nothing_of_before(folder: Path) -> None:
    """In no file."""
    shelf = Shelf(folder)
    shelf.keep(
        row(title="Plum"), [turn("a", said="plum"), turn("b", "a")], "b", {"summary": "plum"}
    )
    tree = shelf.load("s1").tree
    tree.drop(["a"])
    shelf.rewrite("s1", tree, row(title="Other"), {"told": {}})
    assert not any(b"lum" in one.read_bytes() for one in folder.iterdir())
    loaded = Shelf(folder).load("s1")
    assert (list(loaded.tree.nodes), loaded.row.title, loaded.state) == (
        ["b"],
        "Other",
        {"told": {}},
    )
    shelf.keep(row(title="Other"), [turn("c", "b")], "c")
    assert [node.id for node in Shelf(folder).load("s1").tree.path()] == ["b", "c"]


# ---------------------------------------------------------------- trouble


def test_a_torn_tail_is_cut_and_told(folder: Path) -> None:
    """Whatever was acknowledged is there, wherever the last write was torn."""
    shelf = Shelf(folder)
    shelf.keep(row(), [turn("a")], "a")
    path = folder / "s1.session"
    sure = path.read_bytes()
    shelf.keep(row(), [turn("b", "a"), turn("c", "b")], "c")
    whole = path.read_bytes()
    for cut in range(len(sure) + 1, len(whole), 7):
        path.write_bytes(whole[:cut])
        loaded = Shelf(folder).load("s1")
        assert list(loaded.tree.nodes) == ["a"]
        assert "half written" in loaded.notices[0]
        assert path.read_bytes() == sure


def test_what_died_at_its_first_write_is_no_conversation(folder: Path) -> None:
    """Nothing of it was acknowledged."""
    shelf = Shelf(folder)
    shelf.keep(row(), [turn("a")], "a")
    path = folder / "s1.session"
    path.write_bytes(path.read_bytes()[:20])
    assert Shelf(folder).rows() == []
    assert not path.exists()


def test_damaged_lines_are_passed_over_and_the_file_kept_aside(folder: Path) -> None:
    """The rest is used, the turns after the lost one follow the one before it, and more can be
    kept."""
    shelf = Shelf(folder)
    for id, parent in (("a", ""), ("b", "a"), ("c", "b")):
        shelf.keep(row(), [turn(id, parent)], id)
    path = folder / "s1.session"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"words of b", b"sword of b", 1))
    loaded = Shelf(folder).load("s1")
    assert [node.id for node in loaded.tree.path()] == ["a", "c"]
    assert loaded.notices == (
        "A line of its file could not be read; it is kept as s1.session.damaged.",
    )
    assert b"sword" in (folder / "s1.session.damaged").read_bytes()
    again = Shelf(folder)
    again.keep(row(), [turn("d", "c")], "d")
    assert [node.id for node in again.load("s1").tree.path()] == ["a", "c", "d"]
    assert again.load("s1").notices == ()


def test_a_file_of_garbage_is_kept_aside_and_told(folder: Path) -> None:
    """And not listed any more."""
    Shelf(folder).keep(row(), [turn("a")], "a")
    (folder / "s1.session").write_bytes(b"what\nis\nthis\n")
    with pytest.raises(StoreError):
        Shelf(folder).load("s1")
    assert Shelf(folder).rows() == []
    assert (folder / "s1.session.damaged").read_bytes() == b"what\nis\nthis\n"


def test_turns_that_follow_each_other_in_a_circle_are_all_reached(folder: Path) -> None:
    """However somebody wrote them."""
    nodes = [turn("a", "c"), turn("b", "a"), turn("c", "b"), turn("d", "d"), turn("e", "gone")]
    Shelf(folder).keep(row(), nodes, "c")
    tree = Shelf(folder).load("s1").tree
    assert {node.id for id in tree.nodes for node in tree.path(id)} == {"a", "b", "c", "d", "e"}


def test_what_a_newer_sel_kept_is_left_alone(folder: Path) -> None:
    """With a sentence."""
    from sel.store import record

    Shelf(folder).keep(row(), [turn("a")], "a")
    path = folder / "s1.session"
    path.write_bytes(record.start(9, 0) + b"\n" + path.read_bytes())
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer SEL"):
        Shelf(folder).load("s1")
    assert path.read_bytes() == before


def test_what_a_newer_sel_says_beside_it_is_passed_over(folder: Path) -> None:
    """Fields and records that are not known yet."""
    from sel.sessions import lines

    Shelf(folder).keep(row(), [turn("a")], "a")
    letter, value = lines.of_node(turn("b", "a"))
    more = value | {"weather": "fine", "messages": [one | {"x": 1} for one in value["messages"]]}
    with (folder / "s1.session").open("ab") as file:
        file.write(lines.line((letter, more), ("Z", {"what": 1}), ("H", {"head": "b"})) + b"\n")
    loaded = Shelf(folder).load("s1")
    assert [*loaded.tree.path()] == [turn("a"), turn("b", "a")]
    assert loaded.notices == ()


@pytest.mark.parametrize("id", ["", "../x", "a/b", ".x", "x" * 101, "a\n"])
def test_an_id_is_no_path(folder: Path, id: str) -> None:
    """Nothing is read or written elsewhere."""
    with pytest.raises(StoreError, match="no id"):
        Shelf(folder).keep(row(id), [turn("a")], "a")


def test_what_is_not_there_is_said(folder: Path) -> None:
    """For whatever is asked of it."""
    shelf = Shelf(folder)
    for ask in (shelf.load, shelf.delete, lambda id: shelf.mark(row(id))):
        with pytest.raises(StoreError, match="no conversation of that id"):
            ask("s1")
    assert not folder.exists()


def test_what_json_cannot_hold_is_refused_and_nothing_is_written(folder: Path) -> None:
    """The conversation is as it was."""
    shelf = Shelf(folder)
    shelf.keep(row(), [turn("a")], "a")
    with pytest.raises(StoreError, match="JSON"):
        shelf.keep(row(), [turn("b", "a", at=float("nan"))], "b")
    with pytest.raises(StoreError, match="JSON"):
        shelf.keep(row(), [turn("b", "a")], "b", {"what": object()})
    assert list(shelf.load("s1").tree.nodes) == ["a"]


def test_a_full_disk_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it goes on once there is room."""
    shelf = Shelf(folder)
    shelf.keep(row(), [turn("a")], "a")

    def half(descriptor: int, data: bytes) -> None:
        import errno

        os.write(descriptor, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("sel.store.journal.write_all", half)
        with pytest.raises(StoreError, match="full"):
            shelf.keep(row(), [turn("b", "a")], "b")
    shelf.keep(row(), [turn("c", "a")], "c")
    assert list(Shelf(folder).load("s1").tree.nodes) == ["a", "c"]
    assert Shelf(folder).load("s1").notices == ()


# ---------------------------------------------------------------- any course at all

ids = st.sampled_from(["a", "b", "c", "d"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), ids, st.text(max_size=8)),
        st.tuples(st.just("partial"), ids, st.text(max_size=8)),
        st.tuples(st.just("fold"), st.just(""), st.just("")),
        st.tuples(st.just("start"), st.just(""), st.just("")),
        st.tuples(st.just("rewrite"), st.just(""), st.just("")),
    ),
    max_size=12,
)


@given(steps)
@settings(max_examples=40, deadline=None)
def test_any_course_is_read_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory, course: list[tuple[str, str, str]]
) -> None:
    """Kept, under way, folded, begun again: turns are what was last said of them."""
    folder = tmp_path_factory.mktemp("course")
    shelf, texts = Shelf(folder), {}
    for what, id, text in course:
        if what == "keep":
            shelf.keep(
                row(),
                [replace(turn(id), reply=text, messages=(message(text, id, role="sel"),))],
                id,
            )
            texts[id] = text
        elif what == "partial" and (text or id not in texts):
            shelf.partial("s1", id, "", (), text)
            texts[id] = text
        elif what == "fold" and texts:
            shelf._file("s1").fold()
        elif what == "start":
            shelf.close()
            shelf = Shelf(folder)
        elif what == "rewrite" and texts:
            loaded = shelf.load("s1")
            shelf.rewrite("s1", loaded.tree, loaded.row, loaded.state)
    if texts:
        nodes = Shelf(folder).load("s1").tree.nodes
        assert {id: node.reply for id, node in nodes.items()} == texts
    shelf.close()
