"""Conversations, hits and branches in rows, and copying: what is pure, and what needs no screen."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sel.session_events import BranchView, FoundView, HitView, SessionView
from tui import copying
from tui.drawings import branches, hits, sessions
from tui.drawings.rows import Entry, Item, Piece
from tui.scene import NOON
from tui.screens.sessions import frame_title

DAY = 86_400.0


def words(rows: Sequence[Sequence[Piece]]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


def told(items: Sequence[Item], cells: int = 60) -> list[str]:
    """Every row of these."""
    found: list[str] = []
    for item in items:
        found += words(item.rows(cells)) if isinstance(item, Entry) else [item]
    return found


# ---------------------------------------------------------------- conversations


def session(id: str, days: float = 0, **more: object) -> SessionView:
    values: dict[str, object] = {
        "title": id,
        "changed": NOON - days * DAY,
        "kept": True,
        "messages": 2,
    }
    return SessionView(id=id, **{**values, **more})  # type: ignore[arg-type]


def test_conversations_stand_under_their_days() -> None:
    listed = [
        session("old", 40),
        session("today", 0.1),
        session("pinned", 90, pinned=True),
        session("yesterday", 1),
        session("week", 5),
        session("away", 2, archived=True),
    ]
    drawn = sessions.items(listed, NOON, here="today")
    shape = [item.key if isinstance(item, Entry) else item for item in drawn]
    headed = ["pinned", "pinned", "", "today", "today", "", "yesterday", "yesterday"]
    assert shape == [*headed, "", "this week", "week", "", "older", "old"]
    away = sessions.items(listed, NOON, put_away=True)
    assert [item.key for item in away if isinstance(item, Entry)] == ["away"]
    assert "1 put away" in sessions.head(listed, 5, words="", put_away=False)


def test_two_rows_tell_a_conversation() -> None:
    one = session("A talk", 2, opening="how it [began]\nhere", persona="juno", kept=False)
    assert words(sessions.entry(one, NOON, here=True).rows(60))[1].endswith(
        "Juno, gone · 2 messages · not kept"
    )
    one = replace(one, speaker="Juno Vale")
    first, second = words(sessions.entry(one, NOON, here=True).rows(60))
    assert first.startswith("● A talk")
    assert first.endswith("2 d")
    assert second.startswith("how it [began] here")
    assert second.endswith("Juno Vale · 2 messages · not kept")


def test_filtering_wants_every_word_somewhere() -> None:
    listed = [
        session("Sorting a dictionary", opening="how do I"),
        session("A visit", persona="Juno"),
    ]
    assert [one.id for one in sessions.matching(listed, "HOW dict")] == ["Sorting a dictionary"]
    assert [one.id for one in sessions.matching(listed, "juno")] == ["A visit"]
    assert len(sessions.matching(listed, " ")) == 2


def test_it_is_said_when_nothing_is_kept_and_why() -> None:
    unkept = [session("a", kept=False)]
    assert "/consent on" in sessions.unkept(unkept, "unasked")
    assert "`sessions`" in sessions.unkept(unkept, "given")
    assert not sessions.unkept([*unkept, session("b")], "given")
    assert not sessions.unkept([session("a", kept=False, messages=0)], "unasked")


def test_the_frame_says_the_title_and_whether_it_is_kept() -> None:
    assert frame_title(SessionView(id="x", title="T")) == ""
    assert frame_title(session("T")) == "T"
    assert frame_title(session("T" * 90, kept=False)).endswith("… · not kept")
    assert frame_title(replace(session("", kept=False), opening="hi")) == "not kept"
    mira = SessionView(id="x", persona="m-2", speaker="Mira", messages=1)  # she greeted, no more
    assert frame_title(mira) == "Mira"
    assert frame_title(replace(mira, opening="hi", title="Hi")) == "Mira · Hi · not kept"
    assert frame_title(replace(mira, speaker="")) == ""  # she is gone: SEL answers


# ---------------------------------------------------------------- what was found


def hit(before: str, match: str, after: str, **more: Any) -> HitView:
    plain = HitView(
        session="s",
        title="Talk",
        turn_id="t",
        role="sel",
        at=NOON,
        before=before,
        match=match,
        after=after,
    )
    return replace(plain, **more)


def test_hits_stand_below_their_conversation_with_the_words_marked() -> None:
    found = FoundView(
        hits=(hit("a ", "word", " b"), hit("", "x", "", session="o", title=""), hit("c", "d", "")),
        searched=1200,
        seconds=0.0004,
    )
    assert told(hits.items(found, NOON), 30) == [
        "Talk",
        "SEL  a word b" + " " * 14 + "now",
        "SEL  cd" + " " * 20 + "now",
        "",
        "without a title",
        "SEL  x" + " " * 21 + "now",
    ]
    named = FoundView(hits=(hit("", "x", "", name="Mira\nVale"), hit("", "x", "", role="person")))
    assert told(hits.items(named, NOON), 30)[1:] == [
        "Mira Vale  x" + " " * 15 + "now",
        "you        x" + " " * 15 + "now",
    ]
    assert hits.summary(found, "x") == "searched 1,200 messages in under 1 ms"
    assert hits.summary(found, " ") == ""


SOME = st.text("ab é語🦊\n\t\x1b", max_size=80)


@settings(max_examples=50)
@given(SOME, st.text("xy z語", min_size=1, max_size=8), SOME, st.integers(24, 90))
def test_the_words_found_are_in_sight_and_fit(
    before: str, match: str, after: str, cells: int
) -> None:
    pieces = hits.context(hit(before, match, after), cells)
    line = words([pieces])[0]
    assert cell_len(line) <= cells
    if match.isalnum() and match.isascii():
        assert [text for text, look in pieces if look == "match"] == [match]


def test_what_is_cut_before_the_words_begins_with_a_word() -> None:
    said = hit("a name for a boat that has to wait for the ", "tide", "")
    assert words([hits.context(said, 40)])[0] == "…a boat that has to wait for the tide"


# ---------------------------------------------------------------- branches


def branch(id: str, parent: str = "", **more: object) -> BranchView:
    return BranchView(turn_id=id, parent=parent, said=id, reply="r", at=NOON, **more)  # type: ignore[arg-type]


def test_only_forks_are_indented_and_the_shown_branch_goes_straight_down() -> None:
    tree = [
        branch("a", shown=True),
        branch("b", "a", shown=True),
        branch("c", "b"),
        branch("d", "c"),
        branch("e", "b", shown=True, head=True),
        branch("f", "c"),
        branch("z"),
    ]
    drawn = branches.drawn(tree)
    assert [(one.lead, one.branch.turn_id) for one in drawn] == [
        ("╭─", "z"),
        ("", "a"),
        ("", "b"),
        ("├─", "c"),
        ("│ ├─", "d"),
        ("│ ", "f"),
        ("", "e"),
    ]
    assert branches.forks(drawn) == ["b", "c"]
    assert branches.head(drawn) == "7 turns   4 branches"
    rows = told(branches.items(drawn, NOON), 30)
    assert rows[1].startswith("● a  r")
    assert rows[3].startswith("├─○ c")
    assert rows[-1].startswith("◉ e")


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), max_size=30), st.data())
def test_every_turn_has_a_row_after_its_parent(parents: list[int], data: st.DataObject) -> None:
    tree = [
        branch(str(n), str(parent % n) if n and parent % (n + 1) else "")
        for n, parent in enumerate(parents)
    ]
    drawn = branches.drawn(tree)
    order = [one.branch.turn_id for one in drawn]
    assert sorted(order) == sorted(one.turn_id for one in tree)
    cells = data.draw(st.integers(20, 80))
    for one in drawn:
        parent = one.branch.parent
        assert not parent or order.index(parent) < order.index(one.branch.turn_id)
        assert all(cell_len(row) <= cells for row in words(branches.entry(one, NOON).rows(cells)))


def test_five_thousand_turns_are_one_column() -> None:
    tree = [branch(str(n), str(n - 1) if n else "", shown=True) for n in range(5_000)]
    assert {one.lead for one in branches.drawn(tree)} == {""}


# ---------------------------------------------------------------- copying


def test_code_is_found_block_by_block() -> None:
    text = "a\n```py\none\n```\nb\n~~~\ntwo\n~~~\n```\nopen"
    assert copying.code_blocks(text) == ["one\n", "two\n", "open"]


def test_only_tools_that_have_a_display_are_asked() -> None:
    def there(name: str) -> str:
        return f"/bin/{name}"

    def names(platform: str = "linux", **environ: str) -> list[str]:
        return [tool.name for tool in copying.tools(environ, there, platform)]

    assert names() == []
    assert names(WAYLAND_DISPLAY="w", DISPLAY=":0") == ["wl-copy", "xclip", "xsel"]
    assert names("darwin") == ["pbcopy"]
    assert names(WSL_DISTRO_NAME="x") == ["clip.exe"]
    assert copying.tools({"DISPLAY": ":0"}, lambda _: None, "linux") == []


async def test_a_tool_is_given_the_text_and_one_that_fails_or_hangs_gives_way(
    tmp_path: Path,
) -> None:
    kept = tmp_path / "kept"
    script = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    takes = copying.Tool((sys.executable, "-S", "-c", script, str(kept)))
    fails = copying.Tool(("/bin/false",))
    gone = copying.Tool((str(tmp_path / "nothing"),))
    assert await copying.by_tool("grüße \ud800", [gone, fails, takes]) == takes.name
    assert kept.read_text() == "grüße ?"
    assert await copying.by_tool("x", [fails]) == ""
    assert not await copying._given(copying.Tool(("/bin/sleep", "60")), b"x", 0.01)


async def test_what_no_tool_took_is_in_a_file_of_the_persons_own_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "tools", lambda: [])
    monkeypatch.setenv("SEL_HOME", str(tmp_path))
    done = await copying.copy("some words")
    assert done.file is not None
    assert done.words("reply").startswith("reply sent to the terminal (OSC 52); also in ")
    assert done.file.read_text() == "some words"
    assert done.words("reply", 40) == "OSC 52, also in …/state/clipboard.txt"
    assert stat.S_IMODE(done.file.stat().st_mode) == 0o600
    done = await copying.copy("x" * 80_000)
    assert "longer than some terminals take" in done.words()
    copying.forget(done.file or tmp_path)
    assert not os.listdir(tmp_path / "state")  # noqa: PTH208
    copying.forget(tmp_path / "not there")
    (tmp_path / "state").rmdir()
    (tmp_path / "state").write_text("no folder")
    assert (await copying.copy("x")).words() == "sent to the terminal (OSC 52)"
    await asyncio.sleep(0)


def test_a_tool_that_took_it_is_named() -> None:
    assert copying.Copied("wl-copy").words("code") == "code copied: wl-copy"
    assert copying.Copied("xclip").words() == "copied: xclip"
