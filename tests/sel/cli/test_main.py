import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sel.cli import main as edge
from sel.cli.main import COMMANDS, main
from sel.errors import EngineGaveUp


def sel(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sel", *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | environ,
        check=False,
    )


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("sel ")


def test_without_a_terminal_it_points_to_chat() -> None:
    done = sel()
    assert done.returncode == 2
    assert "sel chat" in done.stderr
    assert "Traceback" not in done.stderr


def test_paths_creates_nothing(home: Path) -> None:
    done = sel("paths", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["config_file"] == str(home / "config" / "config.toml")
    assert not home.exists()


def test_flags_beat_the_environment() -> None:
    done = sel("--slots", "3", "settings", "--json", SEL_SLOTS="4", SEL_THREADS="2")
    found = json.loads(done.stdout)
    assert found["slots"] == {"value": 3, "source": "flag"}
    assert found["threads"] == {"value": 2, "source": "environment"}


def test_flags_stand_before_or_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "--json", "--no-stream", "--mode", "playful"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["stream"]["value"] is False
    assert found["mode"]["value"] == "playful"


def test_secrets_are_not_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_REMOTE_KEY", "hush-hush")
    main(["settings"])
    main(["settings", "--json"])
    said = capsys.readouterr()
    assert "hush" not in said.out + said.err
    assert "set, not shown" in said.out


def test_a_refused_flag_is_a_wrong_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "--mode", "grumpy"]) == 2
    assert "deep_focus" in capsys.readouterr().err


def test_errors_people_can_read_end_with_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "_run", _raise(EngineGaveUp("It cannot start.", hint="See doctor.")))
    assert main(["paths"]) == 1
    assert capsys.readouterr().err == "It cannot start. See doctor.\n"


def test_ctrl_c_is_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "_run", _raise(KeyboardInterrupt()))
    assert main(["paths"]) == 130
    assert capsys.readouterr().err == ""


def test_a_mistake_of_our_own_goes_to_the_log_without_its_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers.clear()
    try:
        monkeypatch.setattr(edge, "_run", _raise(RuntimeError("what somebody said")))
        assert main(["paths"]) == 1
    finally:
        root.handlers[:] = before
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    log = (home / "logs" / "sel.log").read_text()
    assert "RuntimeError" in log
    assert "test_main.py" in log
    assert "somebody said" not in log


def test_a_reader_that_went_away_is_quiet() -> None:
    shell = f"{sys.executable} -m sel settings | true"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_unknown_settings_are_guessed() -> None:
    assert "Did you mean SEL_MODE?" in sel("settings", SEL_MDOE="x").stderr


def _raise(error: BaseException):  # type: ignore[no-untyped-def]
    def run(arguments: list[str]) -> int:
        raise error

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: sel {name}")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_the_caller_closed_are_no_mistake(closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m sel paths {closed}'],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
