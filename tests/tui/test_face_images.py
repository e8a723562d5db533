"""Pictures and files at the prompt: by path, paste or clipboard; shown, sent, taken back."""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from face_fakes import FakeBrain, drawn, settled
from PIL import Image
from test_face_talk import Face, face, shown
from textual import events
from textual.style import Style

from sel.errors import InputRefused
from sel.events import ReplyStats, SendMessage, TurnFinished, TurnInterrupted
from sel.media import bringing
from sel.media.bringing import bring, pasted_paths, split
from tui import clipped, pictures
from tui.commands.images import complete
from tui.graphics.kinds import by_name
from tui.pictures import Drawn


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "my cat.png"
    Image.new("RGB", (64, 48), "orange").save(path)
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text("one\ntwo\nthree\n")
    return path


def sent(brain: FakeBrain) -> SendMessage:
    (command,) = [one for one in brain.commands if isinstance(one, SendMessage)]
    return command


def chips(one: Face) -> str:
    row = one.app.main.attached
    return str(row.render()) if row.display else ""


async def paste(one: Face, text: str) -> None:
    one.app.main.prompt.post_message(events.Paste(text))
    await settled(one.pilot)


# ------------------------------------------------------------ paths


def test_pasted_paths_are_known_as_terminals_write_them(cat: Path, notes: Path) -> None:
    escaped = str(cat).replace(" ", "\\ ")
    for text in (f"'{cat}'", f'"{cat}"\n', escaped, str(cat), f"file://{cat}".replace(" ", "%20")):
        assert pasted_paths(text) == [cat], text
    assert pasted_paths(f"{escaped} {notes}") == [cat, notes]
    assert pasted_paths(f"{cat}\n{notes}\n") == [cat, notes]


@pytest.mark.parametrize(
    "text",
    ["", "hello", "notes.txt", "/no/such/file.png", "look at {notes}", "it's {notes}", "/", "~x/y"],
)
def test_other_words_stay_words(text: str, notes: Path) -> None:
    assert pasted_paths(text.replace("{notes}", str(notes))) == []


def test_the_words_behind_a_path_are_found(cat: Path) -> None:
    assert split(f"{cat} Who is this?") == (cat, "Who is this?")
    assert split(f'"{cat}" Who?') == (cat, "Who?")
    assert split(str(cat).replace(" ", "\\ ")) == (cat, "")
    assert split("nothing.png here") == (None, "nothing.png here")


def test_pictures_and_folders_are_completed(cat: Path, notes: Path) -> None:
    (cat.parent / "more").mkdir()
    (cat.parent / ".hidden.png").touch()
    base = f"{cat.parent}/"
    assert bringing.completions(base) == [f"{base}more/", str(cat)]
    assert [one.text for one in complete([f"{base}my"])] == [str(cat)]
    assert [one.text for one in complete([f"{base}my", "ca"])] == ["cat.png"]
    assert [one.text for one in complete(["pa"])] == ["paste"]
    assert notes.exists()


