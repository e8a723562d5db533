"""Conversations of other programs: taken with their branches, the rest counted."""

from __future__ import annotations

import io
import json
import os
import random
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from porting_stage import TAVERN, gpt, gpt_node, in_png, in_zip, lines, v2

from sel.errors import ForeignFile, SelError, StoreError
from sel.porting.chats import chatgpt, several, streaming
from sel.porting.chats.growing import BEGINNING, Made, Tally, named
from sel.porting.chats.reading import conversations, kind_of
from sel.porting.chats.streaming import Elements
from sel.porting.chats.taking import Taking
from sel.porting.chats.tavern import send_date
from sel.porting.words import receipt
from sel.sessions.tree import Tree


def file(tmp_path: Path, data: bytes, name: str = "x.json") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def read(path: Path) -> tuple[list[Made], Tally]:
    tally = Tally()
    return list(conversations(path, kind_of(path), tally)), tally


def talk(tree: Tree) -> list[tuple[str, str]]:
    return [(node.asked, node.answer) for node in tree.path()]


# ------------------------------------------------------------------ ChatGPT


def test_chatgpts_conversations_come_with_titles_and_times(tmp_path: Path) -> None:
    rows = [gpt(("Hi", "Hello."), ("More?", "Yes.")), gpt(("A", "B"), id="c-2", title="")]
    made, tally = read(file(tmp_path, json.dumps(rows).encode()))
    (view, tree), (second, _) = made
    assert talk(tree) == [("Hi", "Hello."), ("More?", "Yes.")]
    assert (view.title, view.titled, view.created, view.changed, view.messages) == (
        "Boats",
        True,
        1_700_000_000.0,
        1_700_000_100.0,
        4,
    )
    assert [one.at for one in tree.views()][:2] == [1_700_000_001.0, 1_700_000_002.0]
    assert (second.title, second.titled) == ("", False)
    assert view.id != second.id
    assert (tally.sessions, tally.messages, tally.left) == (2, 6, {})
    assert all(node.people == ("you",) for node in tree.nodes.values())


def test_branches_tools_and_pictures(tmp_path: Path) -> None:
    one = gpt(("Hi", "Hello."), ("More?", "Yes."))
    nodes = one["mapping"]
    other = gpt_node("n9", "n1", "assistant", "Good day.")
    question = gpt_node("n10", "n9", "user", "Draw it")
    question["message"]["content"] = {
        "content_type": "multimodal_text",
        "parts": [{"content_type": "image_asset_pointer"}, "Draw it"],
    }
    tool = gpt_node("n11", "n10", "tool", "x", kind="execution_output")
    code = gpt_node("n12", "n11", "assistant", "print()", kind="code")
    said = gpt_node("n13", "n12", "assistant", "First half.")
    rest = gpt_node("n14", "n13", "assistant", "Second half.")
    for node in (other, question, tool, code, said, rest):
        nodes[node["id"]] = node
        nodes[node["parent"]]["children"].append(node["id"])
    ((_, tree),), tally = read(file(tmp_path, json.dumps([one]).encode()))
    assert talk(tree) == [("Hi", "Hello."), ("More?", "Yes.")]  # the branch that was shown
    first = tree.path()[0]
    assert len(tree.alternatives(first.id, "sel")) == 2
    tree.show(tree.step(first.id, "sel", 1) or "")
    assert talk(tree) == [("Hi", "Good day."), ("Draw it", "First half.\n\nSecond half.")]
    assert tally.left == {"pictures and files": 1, "messages of tools": 1, "programs": 1}


@pytest.mark.parametrize(
    "mapping",
    [
        {"a": {"parent": "a", "children": ["a"], "message": None}},
        {"a": {"parent": "b", "children": ["b"]}, "b": {"parent": "a", "children": ["a"]}},
        {"a": 5, "b": {"children": "x", "message": {"author": 3, "content": []}}},
        {},
    ],
)
def test_mappings_that_go_round_in_circles(mapping: Any) -> None:
    tally = Tally()
    assert chatgpt.conversation({"mapping": mapping, "title": 5}, tally) is None


def test_a_long_chain_is_no_recursion() -> None:
    one = gpt(*[("q", "a")] * 3_000)
    made = chatgpt.conversation(one, Tally())
    assert made is not None
    assert len(made[1].nodes) == 3_000


def test_control_characters_are_made_visible(tmp_path: Path) -> None:
    made, _ = read(file(tmp_path, json.dumps([gpt(("a\x1b[31m\u202eb", "c\x00d"))]).encode()))
    assert talk(made[0][1]) == [("a␛[31mb", "cd")]


