"""`sel route`, as typed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from sel.cli.main import main


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEL_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def type_in(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_a_message_as_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["route", "--lexical", "--json", "remember that i like tea"]) == 0
    (row,) = rows(capsys)
    assert list(row) == ["text", "intent", "confidence", "reason"]
    assert row["intent"] == "memory"


def test_plain_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["route", "--lexical", "write a python function"]) == 0
    intent, confidence = capsys.readouterr().out.split()[:2]
    assert intent == "code"
    assert 0.5 < float(confidence) <= 1


def test_one_line_for_each_line_in_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "\n".join(f"message {n}" for n in range(150)).encode())
    assert main(["route", "--lexical", "--json"]) == 0
    assert [row["text"] for row in rows(capsys)] == [f"message {n}" for n in range(150)]


def test_whatever_comes_gets_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = b"\xff\xfe broken\n\n\x00\n" + b"a" * 1_000_000 + "\n\u202eabc \U0001f600".encode()
    type_in(monkeypatch, raw)
    assert main(["route", "--lexical", "--json"]) == 0
    found = rows(capsys)
    assert len(found) == 5
    assert found[1]["intent"] == "general"


@pytest.mark.real
@pytest.mark.usefixtures("lent_embedder_at_hand")
def test_with_the_embedder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["route", "--json", "the python at the zoo was asleep"]) == 0
    assert rows(capsys)[0]["intent"] == "general"


@pytest.mark.parametrize(("sits_there", "told"), [(True, "One message a line"), (False, "")])
def test_who_types_is_told_what_is_waited_for(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    sits_there: bool,
    told: str,
) -> None:
    type_in(monkeypatch, b"write me a loop\n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: sits_there, raising=False)
    assert main(["route", "--lexical"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("code")
    assert said.err.startswith(told)
    assert bool(said.err) == sits_there
