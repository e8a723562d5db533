"""The first frame waits for nothing it does not show; the yardsticks work on a real terminal."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from face_fakes import FakeBrain, FakeSettings
from rich.console import RenderableType
from test_face_talk import face
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from tui.app import SelApp
from tui.bench import measures
from tui.bench.children import MARK
from tui.bench.terminal import Terminal

LATE = (
    "sel.events",
    "sel.bus",
    "sel.brain",
    "markdown_it",
    "pygments",
    "tui.commands",
    "tui.drawings",
    "tui.screens.desk",
    "tui.screens.figures",
    "tui.screens.log",
)
"""Not needed for the first frame."""
PATIENCE = 60.0
"""Seconds in which anything is on the screen, however busy the machine."""


def test_importing_the_app_loads_only_the_first_frame() -> None:
    script = "import sys, tui.app; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "tui.screens.main" in loaded
    assert not {name for name in loaded if name.startswith(LATE)}


@pytest.mark.parametrize("dark", [True, False])
async def test_styles_are_read_once_before_the_first_frame(
    monkeypatch: pytest.MonkeyPatch, dark: bool
) -> None:
    read: list[object] = []
    monkeypatch.setattr(Stylesheet, "reparse", lambda sheet: read.append(sheet))
    app = SelApp(FakeBrain(), FakeSettings(theme="sel-dark" if dark else "sel-light"))
    async with app.run_test():
        assert not read
        ground = app.screen.styles.background
        assert ground == Color.parse(app.get_css_variables()["background"])
        assert (app.has_class("-dark-mode"), app.has_class("-light-mode")) == (dark, not dark)


async def test_what_is_typed_is_drawn_without_waiting_for_a_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with face() as it:
        painted: list[str] = []
        monkeypatch.setattr(it.app.main._update_timer, "resume", lambda: None)
        display = SelApp._display

        def displaying(app: SelApp, screen: Screen[object], update: RenderableType | None) -> None:
            painted.append(it.app.main.prompt.text)
            display(app, screen, update)

        monkeypatch.setattr(SelApp, "_display", displaying)
        it.app.main.prompt.insert("at once")
        for _ in range(100):
            if painted:
                break
            await asyncio.sleep(0.01)
        assert painted[:1] == ["at once"]


def child(*words: str) -> Terminal:
    return Terminal([sys.executable, "-m", "tui.bench", "--child", *words])


def test_keys_are_echoed_while_text_streams(tmp_path: Path) -> None:
    terminal = child("stream", "6", str(tmp_path / "figures.json"))
    try:
        assert terminal.until(MARK.encode(), PATIENCE) is not None
        assert terminal.until(b"kettle", PATIENCE) is not None
        since = len(terminal.output)
        terminal.write("ж".encode())
        assert terminal.until("ж".encode(), PATIENCE, since) is not None
        assert len(terminal.frames) > 3
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(number: signal.Signals) -> None:
    terminal = child("face")
    try:
        assert terminal.until(MARK.encode(), PATIENCE) is not None
        time.sleep(0.3)
        os.kill(terminal.pid, number)
        assert terminal.until(b"\x1b[?1049l", PATIENCE) is not None  # the alternate screen is left
        assert b"Traceback" not in terminal.output
    finally:
        terminal.close()


def test_a_megabyte_can_be_pasted() -> None:
    terminal = child("face")
    try:
        assert terminal.until(MARK.encode(), PATIENCE) is not None
        since = len(terminal.output)
        paste = b"\x1b[200~" + b"some words on a line\r" * 50_000 + b"\x1b[201~"
        for at in range(0, len(paste), 4096):
            terminal.write(paste[at : at + 4096])
            terminal.read(0)
        assert terminal.until(b"[pasted 1.1 MB", PATIENCE, since) is not None
    finally:
        terminal.close()


def test_a_lost_key_counts_as_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf:
        output = bytearray()

        def write(self, data: bytes) -> None:
            self.output += b""

        def until(self, text: bytes, seconds: float, since: int) -> float | None:
            return None

        def read(self, seconds: float) -> bool:
            return True

    monkeypatch.setattr(measures, "KEYS", "ab")
    monkeypatch.setattr(measures, "BETWEEN_KEYS", 0.0)
    echoes = list(measures._echoes(Deaf(), time.perf_counter() + 5))  # type: ignore[arg-type]
    assert echoes == [pytest.approx(1.0), pytest.approx(1.0)]
