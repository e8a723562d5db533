"""agents.toml and mcp.json: what is read, and what is named when it cannot be."""

import json
from pathlib import Path
from typing import Any

import pytest

from sel.agents import setup
from sel.agents.setup import ServerSetup, read

BLOCK = {
    "mcpServers": {
        "files": {"command": "npx", "args": ["-y", "some-server", "/data"]},
        "keyed": {"command": "srv", "env": {"KEY": "${MY_KEY}", "MODE": "plain"}, "cwd": "/srv"},
        "off": {"command": "srv", "disabled": True},
    }
}


def servers(folder: Path, block: Any, **environ: str) -> setup.Setup:
    text = block if isinstance(block, str) else json.dumps(block)
    (folder / setup.SERVERS).write_text(text)
    return read(folder, environ)


def test_without_files_there_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "absent", {}) == setup.Setup()


def test_the_usual_block(tmp_path: Path) -> None:
    made = servers(tmp_path, BLOCK, MY_KEY="hush")
    assert made.problems == ()
    assert made.servers == (
        ServerSetup("files", "npx", ("-y", "some-server", "/data")),
        ServerSetup("keyed", "srv", (), {"KEY": "hush", "MODE": "plain"}, "/srv"),
    )
    assert "hush" not in repr(made)


def test_a_variable_that_is_not_set(tmp_path: Path) -> None:
    made = servers(tmp_path, BLOCK)
    assert [one.name for one in made.servers] == ["files"]
    assert made.problems == ("mcp.json: keyed: the variable MY_KEY is not set.",)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (3, "this is no object"),
        ({}, "no `command`; SEL speaks to servers over stdio only"),
        ({"url": "http://x"}, "no `command`; SEL speaks"),
        ({"command": ""}, "`command` is not a text"),
        ({"command": ["a"]}, "`command` is not a text"),
        ({"command": "a\0b"}, "`command` is not a text"),
        ({"command": "a", "args": "b"}, "`args` is not a list"),
        ({"command": "a", "args": [1]}, "`args` is not a list"),
        ({"command": "a", "env": []}, "`env` does not give"),
        ({"command": "a", "env": {"A": 1}}, "`env` does not give"),
        ({"command": "a", "cwd": 1}, "`cwd` is not a text"),
    ],
)
def test_a_broken_row_is_named_and_the_others_are_read(
    tmp_path: Path, row: object, says: str
) -> None:
    made = servers(tmp_path, {"mcpServers": {"bad": row, "good": {"command": "srv"}}})
    assert [one.name for one in made.servers] == ["good"]
    (problem,) = made.problems
    assert problem.startswith("mcp.json: bad: ")
    assert says in problem


@pytest.mark.parametrize("name", ["a.b", "", "a b", "-x", "x" * 41, "é/"])
def test_a_name_that_would_confuse(tmp_path: Path, name: str) -> None:
    made = servers(tmp_path, {"mcpServers": {name: {"command": "srv"}}})
    assert made.servers == ()
    assert "letters, digits" in made.problems[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "mcp.json is no JSON (line 1)."),
        ("[" * 100_000, "mcp.json is no JSON"),
        ("[]", "no block `mcpServers`"),
        ('{"servers": {}}', "no block `mcpServers`"),
        ('{"mcpServers": []}', "no block `mcpServers`"),
    ],
)
def test_a_broken_block(tmp_path: Path, text: str, says: str) -> None:
    made = servers(tmp_path, text)
    assert made.servers == ()
    assert says in made.problems[0]


def test_tables_of_agents(tmp_path: Path) -> None:
    (tmp_path / setup.SETTINGS).write_text(
        '[weather]\nurl = "https://w.example/{place}"\n[shell]\nenabled = true\nallow = ["ls"]\n'
    )
    made = read(tmp_path, {})
    assert made.of("weather") == {"url": "https://w.example/{place}"}
    assert made.of("shell") == {"enabled": True, "allow": ["ls"]}
    assert made.of("dice") == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[weather\n", "agents.toml is no TOML (line 1)."),
        ("url = 'x'\n[weather]\na = 1\n", "agents.toml: url stands outside any table."),
        ("[x]\nday = 2026-01-01\n[weather]\na = 1\n", "agents.toml: [x] holds a date"),
        ("[x]\na = nan\n[weather]\na = 1\n", "agents.toml: [x] holds"),
    ],
)
def test_broken_tables(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / setup.SETTINGS).write_text(text)
    made = read(tmp_path, {})
    assert made.problems[0].startswith(says)
    assert made.tables == ({"weather": {"a": 1}} if "a = 1" in text else {})


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / setup.SETTINGS).write_bytes(b"\xff\xfe\xff")
    (tmp_path / setup.SERVERS).mkdir()
    assert read(tmp_path, {}).problems == (
        "agents.toml is not UTF-8.",
        "mcp.json cannot be read: Is a directory.",
    )


def test_files_that_are_too_large(tmp_path: Path) -> None:
    (tmp_path / setup.SETTINGS).write_text("#" * (setup.LARGEST + 1))
    assert read(tmp_path, {}).problems == ("agents.toml is larger than 256 kB.",)