def test_what_is_no_picture_and_no_text_is_refused(tmp_path: Path, cat: Path) -> None:
    (tmp_path / "song.ogg").write_bytes(b"OggS" + bytes(100))
    (tmp_path / "torn.png").write_bytes(cat.read_bytes()[:10])
    for name, sentence in (
        ("song.ogg", "neither"),
        ("torn.png", "damaged"),
        ("none", "no such file"),
        (".", "folder"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            bring(tmp_path / name)


# ------------------------------------------------------------ at the prompt


async def test_a_dropped_picture_is_a_chip_and_goes_with_the_message(cat: Path) -> None:
    async with face(FakeBrain(seeing=False)) as one:
        await paste(one, f"'{cat}'")
        assert chips(one) == "▣ my cat.png 64×48 ×"
        assert one.app.main.prompt.text == ""
        frame = one.app.main.query_one("#prompt-frame")
        assert "no model here sees pictures" in str(frame.border_subtitle)
        one.brain.refuse = InputRefused("Not now.")
        await one.send("Who is this?")
        await settled(one.pilot)
        assert "my cat.png" in chips(one), "a refused message keeps its files"
        assert one.app.main.prompt.text == "Who is this?"
        one.brain.refuse = None
        await one.pilot.press("enter")
        await drawn(one.pilot, one.brain)
        command = sent(one.brain)
        assert (command.text, command.images) == ("Who is this?", (str(cat),))
        assert chips(one) == ""
        await settled(one.pilot)
        assert "▣ my cat.png 64×48" in one.messages()[0]
        assert "▀" in one.messages()[0]


async def test_files_are_taken_back_and_text_is_read_in_as_data(cat: Path, notes: Path) -> None:
    async with face() as one:
        await paste(one, f"{notes}\n{cat}")
        assert chips(one).startswith("▤ notes.txt")
        await one.type("a")
        await one.pilot.press("backspace")
        assert "cat" in chips(one)
        await one.pilot.press("backspace")
        assert "cat" not in chips(one)
        await one.app.main.run_action("detach(0)")
        assert chips(one) == ""
        await one.pilot.press("backspace", "enter")
        assert not one.brain.commands
        await paste(one, str(notes))
        await one.send("Sum it up.")
        command = sent(one.brain)
        assert command.text == "Sum it up.\n[file notes.txt]"
        begin, *lines, end = command.data.split("\n")
        assert begin.startswith("[file notes.txt, data ")
        assert lines == ["one", "two", "three"]
        assert end.startswith("[end of data ")


async def test_the_command_sends_at_once_where_there_are_words(cat: Path) -> None:
    async with face() as one:
        await one.send(f"/image {cat}")
        assert "my cat.png" in chips(one)
        assert not one.brain.commands
        await one.send(f"/image {cat} And this?")
        command = sent(one.brain)
        assert (command.text, command.images) == ("And this?", (str(cat),))
        await one.send(f"/image {cat.parent}/none.png")
        assert "There is no such file" in one.notices()[-1]
        gone = one.app.main.conversation
        gone.person("", "you", 0.0, images=(str(cat.parent / "gone.png"),))
        await settled(one.pilot)
        assert shown(gone.messages[-1]).split("\n") == ["You", "▣ gone.png"]


# ------------------------------------------------------------ the clipboard


def tool(folder: Path, output: Path | None) -> Sequence[str]:
    """A clipboard tool that writes a file out, or fails."""
    path = folder / "clip"
    path.write_text(
        f"#!/bin/sh\n{f'cat {output!s}' if output else 'exit 1'}\n".replace("my c", "my\\ c")
    )
    path.chmod(0o755)
    return (str(path),)


async def test_a_picture_from_the_clipboard_is_private_and_goes_after_the_reply(
    cat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipped, "tools", lambda: [tool(tmp_path, cat)])
    async with face() as one:
        await one.send("/image paste")
        await settled(one.pilot)
        assert chips(one) == "▣ pasted.png 64×48 ×"
        await one.send("And this?")
        (path,) = map(Path, sent(one.brain).images)
        assert path.read_bytes() == cat.read_bytes()  # noqa: ASYNC240 - a small file
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        await one.tell(TurnInterrupted(turn_id="turn-1", partial=""))
        assert path.exists(), "the next turn answers it, too"
        await one.tell(TurnFinished(turn_id="turn-1", text="A cat.", stats=ReplyStats()))
        assert not path.exists()
        await one.send("/image paste")
        await settled(one.pilot)
        left = path.parent
        assert left.exists()
        monkeypatch.setattr(clipped, "tools", lambda: [tool(tmp_path, None)])
        await paste(one, "")
        assert "no picture on the clipboard" in one.notices()[-1]
        monkeypatch.setattr(clipped, "tools", list)
        await one.send("/image paste")
        assert "No tool here" in one.notices()[-1]
    assert not left.exists()


def test_the_tools_of_each_system_are_known() -> None:
    both = {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}
    assert [one[0] for one in clipped.tools(both, "linux")] == ["wl-paste", "xclip"]
    assert [one[0] for one in clipped.tools({}, "linux")] == []
    assert [one[0] for one in clipped.tools({}, "darwin")] == ["pngpaste", "osascript"]
    assert clipped.unpacked("«data PNGf89504E470D».".encode()) == b"\x89PNG\r"
    assert clipped.unpacked(b"\x89PNG as it is") == b"\x89PNG as it is"


# ------------------------------------------------------------ drawing


def test_a_picture_is_drawn_in_half_blocks(tmp_path: Path) -> None:
    path = tmp_path / "flag.png"
    flag = Image.new("RGBA", (4, 5), "red")
    flag.paste((0, 0, 255, 255), (0, 3, 4, 5))
    flag.putpixel((0, 0), (0, 0, 0, 0))
    flag.save(path)
    made = pictures.drawn(str(path))
    assert made.size == "4×5"
    assert [line.text.plain for line in made.lines] == ["▄▀▀▀", "▀▀▀▀", "▀▀▀▀"]
    assert all(line.mute for line in made.lines)


def test_a_preview_fits_whatever_the_picture_is(tmp_path: Path) -> None:
    for wide, high in ((2000, 10), (10, 2000), (900, 900), (1, 1)):
        path = tmp_path / f"{wide}.png"
        Image.new("L", (wide, high)).save(path)
        lines = pictures.drawn(str(path)).lines
        assert 1 <= len(lines) <= pictures.ROWS
        assert all(line.text.cell_length <= pictures.COLUMNS for line in lines)


def test_without_pillow_name_and_size_are_left(cat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert pictures.drawn(str(cat)) == Drawn("64×48")
    assert pictures.drawn(str(cat.parent / "gone.png")) == Drawn()
    torn = cat.parent / "torn.png"
    torn.write_bytes(cat.read_bytes()[:40])
    assert pictures.drawn(str(torn)).lines == ()


def test_a_terminal_with_graphics_is_handed_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "noise.png"
    Image.effect_noise((700, 400), 80).save(path)
    made = pictures.drawn(str(path), "kitty")
    commands = re.findall("\x1b_G([^;]*);([^\x1b]*)\x1b\\\\", made.told)
    assert len(commands) > 1
    assert all(len(data) <= 4096 for _, data in commands)
    assert [keys.rpartition("m=")[2] for keys, _ in commands] == ["1"] * (len(commands) - 1) + ["0"]
    said = dict(pair.split("=") for pair in commands[0][0].split(","))
    whole = base64.b64decode("".join(data for _, data in commands))
    with Image.open(io.BytesIO(whole)) as shown_there:
        assert shown_there.size == (400, 229)
    rows, columns = len(made.lines), made.lines[0].text.cell_length
    assert (said["r"], said["c"], said["U"], said["q"]) == (str(rows), str(columns), "1", "2")
    assert (rows, columns) == (12, 40)
    cells = [re.findall("\U0010eeee(.)(.)", line.text.plain) for line in made.lines]
    assert len({cell for row in cells for cell in row}) == rows * columns, "each is named apart"
    (span,) = made.lines[0].text.spans
    assert isinstance(span.style, Style)
    assert span.style.foreground is not None
    red, green, blue = span.style.foreground.rgb
    assert red << 16 | green << 8 | blue == int(said["i"])


def test_only_terminals_that_say_so_are_handed_pictures() -> None:
    kitten = {"TERM": "xterm-kitty", "COLORTERM": "truecolor"}
    assert by_name(kitten) == "kitty"
    assert by_name({"TERM_PROGRAM": "ghostty", "COLORTERM": "24bit"}) == "kitty"
    for more in ({"TMUX": "yes"}, {"STY": "1.tty"}, {"TERM": "tmux-256color"}, {"NO_COLOR": "1"}):
        assert by_name(kitten | more) == "blocks", more
    for more in ({"COLORTERM": ""}, {"TERM": "xterm"}):
        assert by_name(kitten | more) is None, "it must be asked"
