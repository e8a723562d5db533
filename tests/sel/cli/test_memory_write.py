"""`sel memory enrich` with a model that is large enough to be asked, and one that is not."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from memory_desk import Desk, fake_vectors

from sel.cli import memory_write
from sel.engine.experts import Experts
from sel.engine.scripted import ScriptedEngine
from sel.errors import EngineGaveUp
from sel.events import EngineView

TEXTS = ("I live in Porto with my sister Ana", "Ana is a nurse there", "Ana likes green tea")
SAID = "I live in Porto with Ana, a nurse who likes green tea."


class Seat:
    """Which engine the command is given, and what became of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine: Any = ScriptedEngine(replies=(SAID,))
        self.parameters = 2_000_000_000
        self.asked = 0
        monkeypatch.setattr("sel.cli.assemble.make_parts", self._parts)
        monkeypatch.setattr(memory_write, "_parameters", lambda model: self.parameters)

    def _parts(self, *_: object) -> SimpleNamespace:
        return SimpleNamespace(experts=Experts(self._sit, {"general": "large"}))

    def _sit(self, _: str) -> Any:
        self.asked += 1
        return self.engine


@pytest.fixture
def seat(monkeypatch: pytest.MonkeyPatch) -> Seat:
    return Seat(monkeypatch)


@pytest.fixture
def desk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Desk:
    monkeypatch.chdir(tmp_path)
    fake_vectors(monkeypatch)
    made = Desk(capsys, monkeypatch)
    made.types("")
    rows = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(TEXTS))
    Path("rows.jsonl").write_text("\n".join(rows))
    assert made.sel("import", "rows.jsonl", "--yes") == 0
    return made


def made(desk: Desk, *more: str) -> list[str]:
    assert desk.sel("enrich", "--now", "--json", *more) == 0
    return [row["text"] for row in desk.rows()]


def test_a_large_model_says_it_in_fewer_words(desk: Desk, seat: Seat) -> None:
    assert made(desk) == [SAID]
    assert seat.asked == 1
    (summary,) = (row for row in _all(desk) if row["kind"] == "summary")
    assert summary["text"] == SAID
    assert set(summary["sel"]["quote"].replace(".", "").split()) <= set(" ".join(TEXTS).split())


def test_what_it_invents_is_not_taken(desk: Desk, seat: Seat) -> None:
    seat.engine = ScriptedEngine(replies=("I live in Lisbon with 3 nurses.",))
    (text,) = made(desk)
    assert "Lisbon" not in text
    assert text.split()[0] in " ".join(TEXTS)


def test_a_small_model_is_not_asked(desk: Desk, seat: Seat) -> None:
    seat.parameters = 135_000_000
    (text,) = made(desk)
    assert text != SAID
    assert seat.asked == 0


def test_nobody_is_asked_where_sentences_are_wished(desk: Desk, seat: Seat) -> None:
    assert made(desk, "--extract") != [SAID]
    assert seat.asked == 0


def test_one_that_cannot_be_loaded_costs_its_words_only(desk: Desk, seat: Seat) -> None:
    class Broken(ScriptedEngine):
        async def start(self) -> None:
            raise EngineGaveUp("The engine cannot be started.")

        @property
        def view(self) -> EngineView:
            return EngineView(model="large", state="failed")

    seat.engine = Broken()
    (text,) = made(desk)
    assert text != SAID
    assert desk.err.startswith("The engine cannot be started. Sentences are chosen instead.\n")
    assert desk.err.count("Sentences are chosen") == 1


def test_a_model_that_is_no_file_has_no_parameters(tmp_path: Path) -> None:
    assert memory_write._parameters("remote") == 0
    (tmp_path / "no.gguf").write_bytes(b"not a model")
    assert memory_write._parameters(str(tmp_path / "no.gguf")) == 0


def _all(desk: Desk) -> list[dict[str, Any]]:
    assert desk.sel("list", "--json") == 0
    return desk.rows()