def test_chatgpts_zip_is_read_without_unpacking_it(tmp_path: Path) -> None:
    data = in_zip({"conversations.json": json.dumps([gpt(("Hi", "Ho"))]).encode(), "x.png": b"x"})
    made, _ = read(file(tmp_path, data, "export.zip"))
    assert talk(made[0][1]) == [("Hi", "Ho")]


# ------------------------------------------------------------------ streams


@given(
    st.lists(st.dictionaries(st.text(max_size=6), st.text(max_size=30)), max_size=20),
    st.integers(1, 64),
    st.sampled_from([None, 2]),
)
@settings(max_examples=40, deadline=None)
def test_a_stream_reads_what_the_whole_would(rows: list[Any], chunk: int, indent: Any) -> None:
    before, streaming.CHUNK = streaming.CHUNK, chunk
    try:
        data = json.dumps(rows, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")
        if b"\xed" in data:
            return
        assert list(Elements(io.BytesIO(data))) == rows
    finally:
        streaming.CHUNK = before


def test_what_is_whole_of_a_file_that_was_cut_short_is_taken(tmp_path: Path) -> None:
    data = json.dumps([gpt(("Hi", "Ho")), gpt(("A", "B"), id="c-2")]).encode()
    path = file(tmp_path, data[:-40])
    taken = Taking((), lambda view, tree: True, lambda text: "").run(path, "chatgpt")
    assert (taken.sessions, taken.messages) == (1, 2)
    assert "cut short" in receipt(taken)
    with pytest.raises(ForeignFile, match="cut short"):
        list(Elements(io.BytesIO(b'[{"a":')))


def test_a_large_file_is_read_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "conversations.json"
    monkeypatch.setattr(streaming, "CHUNK", 64 * 1024)
    one = json.dumps(gpt(*[("question " * 20, "answer " * 60)] * 5))
    with path.open("w") as out:
        out.write("[")
        for number in range(600):
            out.write(("," if number else "") + one.replace('"c-1"', f'"c-{number}"'))
        out.write("]")
    size = path.stat().st_size
    assert size > 3_000_000
    tracemalloc.start()
    count = sum(1 for _ in conversations(path, "chatgpt", Tally()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 600
    assert peak < 1_000_000  # whatever the size of the file


def test_an_export_in_numbered_parts_is_taken_as_zip_folder_or_file(tmp_path: Path) -> None:
    parts = {
        f"export/conversations-00{n}.json": json.dumps([gpt((f"Q{n}", "A"), id=f"c-{n}")]).encode()
        for n in (1, 0)
    }
    others = {"export/user.json": b"{}", "__MACOSX/export/conversations-000.json": b"\0"}
    packed = file(tmp_path, in_zip(parts | others), "export.zip")
    for name, data in parts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for place in (packed, tmp_path / "export"):
        made, _ = read(place)
        assert [talk(tree) for _, tree in made] == [[("Q0", "A")], [("Q1", "A")]]
    made, _ = read(tmp_path / "export" / "conversations-001.json")
    assert len(made) == 1


def test_what_cannot_be_taken_is_told_for_what_it_is(tmp_path: Path) -> None:
    rows = json.dumps([gpt(("Hi", "Ho"))])
    for data, told in (
        (b" \n", "is empty"),
        (rows.encode("utf-16"), "UTF-16"),
        (b"{}", "does not know"),
        (b'{"mode": "dark"}', "does not know"),
    ):
        with pytest.raises(ForeignFile, match=told):
            kind_of(file(tmp_path, data))
    (tmp_path / "folder").mkdir()
    with pytest.raises(ForeignFile, match="nothing for SEL"):
        kind_of(tmp_path / "folder")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="no ordinary file"):
        kind_of(tmp_path / "pipe")


def test_a_receipt_says_so_where_nothing_came_of_it(tmp_path: Path) -> None:
    def taken(data: bytes) -> str:
        taking = Taking((), lambda view, tree: True, lambda text: "", kept=True)
        return receipt(taking.run(file(tmp_path, data), "chatgpt"))

    assert taken(b"[]") == "Nothing was taken in."
    assert taken(b"[{}]") == "Nothing was taken in; left out: entries that are no conversation (1)."
    latin = json.dumps([gpt(("caf\u00e9", "ol\u00e9"))], ensure_ascii=False).encode("latin-1")
    assert taken(latin) == (
        "1 conversation with 2 messages taken in; letters that could not be read (2)."
    )


def test_a_letter_that_could_not_be_read_is_counted_once(tmp_path: Path) -> None:
    text = "caf\ufffd"
    message = {"role": "person", "text": text, "turn_id": "t", "person": "you", "at": 1.0}
    turn = {"id": "t", "at": 1.0, "messages": [message], "said": text, "note": text}
    own = {"format": "sel-conversation", "version": 1, "turns": [turn]}
    made, tally = read(file(tmp_path, json.dumps(own).encode()))
    assert talk(made[0][1]) == [(text, "")]
    assert (tally.unread, tally.left) == (1, {})


# ------------------------------------------------------------------ SillyTavern


def test_messages_hidden_from_the_model_were_said_all_the_same(tmp_path: Path) -> None:
    def row(name: str, mes: str, *, user: bool = False, **more: Any) -> dict[str, Any]:
        return {"name": name, "mes": mes, "is_user": user, "is_system": True, **more}

    rows = [
        {"user_name": "Jo", "character_name": "Ana"},
        row("Ana", "Evening.", extra={}),
        row("Jo", "Hello", user=True),
        row("SillyTavern System", "Welcome!"),
        row("Jo", "a comment", extra={"type": "comment"}),
        {"name": "Ana", "mes": "Yes?", "is_user": False},
    ]
    made, tally = read(file(tmp_path, lines(rows), "Ana.jsonl"))
    assert talk(made[0][1]) == [("", "Evening."), ("Hello", "Yes?")]
    assert tally.left == {"notes of the program": 2}


def test_a_folder_of_chats_is_taken_whole(tmp_path: Path) -> None:
    for name in ("Ana", "Bob"):
        (tmp_path / "chats" / name).mkdir(parents=True)
        header = {"user_name": "Jo", "character_name": name}
        said = {"name": name, "mes": f"I am {name}.", "is_user": False}
        (tmp_path / "chats" / name / "one.jsonl").write_bytes(lines([header, said]))
    (tmp_path / "chats" / "Bob" / "two.jsonl").write_bytes(b"{broken")
    for place, count, left in (("chats", 2, 1), ("chats/Ana", 1, 0)):
        made, tally = read(tmp_path / place)
        assert len(made) == count
        assert tally.left.total() == left


def test_files_beyond_the_most_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "MOST", 2)
    for name in ("a", "b", "c"):
        header = {"user_name": "Jo", "character_name": name}
        rows: list[dict[str, Any]] = [header, {"mes": "Hi", "is_user": True}]
        (tmp_path / f"{name}.jsonl").write_bytes(lines(rows))
    made, tally = read(tmp_path)
    assert len(made) == 2
    assert tally.left == {"further files": 1}


def test_a_branch_is_another_chat_than_the_one_it_was_made_of(tmp_path: Path) -> None:
    header = {"user_name": "Jo", "character_name": "Ana", "create_date": "2024-1-2 @3h 4m 5s 6ms"}
    turns = [{"mes": f"{n}", "is_user": n % 2 == 0, "name": "x"} for n in range(8)]
    branch = header | {"chat_metadata": {"main_chat": "Main"}}
    for name, first, said in (("Branch", branch, turns[:4]), ("Main", header, turns)):
        (tmp_path / f"{name}.jsonl").write_bytes(lines([first, *said]))
    made, _ = read(tmp_path)
    assert [view.messages for view, _ in made] == [4, 8]
    assert len({view.id for view, _ in made}) == 2
    plain, _ = read(tmp_path / "Main.jsonl")
    assert plain[0][0].id == named("tavern", "Ana", header["create_date"]), "as it was before"


def test_a_taverns_chat_comes_with_its_swipes(tmp_path: Path) -> None:
    made, tally = read(file(tmp_path, lines(TAVERN), "Marlo.jsonl"))
    ((view, tree),) = made
    assert talk(tree) == [("", "Evening."), ("Hello there", "Two."), ("Bye", "")]
    assert [one.alternatives for one in tree.views()] == [2, 1, 3, 1]
    assert tree.path()[0].said == BEGINNING
    assert view.title.startswith("Marlo, 2023-06-19")
    assert tally.left == {"notes of the program": 1}


@pytest.mark.parametrize(
    ("told", "when"),
    [
        (1_687_184_411_000, 1_687_184_411.0),
        ("1687184411000", 1_687_184_411.0),
        (1_687_184_411, 1_687_184_411.0),
        ("2023-06-19T14:20:11.500Z", 1_687_184_411.5),
        ("June 19, 2023 2:20pm", datetime(2023, 6, 19, 14, 20).timestamp()),  # noqa: DTZ001
        ("Jun 19, 2023 2:20 PM", datetime(2023, 6, 19, 14, 20).timestamp()),  # noqa: DTZ001
        ("2023-6-19 @14h 20m 11s 123ms", datetime(2023, 6, 19, 14, 20, 11, 123000).timestamp()),  # noqa: DTZ001
        ("2023-06-19@14h20m11s", datetime(2023, 6, 19, 14, 20, 11).timestamp()),  # noqa: DTZ001
        ("2023-99-99@99h20m11s", 0.0),
        ("yesterday", 0.0),
        (None, 0.0),
        (True, 0.0),
        ("9" * 70, 0.0),
        (float("nan"), 0.0),
        (-5, 0.0),
    ],
)
def test_the_ways_in_which_a_moment_is_told(told: object, when: float) -> None:
    assert send_date(told) == pytest.approx(when)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["mes", "is_user", "swipes", "swipe_id", "send_date", "name"]),
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=9)
            | st.lists(st.text(max_size=5), max_size=3),
        ),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_odd_chats_harm_nothing(tmp_path_factory: Any, rows: list[dict[str, Any]]) -> None:
    path = tmp_path_factory.mktemp("chat") / "a.jsonl"
    path.write_bytes(lines([TAVERN[0], *rows]))
    tally = Tally()
    for _, tree in conversations(path, "tavern", tally):
        assert tree.path()
        assert sum(len(node.messages) for node in tree.nodes.values()) == tally.messages


