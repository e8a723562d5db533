"""The Discord token: where it may stand, and where it is not seen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel import paths as places
from sel.config.load import load
from sel.config.token import TOKEN, Token, is_token, refuse_in, take
from sel.errors import TokenRefused

MADE_UP = "MTA1NzUzODQzNTk4NjgwMzcxMg.GaBcDe." + "x" * 38


def test_it_is_taken_out_of_the_environment_and_shown_nowhere(tmp_path: Path) -> None:
    environ = {TOKEN: f" Bot {MADE_UP}\n", "HOME": "/x"}
    token = take(environ, tmp_path)
    assert environ == {"HOME": "/x"}
    assert token() == MADE_UP
    assert MADE_UP not in f"{token} {token!r}"
    assert not token.open_to_others()


def test_one_in_the_environment_beats_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"{TOKEN}=of.the.file\n")
    assert take({TOKEN: "of.the.environment"}, tmp_path)() == "of.the.environment"
    assert take({}, tmp_path)() == "of.the.file"
    assert take({}, tmp_path / "elsewhere")() == ""
    assert Token()() == ""


def test_a_dotenv_that_others_can_read_is_said(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{TOKEN}=a.b.c\n")
    file.chmod(0o644)
    assert take({}, tmp_path).open_to_others()
    file.chmod(0o600)
    assert not take({}, tmp_path).open_to_others()


@pytest.mark.parametrize("value", ["two words", "a\tb", "a\x00b", "tökén", "a\u200bb"])
def test_what_cannot_be_one_is_refused_without_telling_it(value: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        take({TOKEN: value})()
    assert value not in refused.value.sentence()


@given(st.text())
def test_any_text_is_one_or_refused(value: str) -> None:
    try:
        found = take({TOKEN: value})()
    except TokenRefused:
        return
    assert found.isascii()
    assert found == found.strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["bridge", "--token", MADE_UP],
        ["bridge", f"--token={MADE_UP}"],
        ["--discord-token", "x"],
        ["--DISCORD-BOT-TOKEN=x"],
        ["bridge", MADE_UP],
        ["bridge", f"--theme={MADE_UP}"],
    ],
)
def test_on_a_command_line_it_is_refused_without_telling_it(arguments: list[str]) -> None:
    with pytest.raises(TokenRefused) as refused:
        refuse_in(arguments)
    assert MADE_UP not in refused.value.sentence()


def test_other_command_lines_are_let_through() -> None:
    refuse_in(["chat", "--once", "my token is a bus ticket", "--context-tokens", "1500"])
    refuse_in(["memory", "show", "0198c5f2-5a3c-7d1e-b0b1-2f9a4b6c8d0e"])


@pytest.mark.parametrize("key", ["discord_token", "DISCORD_TOKEN", "token", "bot_token"])
def test_in_the_config_it_is_refused_without_telling_it(key: str, tmp_path: Path) -> None:
    paths = places.find({"SEL_HOME": str(tmp_path / "home")}).ready()
    paths.config_file.write_text(f'{key} = "{MADE_UP}"\n')
    said = [one.sentence() for one in load({}, paths, cwd=tmp_path).problems]
    assert len(said) == 1
    assert "does not belong in config.toml" in said[0]
    assert MADE_UP not in said[0]


def test_under_the_name_of_a_setting_it_is_pointed_to_its_own(tmp_path: Path) -> None:
    paths = places.find({"SEL_HOME": str(tmp_path / "home")}).ready()
    (problem,) = load({"SEL_DISCORD_TOKEN": MADE_UP}, paths, cwd=tmp_path).problems
    assert TOKEN in problem.hint
    assert is_token("SEL_DISCORD_TOKEN")
    assert not is_token("remote_key")


def test_neither_ps_nor_a_child_sees_it() -> None:
    script = """
import os, subprocess, sys
from pathlib import Path
from sel.config.token import take
token = take(os.environ)
child = subprocess.run([sys.executable, "-c", "import os; print(os.environ)"],
                       capture_output=True, text=True, check=True).stdout
shown = Path("/proc/self/environ")
seen = shown.read_text() if shown.exists() else ""
print(token() in seen, token() in child, len(token()))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, TOKEN: MADE_UP},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False", str(len(MADE_UP))]
