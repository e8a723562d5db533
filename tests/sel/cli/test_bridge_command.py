"""`sel bridge`: what it says to whom, and what it never prints."""

from __future__ import annotations

import ctypes.util
import importlib.util
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sel import paths as places
from sel.brain.door import control
from sel.bridge_events import (
    BridgeChanged,
    BridgeState,
    BridgeView,
    PauseChannel,
    PlaceView,
    SetBridge,
)
from sel.cli import bridge as command
from sel.cli import doctor_bridge
from sel.cli.bridge_guide import guide
from sel.cli.bridge_print import CLEAR, JsonPrinter, LinePrinter, Printer
from sel.cli.bridged import ALIVE, Bridged, figures
from sel.cli.doctor_check import Check
from sel.cli.main import main
from sel.config.token import TOKEN, Token
from sel.errors import BridgeError, IntentMissing, SelError, TokenRefused
from sel.events import (
    Command,
    EngineChanged,
    EngineView,
    ErrorView,
    Event,
    MessageReceived,
    NoticeGiven,
    ReplyStats,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)

WORDS = "kumquat"
MADE_UP = "MTA1NzUzODQzNTk4NjgwMzcxMg.GaBcDe." + "x" * 38


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the token of whoever runs this."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(TOKEN, raising=False)


# ---------------------------------------------------------------- the first time


