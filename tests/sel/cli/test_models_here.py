"""`sel models list`, `info`, `use` and `remove`: models of this machine, wherever they are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_models import gguf, ollama, projector

from sel.cli.main import main
from sel.engine import catalog


@pytest.fixture(autouse=True)
def user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(catalog, "starter", lambda: None)
    for name in ("OLLAMA_MODELS", "HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def listed(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict[str, Any]]:
    assert main(["models", "list", "--json", *more]) == 0
    return {row["name"]: row for row in json.loads(capsys.readouterr().out)}


def test_what_others_keep_is_listed_judged_and_used_by_name(
    user: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = ollama(user / ".ollama" / "models", "r", "library", "llama3.2", "3b")
    gguf(home / "models" / "mine.gguf")
    rows = listed(capsys)
    assert rows["llama3.2:3b"]["source"] == "Ollama"
    assert rows["llama3.2:3b"]["fit"]["state"] == "fits"
    assert rows["llama3.2:3b"]["fit"]["need"] > 0
    assert rows["mine"]["roles"] == ["general", "coder"]
    assert main(["models", "use", "general", "llama3.2"]) == 0
    assert 'general_model = "llama3.2:3b"' in capsys.readouterr().out
    assert listed(capsys)["llama3.2:3b"]["roles"] == ["general", "coder"]
    monkeypatch.setenv("SEL_GENERAL_MODEL", "mine")
    assert main(["models", "use", "general", "llama3.2:3b"]) == 0
    assert "set by the environment" in capsys.readouterr().out
    monkeypatch.setenv("SEL_GENERAL_MODEL", str(blob))
    assert listed(capsys)["llama3.2:3b"]["roles"] == ["general", "coder"]


def test_folders_a_person_names(
    user: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gguf(user / "one" / "a.gguf")
    gguf(user / "two" / "deep" / "b.gguf")
    assert "a" in listed(capsys, "--folder", str(user / "one"))
    monkeypatch.setenv("SEL_MODEL_FOLDERS", f"{user / 'one'}:{user / 'two'}")
    assert {"a", "b"} <= set(listed(capsys))
    assert main(["models", "use", "coder", "b"]) == 0
    capsys.readouterr()
    assert listed(capsys)["b"]["roles"] == ["coder"]


def test_lines_for_people(
    user: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gguf(home / "models" / "mine-\x1b[31m.gguf")
    projector(home / "models" / "mmproj-mine.gguf")
    assert main(["models", "list"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    head, row = out.splitlines()[:2]
    assert head.split()[:3] == ["NAME", "SIZE", "PARAMS"]
    assert "general, coder" in row
    assert row.index("general, coder") == head.index("EXPERT")
    assert "T/S" not in head  # nothing was measured
    assert "Of no use to talk to:\n  mmproj-mine - This is an image projector." in out


def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--folder", "/nowhere/at/all"]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_what_is_half_there_can_be_asked_about(
    user: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blob = ollama(user / ".ollama" / "models", "r", "library", "lost", "latest")
    blob.unlink()
    assert main(["models", "info", "lost:latest"]) == 0
    assert "pull it again there" in capsys.readouterr().out
    assert main(["models", "use", "general", "lost:latest"]) == 1
    assert "pull it again there" in capsys.readouterr().err


def test_all_names_of_a_model_are_told(user: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ollama(user / ".ollama" / "models", "r", "library", "llama3.2", "3b")
    ollama(user / ".ollama" / "models", "r", "library", "llama3.2", "latest")
    assert main(["models", "info", "llama3.2:3b"]) == 0
    assert "llama3.2:latest" in capsys.readouterr().out


@pytest.mark.parametrize("tokens", ["-5", "0", "many", "999999999999"])
def test_a_context_is_a_number_of_tokens(
    home: Path, capsys: pytest.CaptureFixture[str], tokens: str
) -> None:
    gguf(home / "models" / "mine.gguf")
    with pytest.raises(SystemExit) as left:
        main(["models", "info", "mine", f"--at={tokens}"])
    assert left.value.code == 2
    assert "a number of tokens" in capsys.readouterr().err


def test_without_a_role_it_is_for_conversation(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gguf(home / "models" / "mine.gguf")
    assert main(["models", "use", "mine"]) == 0
    assert 'general_model = "mine"' in capsys.readouterr().out
    assert main(["models", "use", "coder", "--slots", "4", "mine"]) == 0
    assert 'coder_model = "mine"' in capsys.readouterr().out


def test_doubts_about_a_choice_are_said(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gguf(home / "models" / "mine.gguf")
    assert main(["models", "use", "vision", "mine"]) == 0
    assert "it cannot see yet" in capsys.readouterr().out
    projector(home / "models" / "mmproj-mine.gguf")
    assert main(["models", "use", "vision", "mine"]) == 0
    assert "cannot see" not in capsys.readouterr().out
    monkeypatch.setattr("sel.models.room.available_memory", lambda: 1_000_000)
    assert main(["models", "use", "general", "mine"]) == 0
    assert "But it does not fit" in capsys.readouterr().out


def test_one_in_full(user: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gguf(home / "models" / "mine.gguf", llama__context_length=8192)
    assert main(["models", "info", "mine", "--at", "4096"]) == 0
    out = capsys.readouterr().out
    for words in (
        str(path),
        "mit",
        "8,192 tokens",
        "its own",
        "context of 4,096 tokens",
        "It fits",
    ):
        assert words in out
    assert main(["models", "info", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["licence"] == "mit"
    assert main(["models", "info", "nothing"]) == 1
    assert "No model is called" in capsys.readouterr().err


def test_what_cannot_talk_gets_no_role(
    user: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = projector(home / "models" / "mmproj-mine.gguf")
    assert main(["models", "use", "vision", str(path)]) == 1
    assert "an image projector" in capsys.readouterr().err
    assert main(["models", "info", str(path), "--measure"]) == 1
    assert not (home / "config" / "config.toml").exists()


def test_with_a_server_there_is_nothing_to_give(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_REMOTE_URL", "http://127.0.0.1:9/v1")
    gguf(home / "models" / "mine.gguf")
    assert main(["models", "use", "general", "mine"]) == 1
    assert "its own models" in capsys.readouterr().err


@pytest.mark.parametrize(("place", "said"), [("mine", "You put it"), ("ollama", "remove it there")])
def test_what_sel_did_not_fetch_it_does_not_delete(
    user: Path, home: Path, capsys: pytest.CaptureFixture[str], place: str, said: str
) -> None:
    if place == "mine":
        path = gguf(home / "models" / "mine.gguf")
    else:
        path = ollama(user / ".ollama" / "models", "r", "library", "mine", "latest")
    assert main(["models", "remove", "mine", "--yes"]) == 1
    assert said in capsys.readouterr().err
    assert path.exists()


def test_a_record_that_names_others_files_deletes_none(
    user: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = gguf(user / "other.gguf")
    (home / "state").mkdir(parents=True)
    (home / "models").mkdir()
    (home / "state" / "models-pulled.json").write_text('{"../../other.gguf": "{}"}')
    assert main(["models", "remove", str(other), "--yes"]) == 1
    assert other.exists()
