"""`sel mood appraise`, as typed."""

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


def test_messages_as_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "appraise", "--lexical", "--json", "thank you!", "you're useless"]) == 0
    kind, unkind = rows(capsys)
    assert list(kind)[:5] == ["text", "valence", "arousal", "emotions", "reasons"]
    assert kind["text"] == "thank you!"
    assert isinstance(kind["valence"], float)
    assert isinstance(unkind["valence"], float)
    assert kind["valence"] > 0.15
    assert unkind["valence"] < -0.15
    assert kind["reasons"] == ["thanks"]


def test_plain_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "appraise", "--lexical", "thank you", "the door is open"]) == 0
    kind, plain = capsys.readouterr().out.splitlines()
    assert kind.startswith("+0.")
    assert kind.endswith("gratitude  (thanks)")
    assert plain == "+0.00 neutral"


def test_one_line_for_each_line_in_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "\n".join(f"message {n}" for n in range(150)).encode())
    assert main(["mood", "appraise", "--lexical", "--json"]) == 0
    assert [row["text"] for row in rows(capsys)] == [f"message {n}" for n in range(150)]


def test_whatever_comes_gets_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = b"\xff\xfe broken\n\n\x00\n" + b"a" * 1_000_000 + "\n\u202eabc \U0001f600".encode()
    type_in(monkeypatch, raw)
    assert main(["mood", "appraise", "--lexical", "--json"]) == 0
    found = rows(capsys)
    assert len(found) == 5
    assert found[1]["valence"] == 0
    assert found[1]["reasons"] == []


def test_nothing_in_nothing_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, b"")
    assert main(["mood", "appraise"]) == 0
    assert capsys.readouterr().out == ""


def test_without_the_embedder_words_alone_decide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.engine.embedder.MODULE", "sel.no_such_worker")
    monkeypatch.setattr(
        "sel.cli.sentences.ChildEmbedder",
        lambda log, model="": __import__("sel.engine.embedder", fromlist=["x"]).ChildEmbedder(
            log, module="sel.no_such_worker"
        ),
    )
    monkeypatch.setattr("sel.engine.embedder.FIRST_PAUSE", 0.0)
    assert main(["mood", "appraise", "--json", "thank you", "hello"]) == 0
    output = capsys.readouterr()
    assert len(output.out.splitlines()) == 2
    assert len(output.err.splitlines()) == 1
    assert "words alone" in output.err


@pytest.mark.real
@pytest.mark.usefixtures("lent_embedder_at_hand")
def test_with_the_embedder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mood", "appraise", "--json", "they hired me, i start in march"]) == 0
    (row,) = rows(capsys)
    assert isinstance(row["valence"], float)
    assert row["valence"] > 0.15