def test_the_first_time_it_says_how_to_make_a_bot(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bridge"]) == command.NO_TOKEN
    said = capsys.readouterr().out
    for word in ("New Application", "Message Content Intent", "Reset Token", TOKEN, "chmod 600"):
        assert word in said
    link = re.search(r"https://discord\.com/oauth2/authorize\S+", said)
    assert link is not None
    permissions = re.search(r"permissions=(\d+)", link[0])
    assert permissions is not None
    assert "client_id=YOUR_APPLICATION_ID" in link[0]
    assert "applications.commands" in link[0]


def test_the_link_asks_for_what_sel_needs_and_for_nothing_dangerous() -> None:
    from bridge.invite import permissions

    asked = permissions()
    assert asked.send_messages
    assert asked.speak
    assert asked.add_reactions
    dangerous = (name for name, on in asked if on and ("manage" in name or "ban" in name))
    assert list(dangerous) == []
    assert not any((asked.administrator, asked.mention_everyone, asked.kick_members))


def test_without_the_library_installing_it_is_the_first_step() -> None:
    text = guide("")
    assert text.index("make install-discord") < text.index("New Application")
    numbers = [int(found) for found in re.findall(r"^(\d)\. ", text, re.MULTILINE)]
    assert numbers == [1, 2, 3, 4, 5, 6]
    shorter = guide("https://discord.com/x")
    assert [int(one) for one in re.findall(r"^(\d)\. ", shorter, re.MULTILINE)] == [1, 2, 3, 4, 5]


def test_a_token_on_the_command_line_is_refused_unsaid(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--token", MADE_UP], [f"--discord-token={MADE_UP}"], [MADE_UP]):
        assert main(["bridge", *arguments]) == 3
        said = capsys.readouterr()
        assert MADE_UP not in said.out + said.err
        assert "everybody on this machine" in said.err


def test_a_strange_token_is_refused_unsaid(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"{TOKEN}='two words'\n")
    assert main(["bridge"]) == 3
    assert "two words" not in capsys.readouterr().err


def test_check_without_a_running_sel(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bridge", "--check"]) == 1
    assert "No SEL runs here." in capsys.readouterr().err


@pytest.mark.parametrize("state", ["off", "connecting", "ready", "reconnecting", "failed"])
def test_check_asks_the_sel_that_runs(
    state: BridgeState, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = figures(BridgeView(state=state, detail="It is so.", name=WORDS))
    monkeypatch.setattr(control, "ask", lambda paths, question: answer)
    assert main(["bridge", "--check"]) == (0 if state in ALIVE else 1)
    assert f"Discord: {state} · It is so." in capsys.readouterr().out
    main(["bridge", "--check", "--json"])
    assert json.loads(capsys.readouterr().out)["state"] == state


# ---------------------------------------------------------------- what is printed

EVENTS: list[Event] = [
    BridgeChanged(bridge=BridgeView(state="connecting", detail="SEL is on its way to Discord.")),
    EngineChanged(engine=EngineView(state="waking")),
    EngineChanged(engine=EngineView(state="ready")),
    BridgeChanged(
        bridge=BridgeView(
            state="ready",
            name=WORDS,
            guilds=2,
            shards=1,
            latency=0.0421,
            places=(PlaceView(channel="discord:1", name=WORDS, guild=WORDS, waiting=3),),
        )
    ),
    MessageReceived(channel="discord:1", text=WORDS, person="discord:5", name=WORDS),
    TurnStarted(channel="discord:1", turn_id="t1"),
    TextArrived(channel="discord:1", turn_id="t1", text=WORDS),
    TurnFinished(channel="discord:1", turn_id="t1", text=WORDS, stats=ReplyStats(made_tokens=9)),
    TurnSilenced(channel="discord:1", turn_id="t2", reason="not for SEL"),
    TurnInterrupted(channel="discord:1", turn_id="t3", partial=WORDS),
    TurnFailed(
        channel="discord:1", turn_id="t4", partial=WORDS, error=ErrorView(kind="X", title=WORDS)
    ),
    NoticeGiven(title=f"reminder: feed the {WORDS}"),
    NoticeGiven(channel="discord:1", title=WORDS, level="problem"),
    NoticeGiven(title="The disk is full.", hint="Make room.", level="warning"),
]

Make = Callable[[io.StringIO], Printer]


@pytest.mark.parametrize(
    "make",
    [
        lambda out: JsonPrinter(out, out),
        lambda out: LinePrinter(out, live=True),
        lambda out: LinePrinter(out, live=False),
    ],
)
def test_nobodys_words_are_printed(make: Make) -> None:
    out = io.StringIO()
    printer = make(out)
    for event in EVENTS:
        printer.show(event)
    printer.end()
    assert out.getvalue()
    assert WORDS not in out.getvalue()


def test_json_is_one_object_a_line_and_says_what_happened() -> None:
    out = io.StringIO()
    printer = JsonPrinter(out, out)
    for event in (*EVENTS, EVENTS[3], EVENTS[3]):
        printer.show(event)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["type"] for one in lines] == [
        "BridgeChanged",
        "EngineChanged",
        "EngineChanged",
        "BridgeChanged",
        "TurnStarted",
        "TurnFinished",
        "TurnSilenced",
        "TurnInterrupted",
        "TurnFailed",
    ]
    assert lines[3]["waiting"] == 3
    assert lines[3]["places"] == 1
    assert lines[5]["stats"]["made_tokens"] == 9
    assert lines[6]["reason"] == "not for SEL"


def test_in_a_pipe_a_line_comes_when_something_has_changed() -> None:
    out = io.StringIO()
    printer = LinePrinter(out, live=False)
    for event in EVENTS:
        printer.show(event)
    assert out.getvalue().splitlines() == [
        "Discord: connecting · SEL is on its way to Discord.",
        "Discord: connecting · model: waking · SEL is on its way to Discord.",
        "Discord: connecting · SEL is on its way to Discord.",
        "Discord: ready · 2 servers",
        "The disk is full. Make room.",
        "Discord: ready · 2 servers",
    ]


def test_on_a_terminal_one_line_changes() -> None:
    out = io.StringIO()
    printer = LinePrinter(out, live=True)
    for event in EVENTS[:8]:
        printer.show(event)
    shown = out.getvalue().split(CLEAR)
    assert [one for one in shown if one.endswith("\n")] == ["SEL is on its way to Discord.\n"]
    assert shown[-1] == "Discord: ready · 2 servers · 1 reply · 3 waiting · 42 ms"
    printer.show(EVENTS[-1])
    assert "The disk is full. Make room.\n" in out.getvalue()
    printer.end()
    assert out.getvalue().endswith("\n")


def test_a_line_that_changes_never_wraps_and_a_link_stays_whole() -> None:
    out = io.StringIO()
    printer = LinePrinter(out, live=True, columns=20)
    link = "https://discord.com/oauth2/authorize?client_id=5"
    ready = BridgeView(state="ready", guilds=0, detail=f"In no server yet: {link}")
    printer.show(BridgeChanged(bridge=ready))
    printer.show(BridgeChanged(bridge=ready))
    assert out.getvalue().count(link) == 1
    assert len(out.getvalue().split(CLEAR)[-1]) == 19


# ---------------------------------------------------------------- behind the brain


class FakeBridge:
    def __init__(self) -> None:
        self.failure: SelError | None = None
        self.took: list[Command] = []

    async def obey(self, command: Command) -> None:
        self.took.append(command)

    async def stop(self) -> None:
        self.took.append(SetBridge(on=False))

    def view(self) -> BridgeView:
        return BridgeView(state="ready", guilds=1)


async def test_the_bridge_is_made_with_the_first_wish_for_it() -> None:
    made: list[FakeBridge] = []

    def make() -> FakeBridge:
        made.append(FakeBridge())
        return made[-1]

    bridged = Bridged(make)
    await bridged.obey(SetBridge(on=False))
    await bridged.stop()
    assert bridged.view() == BridgeView()
    assert bridged.failure() is None
    assert made == []
    await bridged.obey(SetBridge(on=True))
    await bridged.obey(PauseChannel(channel="discord:1", paused=True))
    await bridged.stop()
    assert [type(one).__name__ for one in made[0].took] == [
        "SetBridge",
        "PauseChannel",
        "SetBridge",
    ]
    answer: dict[str, Any] = await bridged.answers()["bridge"]({})
    assert (answer["state"], answer["alive"], answer["guilds"]) == ("ready", True, 1)
    json.dumps(answer)


async def test_where_there_is_no_way_to_discord_that_is_said() -> None:
    with pytest.raises(BridgeError):
        await Bridged(None).obey(SetBridge(on=True))


@pytest.mark.parametrize(
    ("error", "code"),
    [(TokenRefused("No."), 3), (IntentMissing("No."), 4), (BridgeError("No."), 1)],
)
def test_each_final_error_has_its_exit_code(
    error: SelError, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(command, "_check", fail)
    assert main(["bridge", "--check"]) == code
    assert capsys.readouterr().err == "No.\n"


# ---------------------------------------------------------------- the doctor


def examined(token: Token) -> dict[str, Check]:
    return {one.name: one for one in doctor_bridge.bridge_checks(token)}


@pytest.fixture
def all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: name)
    monkeypatch.setattr(shutil, "which", lambda name: name)


@pytest.mark.usefixtures("all_there")
def test_the_doctor_knows_of_the_token_and_does_not_tell_it(tmp_path: Path) -> None:
    checks = examined(Token(MADE_UP))
    assert {one.status for one in checks.values()} == {"ok"}
    assert MADE_UP not in str(checks)
    assert "sel bridge" in examined(Token())["Discord token"].fix
    assert examined(Token("a b"))["Discord token"].status == "warning"
    (tmp_path / ".env").write_text(f"{TOKEN}={MADE_UP}\n")
    (tmp_path / ".env").chmod(0o644)
    assert "chmod" in examined(Token(folder=tmp_path))["Discord token"].fix


@pytest.mark.usefixtures("all_there")
def test_the_doctor_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "ffmpeg missing" in examined(Token(MADE_UP))["Discord voice"].detail
    assert "Discord voice" not in examined(Token())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    (only,) = examined(Token()).values()
    assert only.status == "ok"
    assert "make install-discord" in only.fix


def test_its_folders_are_those_of_sel() -> None:
    from sel.cli.bridge_parts import bridge_parts
    from sel.config.settings import Settings

    parts = bridge_parts(Settings(), places.find().ready(), Token(MADE_UP))
    book = parts.open_book()
    book.table("t").insert({"a": 1})
    book.close()
    assert (places.find().data / "bridge").is_dir()
    assert MADE_UP not in repr(parts)