# ------------------------------------------------------------------ any file


def test_kinds_are_told_by_what_is_in_a_file(tmp_path: Path) -> None:
    kinds: dict[str, tuple[bytes, str]] = {
        "a": (json.dumps([gpt(("a", "b"))]).encode(), "chatgpt"),
        "b": (json.dumps(gpt(("a", "b")), indent=1).encode(), "chatgpt"),
        "c": (lines(TAVERN), "tavern"),
        "d": (in_png(v2()), "card"),
        "e": (json.dumps(v2()).encode(), "card"),
        "f": (in_zip({"card.json": b"{}"}), "card"),
    }
    for name, (data, kind) in kinds.items():
        assert kind_of(file(tmp_path, data, name)) == kind
    for name, data in {"g": b"", "h": b"hello", "i": b"\xff\xfe\x00", "j": b"{broken"}.items():
        with pytest.raises(ForeignFile):
            kind_of(file(tmp_path, data, name))
    for path in (tmp_path / "none", Path("a\0b")):
        with pytest.raises(StoreError):
            kind_of(path)


SOUND = (
    json.dumps([gpt(("Hi", "Ho"), ("x", "y"))]).encode(),
    lines(TAVERN),
    in_zip({"conversations.json": json.dumps([gpt(("Hi", "Ho"))]).encode()}),
)


