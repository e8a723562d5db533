"""A fixed time zone, so that clocks on the screen read the same everywhere; style sheets are
parsed once; pictures are kept small."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import textual._doc
from face_idle import idle
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tui.svg import small
from tui.widgets.lines import KeyLine


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True, scope="session")
def _small_pictures() -> Iterator[None]:
    """What `snap_compare` keeps is a sixth as large, and its changes can be read line by line."""
    take = textual._doc.take_svg_screenshot
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(textual._doc, "take_svg_screenshot", lambda **how: small(take(**how)))
        yield


@pytest.fixture(autouse=True, scope="session")
def _parsed_once() -> Iterator[None]:
    """Textual parses every sheet anew for each app and each screen that brings one of its own, to
    the same rules, which it only reads: every test would pay for it."""
    parse = Stylesheet._parse_rules
    known: dict[object, list[RuleSet]] = {}

    def once(self: Stylesheet, *given: Any, **named: Any) -> list[RuleSet]:
        key = (given, *sorted(named.items()), frozenset(self._variables.items()))
        if key not in known:
            known[key] = parse(self, *given, **named)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for the app waits for what it does, and for no longer."""
    for where in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{where}.wait_for_idle", idle)
    for name in ("FRAME", "SHARE"):
        monkeypatch.setattr(f"tui.pace.{name}", 0.0)


LASTING = (
    "tui.app.AGAIN",
    "tui.commands.questions.COUNT_SECONDS",
    "tui.screens.main.WHISPER_SECONDS",
    "tui.screens.models_frame.NOTICE_SECONDS",
    "tui.screens.persona.AGAIN",
    "tui.screens.surgery.SEEK_SECONDS",
    "tui.widgets.conversation.MARKED",
)


@pytest.fixture(autouse=True)
def _no_moment_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told for a moment, and what has to come soon after something else, has all the time
    there is: a test on a busy machine may come to it late."""
    for name in LASTING:
        monkeypatch.setattr(name, 3600.0)
    monkeypatch.setattr(KeyLine.tell, "__defaults__", (3600.0,))
