"""Who looks elsewhere is told that a reply is there, in no words of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from face_house import at_home, folder, house
from textual import events

from sel.events import TextArrived, TurnFinished
from tui.telling import BELL, TITLE, Telling, notification, title

KITTY = {"KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"}


def written(how: str, environ: dict[str, str], *, tool: bool = True) -> tuple[str, list[str]]:
    out: list[str] = []
    ran: list[str] = []

    def run(command: list[str]) -> bool:
        ran.append(command[0])
        return tool

    telling = Telling(out.append, environ, run)
    telling.ended(how)
    telling.ended(how)
    telling.looked()
    telling.looked()
    return "".join(out), ran


def test_the_title_comes_and_goes() -> None:
    out, ran = written("title", {})
    assert out.count(title(TITLE)) == 2
    assert out.startswith("\x1b[22;2t")
    assert out.endswith("\x1b[23;2t")
    assert out.count("\x1b[23;2t") == 1
    assert not ran
    assert written("off", {}) == ("", [])
    assert written("bell", {})[0].count(BELL) >= 2


@pytest.mark.parametrize(
    ("environ", "begins"),
    [
        (KITTY, "\x1b]99;"),
        ({"TERM_PROGRAM": "WezTerm"}, "\x1b]9;"),
        ({"TERM": "foot"}, "\x1b]777;notify;"),
        ({"TERM": "xterm-256color"}, ""),
        ({**KITTY, "TMUX": "/tmp/x"}, ""),  # noqa: S108 - no file
    ],
)
def test_each_terminal_has_its_own_way(environ: dict[str, str], begins: str) -> None:
    assert notification(environ).startswith(begins)
    assert bool(notification(environ)) == bool(begins)


def test_without_a_way_of_the_terminal_the_desktop_is_asked_else_the_bell() -> None:
    assert written("desktop", {"DISPLAY": ":0"})[1] == ["notify-send"] * 2
    out, ran = written("desktop", {"DISPLAY": ":0"}, tool=False)
    assert out.count(f"{title(TITLE)}{BELL}") == 2
    assert ran
    assert written("desktop", KITTY)[1] == []


async def test_only_who_looks_elsewhere_is_told(tmp_path: Path) -> None:
    async with at_home(house(folder(tmp_path), 'notify = "title"\n')) as it:
        out: list[str] = []
        it.app.comforts.telling._write = out.append
        await it.tell(TextArrived(turn_id="a", text="hi"), TurnFinished(turn_id="a", text="hi"))
        assert out == []
        it.app.post_message(events.AppBlur())
        await it.pilot.pause()
        await it.tell(TurnFinished(turn_id="x", text="on Discord", channel="elsewhere"))
        assert out == []
        await it.tell(TurnFinished(turn_id="b", text="secret words"))
        assert title(TITLE) in out
        assert "secret" not in "".join(out)
        it.app.post_message(events.AppFocus())
        await it.pilot.pause()
        assert out[-1].endswith("\x1b[23;2t")
