"""`sel voice pull`, from the command line to the files, at a hub on loopback."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import LocalHub, Trouble, serving

from sel.cli.fetching import Bar
from sel.cli.main import main
from sel.fetch.fetch import Progress

VOICE = "en/en_US/kristin/medium/en_US-kristin-medium.onnx"
EARS = ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")
BIG = b"sound" * 100_000


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    with serving(LocalHub(large={"model.bin", VOICE})) as local:
        local.files = {name: name.encode() for name in (*EARS, "README.md")}
        local.files |= {VOICE: BIG, f"{VOICE}.json": b"{}", "en/en_US/other.onnx": b"?"}
        monkeypatch.setenv("HF_ENDPOINT", local.address)
        yield local


def test_both_come_and_are_found(
    hub: LocalHub, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voice", "pull"]) == 0
    said = capsys.readouterr().out
    assert "base.en (ears): 0.0 MB from Systran/faster-whisper-base.en on http://127." in said
    assert "en_US-kristin-medium (mouth): 0.5 MB from rhasspy/piper-voices" in said
    assert "licence: public domain" in said
    assert "licence: MIT" in said
    assert "100 %" in said
    assert "To use it" not in said
    models = home / "models"
    assert sorted(path.name for path in (models / "whisper" / "base.en").iterdir()) == list(EARS)
    assert (models / "piper" / "en_US-kristin-medium.onnx").read_bytes() == BIG
    assert (models / "piper" / "en_US-kristin-medium.onnx.json").read_bytes() == b"{}"
    assert len(list(models.rglob("*.*"))) == len(EARS) + 3  # the folder base.en, too
    assert main(["voice", "pull"]) == 0
    assert capsys.readouterr().out.count("was already there") == 2


def test_one_that_is_cut_goes_on(
    hub: LocalHub, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(bar: Bar, progress: Progress) -> None:
        if progress.done > 100_000:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Bar, "__call__", interrupted)
        assert main(["voice", "pull", "mouth"]) == 130
    assert "goes on where it was" in capsys.readouterr().out
    assert not (home / "models" / "piper" / "en_US-kristin-medium.onnx").exists()
    hub.asked.clear()
    assert main(["voice", "pull", "mouth"]) == 0
    assert [one.range[:6] for one in hub.fetched()] == ["bytes="]
    assert (home / "models" / "piper" / "en_US-kristin-medium.onnx").read_bytes() == BIG


def test_another_size_says_how_to_use_it(hub: LocalHub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "pull", "tiny"]) == 0
    assert 'stt_model = "tiny"' in capsys.readouterr().out


@pytest.mark.parametrize("name", ["en_US-lessac-medium", "de_DE-thorsten-low", "someone/ears"])
def test_what_may_not_be_free_is_not_fetched_without_yes(
    hub: LocalHub, home: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["voice", "pull", name]) == 1
    said = capsys.readouterr()
    assert f"{name}: licence" in said.out
    assert "add --yes" in said.err
    assert hub.asked == []
    assert not list((home / "models").rglob("*.*"))


def test_with_yes_it_is(hub: LocalHub, home: Path) -> None:
    assert main(["voice", "pull", "someone/ears", "--yes"]) == 0
    assert (home / "models" / "whisper" / "someone--ears" / "model.bin").is_file()


def test_a_model_without_its_tokenizer_is_refused_before(
    hub: LocalHub, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del hub.files["tokenizer.json"]
    assert main(["voice", "pull", "ears"]) == 1
    assert "tokenizer.json missing" in capsys.readouterr().err
    assert hub.fetched() == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ears", "--stt-model", "/own/folder"], "setting stt_model names"),
        (["mouth", "--piper-model", "own.onnx"], "setting piper_model names"),
        (["bsae.en"], "Did you mean base.en?"),
        (["qqqq"], "pull --help"),
    ],
)
def test_names_nobody_knows(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["voice", "pull", *arguments]) == 1
    assert words in capsys.readouterr().err
    assert hub.asked == []


def test_a_hub_that_refuses_is_one_sentence(
    hub: LocalHub, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.troubles = [Trouble(403)]
    assert main(["voice", "pull", "ears"]) == 1
    said = capsys.readouterr().err
    assert "HF_TOKEN" in said
    assert len(said.splitlines()) == 1


def test_a_hub_that_is_busy_is_waited_for(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    hub.troubles = [Trouble(429, headers={"Retry-After": "9"})]
    assert main(["voice", "pull", "ears"]) == 0
    assert "trying again in 9 s" in capsys.readouterr().out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def progress(done: int) -> Progress:
    return Progress("a/model.bin", done, 1000, 100.0)


def test_in_a_pipe_there_is_a_line_per_tenth() -> None:
    out = io.StringIO()
    bar = Bar(out)
    for done in range(0, 1001, 5):
        bar(progress(done))
    bar.end()
    lines = out.getvalue().splitlines()
    assert [int(line.split("%")[0]) for line in lines] == list(range(0, 101, 10))


def test_on_a_terminal_one_line_is_redrawn() -> None:
    out = Terminal()
    bar = Bar(out)
    for done in (0, 1, 2, 1000):
        bar(progress(done))
    bar.end()
    drawn = out.getvalue().split("\r\x1b[K")[1:]
    assert len(drawn) == 2  # not more often than every tenth of a second
    assert "0:10 left" in drawn[0]
    assert drawn[-1] == "100 %  0.0 of 0.0 MB  model.bin\n"
