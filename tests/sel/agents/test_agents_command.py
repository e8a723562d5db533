"""`sel agents`, as typed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from agents_stage import GREETER, put

from sel.cli.main import main


@pytest.fixture
def config(home: Path) -> Path:
    folder = home / "config"
    folder.mkdir(parents=True)
    return folder


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_list(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(config / "agents", greet=GREETER, torn="def")
    assert main(["agents", "list"]) == 0
    said = capsys.readouterr()
    assert "\ndice          dice such as" in said.out
    assert "\ngreet         says hello (own)\n" in said.out
    assert said.err == "torn.py failed in line 1: SyntaxError.\n"


def test_the_list_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents", "list", "--json"]) == 0
    found = {row["name"]: row for row in rows(capsys)}
    assert {"time", "calculator", "dice", "units", "machine", "weather", "page", "notes"} == {
        *found
    }
    assert found["calculator"]["lasting"] == 3600
    assert found["calculator"]["source"] == "built-in"
    assert not home.exists() or not (home / "config" / "agents").exists()


def test_one_of_them(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(config / "agents", greet=GREETER)
    assert main(["agents", "show", "greet"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("greet (own): says hello\nanswers are kept for 300 s;")
    assert '  name: {"type": "string", "default": "you"}' in said
    assert "  asked by: say hello to {name}" in said
    assert main(["agents", "show", "calculator", "--json"]) == 0
    (row,) = rows(capsys)
    assert row["arguments"]["required"] == ["sum"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["calculator", "15% of 80"], "15% of 80 = 12\n"),
        (["calculator", "sum=2*3"], "2*3 = 6\n"),
        (["units", "5", "km", "in", "miles"], "5 km ≈ 3.106856 miles\n"),
        (["greet", '{"name": "Bo"}'], "hello Bo from you\n"),
    ],
)
def test_asking_one(
    config: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    put(config / "agents", greet=GREETER)
    assert main(["agents", "run", *arguments]) == 0
    assert capsys.readouterr().out == said


def test_asking_one_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agents", "run", "calculator", "1/3", "--json"]) == 0
    (row,) = rows(capsys)
    assert (row["ok"], row["agent"], row["text"]) == (True, "calculator", "1/3 ≈ 0.333333333333")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "butler"], "There is no agent called butler. `sel agents list` names them."),
        (["show", "butler"], "There is no agent called butler."),
        (["run", "calculator", "1/0"], "Nothing can be divided by zero."),
        (["run", "calculator", "{"], "What stands in the braces is not JSON."),
        (["run", "units", "five"], "Please name the arguments: amount=… unit=… to=…."),
        (["run", "notes", "x"], "There is no place for notes here."),
        (["run", "page", "http://127.0.0.1/"], "This page is not on the public internet"),
    ],
)
def test_what_fails_is_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["agents", *arguments]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err


def test_a_terminal_is_not_moved_by_what_an_agent_says(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(
        config / "agents",
        odd="DESCRIPTION = 'x\\x1b[2J'\ndef run(a, c): return '\\x1b[31mred'\n",
    )
    main(["agents", "list"])
    main(["agents", "show", "odd"])
    main(["agents", "run", "odd"])
    assert "\x1b" not in capsys.readouterr().out


def test_servers_are_started_only_when_asked_for(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("mcp")
    started = tmp_path / "started"
    block = {"mcpServers": {"srv": {"command": "touch", "args": [str(started)]}}}
    (config / "mcp.json").write_text(json.dumps(block))
    assert main(["agents", "list"]) == 0
    assert main(["agents", "run", "dice"]) == 0
    assert not started.exists()
    capsys.readouterr()
    assert main(["agents", "list", "--servers"]) == 0
    assert started.exists()
    assert capsys.readouterr().err.startswith("The server srv could not be started")


def test_a_broken_setup_is_told_and_the_rest_goes_on(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (config / "mcp.json").write_text("{")
    (config / "agents.toml").write_text("[x\n")
    assert main(["agents", "list"]) == 0
    said = capsys.readouterr()
    assert "dice" in said.out
    assert said.err.splitlines() == [
        "agents.toml is no TOML (line 1).",
        "mcp.json is no JSON (line 1).",
    ]


HEAVY = {"mcp", "pydantic", "httpx", "selectolax", "numpy", "asyncio"}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("sel.cli.agents, sel.agents.agents, sel.agents.mcp_server", {"asyncio"}),
        ("sel.agents.choose, sel.agents.catalogue; sel.agents.catalogue.matchers()", {"asyncio"}),
        ("sel.agents.builtin.read_page", set()),
        ("sel.agents.shell_detect", set()),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str, allowed: set[str]) -> None:
    script = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    assert not set(done.stdout.split()) & (HEAVY - allowed)