@given(st.integers(0, 2), st.integers(0, 2**32), st.integers(1, 15))
@settings(max_examples=80, deadline=None)
def test_damaged_files_raise_nothing_but_what_people_can_be_told(
    tmp_path_factory: Any, which: int, seed: int, hits: int
) -> None:
    chance, data = random.Random(seed), bytearray(SOUND[which])
    for _ in range(hits):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path_factory.mktemp("odd") / "a"
    path.write_bytes(data)
    try:
        kind = kind_of(path)
        if kind != "card":
            Taking((), lambda view, tree: True, lambda text: "").run(path, kind)
    except SelError:
        pass


# ------------------------------------------------------------------ taking in


def test_the_same_import_twice_is_known_again_and_secrets_are_left_out(tmp_path: Path) -> None:
    rows = [gpt(("Hi", "Ho"), ("my key is k", "ok")), gpt(("Hi", "Ho")), gpt(("A", "B"), id="d")]
    path = file(tmp_path, json.dumps(rows).encode())
    shelf: dict[str, Tree] = {}

    def taken(known: Iterator[str]) -> str:
        def put(view: Any, tree: Tree) -> bool:
            shelf[view.id] = tree
            return True

        taking = Taking(set(known), put, lambda text: "a key" if "key" in text else "", kept=True)
        return receipt(taking.run(path, "chatgpt"))

    assert taken(iter(())) == (
        "2 conversations with 4 messages taken in; left out: "
        "turns with something that looks secret (1)."
    )
    assert talk(next(iter(shelf.values()))) == [("Hi", "Ho")]
    assert taken(iter(shelf)).startswith("2 conversations already there")


def test_whatever_is_odd_in_a_text_is_looked_for() -> None:
    from sel.prompt import cleanup

    odd = {code for code in range(0x3000) if cleanup._ODD.match(chr(code))}
    assert odd == {code for code in cleanup._INPUT if code < 0x3000}
    assert cleanup._ODD.match("\ud800")
