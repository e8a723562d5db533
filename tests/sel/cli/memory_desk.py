"""What the tests of `sel memory` share: the command as typed, and an embedder of a few lines."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from sel.cli.main import main
from sel.engine.embedding import Vector


class FakeVectors:
    """In place of `sel.cli.sentences.Vectors`: the same words, the same place in space."""

    batches: list[list[str]]
    missing = False

    def __init__(self, runner: asyncio.Runner, log_path: Path, model: str = "") -> None:
        """Started with the command, like the real one."""

    def of(self, texts: list[str]) -> list[Vector | None]:
        type(self).batches.append(texts)
        return [None if self.missing else vector_of(text) for text in texts]

    def close(self) -> None:
        """Nothing to end."""


def fake_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on there is an embedder, and it is the fake."""
    monkeypatch.setattr("sel.cli.sentences.Vectors", FakeVectors)
    monkeypatch.setattr(FakeVectors, "batches", [], raising=False)
    monkeypatch.setattr(FakeVectors, "missing", False)


def vector_of(text: str) -> Vector:
    """A unit vector made of the words."""
    numbers = [0.001] * 384
    for word in text.casefold().split():
        numbers[hashlib.blake2b(word.encode(), digest_size=2).digest()[0]] += 1.0
    length = math.sqrt(sum(number * number for number in numbers))
    return tuple(number / length for number in numbers)


class Desk:
    """Somebody who types commands."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self.out = self.err = ""
        monkeypatch.setenv("SEL_TIMEZONE", "UTC")  # days are the same wherever this runs

    def types(self, raw: bytes | str, *, tty: bool = False) -> None:
        """What comes from stdin next; `tty` as if typed at a terminal."""

        class Stdin(io.TextIOWrapper):
            def isatty(self) -> bool:
                return tty

        data = raw.encode() if isinstance(raw, str) else raw
        self._monkeypatch.setattr("sys.stdin", Stdin(io.BytesIO(data), encoding="utf-8"))

    def sel(self, *arguments: str) -> int:
        """Run `sel memory …`; the exit code. What it printed is in `out` and `err`."""
        try:
            code = main(["memory", *arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return code

    def rows(self) -> list[dict[str, Any]]:
        """The JSON lines printed last."""
        return [json.loads(line) for line in self.out.splitlines()]

    def listed(self, person: str = "you") -> dict[str, str]:
        """What is kept of somebody: texts by id."""
        assert self.sel("list", "--person", person, "--json") == 0
        return {row["id"]: row["text"] for row in self.rows()}
