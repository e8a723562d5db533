"""SEL's own files: what is written is read back."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.errors import ForeignFile, InputRefused, SelError
from sel.events import MessageState, MessageView
from sel.porting.chats import own
from sel.porting.chats.growing import Tally
from sel.porting.chats.picture import COLUMNS, width_of, wrapped
from sel.porting.chats.reading import conversations, kind_of
from sel.porting.chats.writing import KINDS, written
from sel.session_events import SessionView
from sel.sessions.tree import Node, Tree

PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(
    lambda text: text.translate(
        dict.fromkeys([0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    )
)
WORDS = st.lists(
    PLAIN | st.sampled_from(["\n", "\n\n", "---", "<!-- x -->", "```py\nx = 1\n```"]), max_size=4
).map("".join)
AT = st.floats(1.0, 2e9).map(lambda at: round(at, 3))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    nodes: list[Node] = []
    for number in range(draw(st.integers(1, 8))):
        parent = draw(st.sampled_from(["", *(node.id for node in nodes)]))
        id = f"desk-{number}"
        said, reply, at = draw(WORDS), draw(WORDS), draw(AT)
        state: MessageState = draw(st.sampled_from(["whole", "interrupted", "failed"]))
        person = MessageView(role="person", text=said, turn_id=id, person="you", at=at)
        sel = MessageView(
            role="sel", text=reply, turn_id=id, at=at, state=state, cached=draw(st.booleans())
        )
        messages = (person, sel) if draw(st.booleans()) else (person,)
        nodes.append(
            Node(
                id=id,
                parent=parent,
                at=at,
                messages=messages,
                note=draw(WORDS),
                said=said,
                reply=reply,
                state=state,
                people=("you",),
            )
        )
    tree = Tree()
    for node in nodes:
        tree.add(node)
    tree.show(draw(st.sampled_from([node.id for node in nodes])), here=draw(st.booleans()))
    return tree


def view(tree: Tree, **more: Any) -> SessionView:
    return SessionView(
        **{
            "id": "a1b2",
            "title": "On boats",
            "titled": True,
            "created": 1_700_000_000.0,
            "changed": 1_700_000_100.0,
            "messages": sum(len(node.messages) for node in tree.nodes.values()),
            **more,
        }
    )


@given(trees())
@settings(max_examples=40, deadline=None)
def test_json_holds_all_of_a_tree(tree: Tree) -> None:
    text = written(view(tree), tree, "json")
    made = own.loaded(json.loads(text), Tally())
    assert made is not None
    row, again = made
    assert (again.nodes, again.head, again.choices()) == (tree.nodes, tree.head, tree.choices())
    assert replace(row, opening="") == view(tree)


@given(trees())
@settings(max_examples=40, deadline=None)
def test_markdown_holds_every_word_of_the_branch(tmp_path_factory: Any, tree: Tree) -> None:
    shown = view(tree)
    path = tmp_path_factory.mktemp("md") / "a.md"
    path.write_bytes(written(shown, tree, "md", model="tiny").encode())
    assert kind_of(path) == "markdown"
    made = list(conversations(path, "markdown", Tally()))
    said = [one.text for one in tree.views() if one.text]
    told = [one.text for row in made for one in row[1].views()]
    assert "\n".join(told) == "\n".join(said)  # people's messages of a turn become one
    if made:
        assert (made[0][0].title, made[0][0].id, made[0][0].created) == (
            shown.title,
            shown.id,
            shown.created,
        )


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "parent", "messages", "role", "text", "at", "state", "people", "head"]
                ),
                inner,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_odd_files_of_that_kind_harm_nothing(value: Any) -> None:
    for turns in (value, [value], [{"id": "a", "messages": [value]}, {"id": "b", "parent": "c"}]):
        told = {
            "format": own.FORMAT,
            "version": 1,
            "turns": turns,
            "head": value,
            "shown": value,
            "conversation": value,
        }
        made = own.loaded(told, Tally())
        if made is not None:
            for kind in KINDS:
                with contextlib.suppress(SelError):
                    written(*made, kind)


def test_turns_that_go_round_in_circles_stand_at_the_beginning() -> None:
    turns = [{"id": "a", "parent": "b"}, {"id": "b", "parent": "a"}, {"id": "c", "parent": "b"}]
    made = own.loaded({"format": own.FORMAT, "version": 1, "turns": turns}, Tally())
    assert made is not None
    assert [len(made[1].path(id)) for id in "abc"] == [1, 1, 2] or made[1].path("c")


def test_what_was_written_is_taken_back_however_long_it_is(tmp_path: Path) -> None:
    tree = Tree()
    for number in range(45):
        said = MessageView(role="person", text="word " * 80_000, turn_id=f"t{number}", person="you")
        tree.add(Node(id=f"t{number}", parent=tree.head, messages=(said,), said=said.text))
    path = tmp_path / "long.json"
    path.write_text(written(SessionView(id="x"), tree, "json"))
    assert path.stat().st_size > 16 << 20
    ((_, back),) = conversations(path, kind_of(path), Tally())
    assert len(back.path()) == 45


def test_a_newer_file_is_refused_and_an_empty_conversation_is_no_file() -> None:
    with pytest.raises(ForeignFile, match="newer"):
        own.loaded({"format": own.FORMAT, "version": 2}, Tally())
    for kind in KINDS:
        with pytest.raises(InputRefused, match="nothing"):
            written(SessionView(id="x"), Tree(), kind)
    with pytest.raises(InputRefused, match="no kind"):
        written(SessionView(id="x"), Tree(), "doc")


# ------------------------------------------------------------------ pages and pictures


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def conversation(said: str, reply: str) -> Tree:
    tree = Tree()
    messages = (
        MessageView(role="person", text=said, person="you", at=1e9),
        MessageView(role="sel", text=reply, at=1e9, state="interrupted"),
    )
    tree.add(Node(id="a", at=1e9, messages=messages))
    return tree


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) "
    "![p](http://e.example/p.png) </style></svg>]]> &lt; \x00\x1b\u202e\ud800\n\n"
    "```html\n<script>1</script>\n```\n\n|a|b|\n|:-:|-|\n|1|2|\n"
)


def test_nothing_in_a_page_runs_or_is_fetched() -> None:
    tree = conversation(HOSTILE, HOSTILE)
    text = written(view(tree, title=HOSTILE), tree, "html", persona="<b>", model="<i>")
    text.encode()
    seen = Seen()
    seen.feed(text)
    allowed = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "main"}
    allowed |= {"article", "div", "b", "pre", "code", "span", "a", "table", "thead", "tbody", "tr"}
    assert seen.tags <= allowed | {"th", "td"}
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "style"]
    assert not [
        value
        for name, value in seen.attributes
        if name in ("src", "href") and ":" in value and not value.startswith("http")
    ]
    policy = next(
        value for name, value in seen.attributes if value.startswith("default-src 'none'")
    )
    assert "unsafe" not in policy
    assert "stopped here" in text
    assert "prefers-color-scheme: dark" in text


def test_code_in_a_page_is_coloured() -> None:
    tree = conversation("x", "```python\nclass A: pass\n```")
    assert '<span class="k-k">class</span>' in written(view(tree), tree, "html")


@given(WORDS, WORDS)
@settings(max_examples=25, deadline=None)
def test_a_picture_is_xml_whatever_is_said(said: str, reply: str) -> None:
    tree = conversation(said + HOSTILE, reply)
    root = ET.fromstring(written(view(tree, title=reply), tree, "svg"))  # noqa: S314 - our own
    assert root.tag.endswith("svg")


@given(st.text(max_size=300), st.integers(4, COLUMNS))
@settings(max_examples=60, deadline=None)
def test_lines_of_a_picture_fit(text: str, columns: int) -> None:
    line = text.replace("\n", " ").replace("\r", " ")
    parts = list(wrapped(line, columns))
    assert all(width_of(part) <= max(columns, 2) for part in parts)
    assert "".join("".join(parts).split()) == "".join(line.split())


def test_the_page_of_a_long_reply_is_made_soon(tmp_path: Path) -> None:
    tree = conversation("x", "word " * 20_000)
    for kind in KINDS:
        assert len(written(view(tree), tree, kind)) > 50_000
