"""Pictures that the terminal paints over cells: when they are painted, and what it is asked."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from face_fakes import settled
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from test_face_talk import Face, face, shown
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.widgets import Static

from sel.events import MessageView
from tui.graphics import asking, easel
from tui.graphics.answers import Answers
from tui.graphics.easel import Painted
from tui.graphics.kinds import by_name
from tui.widgets.message import PersonMessage

PAINTING = re.compile("\x1b\\[(\\d+);(\\d+)H\x1bP0;1q[^\x1b]*\x1b\\\\")

# ------------------------------------------------------------ what a terminal can


def test_names_tell_what_a_terminal_draws() -> None:
    assert by_name({"TERM_PROGRAM": "iTerm.app"}) == "iterm"
    assert by_name({"TERM_PROGRAM": "WezTerm", "TERM": "xterm-256color"}) == "iterm"
    assert by_name({"LC_TERMINAL": "iTerm2"}) == "iterm", "through ssh"
    assert by_name({"LC_TERMINAL": "iTerm2", "TERM_PROGRAM": "vscode"}) is None
    assert by_name({"TERM_PROGRAM": "iTerm.app", "TMUX": "1"}) == "blocks"
    assert by_name({"LC_TERMINAL": "iTerm2", "TERM": "screen-256color"}) == "blocks"
    assert by_name({"TERM": "foot"}) is None


SIZE, ABLE = "\x1b[6;17;8t", "\x1b[?64;1;4c"


@given(
    st.integers(len("\x1b[6;"), len(SIZE)),
    st.integers(len("\x1b[?"), len(ABLE)),
    st.sampled_from(["", "a", "\x1b", "\x1b[A", "\x1b[6;5~"]),
)
def test_answers_are_taken_out_of_what_is_typed(one: int, other: int, key: str) -> None:
    """However they are cut, as long as they can be told from keys; and no key waits."""
    answers = Answers()
    assert answers.without(key) == key
    assert answers.without(key + SIZE[:one]) == key
    assert answers.without(f"{SIZE[one:]}é{ABLE[:other]}") == "é"
    assert answers.without(ABLE[other:] + key) == key
    assert answers.cell == (8, 17)
    assert answers.abilities == frozenset((1, 4))


def test_a_terminal_is_not_what_it_can() -> None:
    answers = Answers()
    assert answers.without("\x1b[?4;1c\x1b[6;0;0t") == ""
    assert answers.abilities == frozenset((1,))
    assert answers.cell is None


# ------------------------------------------------------------ when they are painted


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    cat = Image.new("RGB", (400, 240), "orange")
    cat.paste("navy", (0, 0, 200, 120))
    cat.save(path)
    return path


@pytest_asyncio.fixture
async def one(cat: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Face]:
    """A face whose terminal has Sixel and cells of 8×17; its last message has a picture."""
    monkeypatch.setattr(asking.Asking, "kind", lambda self: "sixel")
    monkeypatch.setattr(asking.Asking, "cell", lambda self: (8, 17))
    async with face() as one:
        answer(one, ABLE)
        one.app.main.conversation.person("Look!", "you", 0.0, "t", images=(str(cat),))
        await _painted(one)
        yield one


async def _painted(one: Face) -> None:
    """Wait until it is made; it is asked for when it is missed."""
    for _ in range(200):
        if places(one):
            return
        await settled(one.pilot)
    raise AssertionError("nothing was painted")


def answer(one: Face, text: str) -> None:
    """Let the terminal say this."""
    assert one.app.easel.terminal._answers.without(text) == ""


def message(one: Face) -> PersonMessage:
    found = one.app.main.conversation.messages[-1]
    assert isinstance(found, PersonMessage)
    return found


def written(one: Face, update: CompositorUpdate | None = None) -> str:
    """What a terminal would be sent for this update, or for the whole screen."""
    if update is not None:
        return one.app.easel.paintings(update)
    whole = one.app.screen._compositor.render_update(True, one.app._background_screens)
    over = one.app.easel.over(whole)
    return over.render_segments(one.app.console) if isinstance(over, Painted) else ""


def places(one: Face, update: CompositorUpdate | None = None) -> list[tuple[int, int]]:
    """Columns and rows, from 0, at which pictures are painted."""
    return [(int(x) - 1, int(y) - 1) for y, x in PAINTING.findall(written(one, update))]


def blocks(one: Face) -> tuple[int, int]:
    """Where the first of the half blocks are."""
    rows = [
        "".join(piece.text for piece in strip)
        for strip in one.app.screen._compositor.render_strips()
    ]
    return next((row.index("▀▀▀"), y) for y, row in enumerate(rows) if "▀▀▀" in row)


async def test_a_picture_stands_over_its_blocks_and_fills_them(one: Face) -> None:
    assert places(one) == [blocks(one)]
    assert '"1;1;320;204' in written(one), "40 cells of 8, 12 of 17"
    assert shown(message(one)).count("▀" * 40) == 12, "the blocks stay"


@pytest.mark.parametrize("able", [True, False])
async def test_an_answer_may_come_late(
    one: Face, able: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = one.app.easel.terminal
    terminal._answers.abilities = None
    assert places(one) == [], "it has not said that it can"
    updates: list[object] = []
    monkeypatch.setattr(one.app, "_display", lambda screen, update: updates.append(update))
    answer(one, ABLE if able else "\x1b[?64;1c")
    await settled(one.pilot)
    assert any(isinstance(update, LayoutUpdate) for update in updates), "all is written again"
    assert bool(places(one)) is able


async def test_a_picture_goes_with_its_message(one: Face) -> None:
    before = places(one)
    one.app.main.conversation.person("And?", "you", 0.0)
    await settled(one.pilot)
    assert places(one) == [blocks(one)] != before


async def test_only_what_was_wiped_is_painted_again(one: Face) -> None:
    ((x, y),) = places(one)
    elsewhere = message(one).region.right
    for spans, painted in (
        ([(y, x, x + 3)], True),
        ([(y - 2, 0, 120), (y + 11, x + 50, x + 51)], True),
        ([(y - 1, 0, 120), (y + 12, 0, 120)], False),
        ([(y + 3, elsewhere, 120)], False),
    ):
        assert bool(places(one, ChopsUpdate([], spans, []))) is painted, spans


async def test_what_is_covered_is_not_painted(one: Face) -> None:
    ((x, y),) = places(one)
    await one.pilot.press("f1")
    await settled(one.pilot)
    assert places(one) == [], "another screen"
    await one.pilot.press("escape")
    await settled(one.pilot)
    assert places(one) == [(x, y)]
    cover = Static("a cover")
    cover.styles.overlay, cover.styles.width, cover.styles.offset = "screen", 7, (x + 39, y + 11)
    cover.styles.position = "absolute"
    await one.app.screen.mount(cover)
    await settled(one.pilot)
    assert places(one) == [], "its last cell is covered"
    cover.styles.offset = (x + 40, y + 11)
    await settled(one.pilot)
    assert places(one) == [(x, y)], "beside it"


async def test_what_is_not_wholly_in_sight_is_not_painted(one: Face) -> None:
    for number in range(9):
        one.app.main.conversation.person(f"{number}", "you", 0.0)
    await settled(one.pilot)
    assert "\x1bP" not in written(one), "scrolled away in part"
    assert "▀▀▀" in written(one)
    one.app.main.conversation.scroll_home(animate=False)
    await settled(one.pilot)
    assert places(one) == [blocks(one)]


async def test_in_haste_there_are_blocks_until_it_is_still(
    one: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(easel, "RATE", 1.0)
    assert places(one), "there was time"
    monkeypatch.setattr(easel, "REST", 1e9)
    assert places(one) == places(one) == []
    monkeypatch.setattr(easel, "REST", 0.05)
    assert places(one) == []
    for _ in range(200):
        await settled(one.pilot)
        if one.app.easel._rest is None:
            break
    assert places(one), "the blocks were written again, and the picture over them"


async def test_the_ground_is_the_themes(one: Face) -> None:
    before = written(one)
    one.app.theme = "sel-light"
    await settled(one.pilot)
    assert places(one) == [], "it is made anew"
    await _painted(one)
    assert PAINTING.search(written(one)) != PAINTING.search(before)


async def test_cells_of_another_size_are_filled_anew(
    one: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates: list[object] = []
    monkeypatch.setattr(one.app, "_display", lambda screen, update: updates.append(update))
    monkeypatch.setattr(asking.Asking, "cell", lambda self: (7, 15))
    one.app.post_message(events.Resize(one.app.size, one.app.size))
    await settled(one.pilot)
    assert any(isinstance(update, LayoutUpdate) for update in updates), "as many as before"
    await _painted(one)
    assert '"1;1;280;180' in written(one)


async def test_a_message_that_has_no_picture_any_more_shows_none(one: Face) -> None:
    message(one).become(MessageView(role="person", text="Look!", person="you", turn_id="t"))
    await settled(one.pilot)
    assert places(one) == []
    assert not one.app.easel._hung


async def test_what_is_gone_is_forgotten(one: Face) -> None:
    one.app.main.conversation.wipe()
    await settled(one.pilot)
    assert places(one) == []
    assert not one.app.easel._hung


async def test_where_there_is_no_terminal_nothing_is_asked_or_painted(cat: Path) -> None:
    async with face() as one:
        for wish, kind in (("auto", "blocks"), ("sixel", "blocks"), ("off", "off")):
            one.app.easel.wish = wish
            assert one.app.easel.kind() == kind
        one.app.main.conversation.person("", "you", 0.0, images=(str(cat),))
        await settled(one.pilot)
        assert shown(message(one)) == "You\n▣ cat.png 400×240"
        one.app.comforts._apply("pictures", "blocks")
        await settled(one.pilot)
        await settled(one.pilot)
        assert shown(message(one)).count("▀" * 40) == 12


# ------------------------------------------------------------ in a terminal of its own


class Talk:
    """`sel --demo` in a terminal of 100×70 cells of 8×17 pixels: what SEL asks before it remembers
    stands above the picture or below it, as it comes."""

    def __init__(self) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 70, 100, 800, 1190))
        own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "100", "LINES": "70"}
        other = ("TMUX", "STY", "NO_COLOR", "TERM_PROGRAM", "LC_TERMINAL")
        self.pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "sel", "--demo"],
            {key: value for key, value in os.environ.items() if key not in other} | own,
            file_actions=[(os.POSIX_SPAWN_DUP2, theirs, number) for number in (0, 1, 2)],
            setsid=True,
        )
        os.close(theirs)
        self.said = ""

    def until(self, text: str) -> None:
        """Read until this was written."""
        begin, late = len(self.said), time.monotonic() + 60.0
        while text not in self.said[begin:]:
            assert time.monotonic() < late, f"no {text!r} in {self.said[-2000:]!r}"
            if select.select([self.ours], [], [], 0.1)[0]:
                self.said += os.read(self.ours, 65536).decode(errors="replace")

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def end(self) -> None:
        os.kill(self.pid, 15)
        try:
            while select.select([self.ours], [], [], 30.0)[0] and os.read(self.ours, 65536):
                pass
        except OSError:  # it is closed at the other end
            pass
        os.waitpid(self.pid, 0)
        os.close(self.ours)


def test_a_terminal_with_sixel_is_asked_and_told(cat: Path) -> None:
    talk = Talk()
    try:
        talk.until("ay something")
        talk.type(f"/image {cat} Who")
        talk.until("Who")
        assert "\x1b[c" not in talk.said, "nobody is asked before there is a picture"
        talk.type("\r")
        talk.until("\x1b[16t\x1b[c")
        talk.type("\x1b[?64;1")
        talk.type(";4;22c")
        talk.until("\x1bP0;1q")
        assert '"1;1;320;204' in talk.said
        talk.type("hm")
        talk.until("hm")
        assert ";22c" not in talk.said
        assert "?64" not in talk.said
    finally:
        talk.end()
