"""`sel --screenshot`: what it writes, and what it says where it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sel.cli.main import main


def shot(target: Path, *more: str) -> int:
    return main(["--screenshot", str(target), "--size", "60x20", *more])


def test_a_picture_is_written(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mind.svg"
    assert shot(target, "--screen", "mind", "--theme", "sel-light") == 0
    assert capsys.readouterr().out.strip() == str(target)
    assert "bonded" in target.read_text("utf-8").replace("&#160;", " ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x.gif"], "neither .svg nor .png"),
        (["x.svg", "--size", "9"], "is no size"),
        (["x.svg", "--size", "9999x10"], "cannot be drawn"),
        (["x.svg", "--screen", "nowhere"], "There are conversation, home"),
        (["none/x.svg", "--screen", "log"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    target = tmp_path / words[0]
    assert shot(target, *words[1:]) in (1, 2)
    assert said in capsys.readouterr().err


def test_png_wants_its_converter(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert shot(tmp_path / "x.png") == 1
    assert "rsvg-convert" in capsys.readouterr().err
