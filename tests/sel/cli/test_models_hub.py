"""`sel models search` and `pull`, from the command line to the files, at a hub on loopback."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import LocalHub, Trouble, serving
from make_gguf import TINY, gguf_bytes

from sel.cli.fetching import Bar
from sel.cli.main import main
from sel.engine import catalog
from sel.fetch.fetch import Progress

REPO = "owner/tiny-GGUF"
MODEL = gguf_bytes({**TINY, "llama.context_length": 4096})
SEES = gguf_bytes({"general.architecture": "clip", "general.type": "mmproj"}, ())
FOLDER = Path("models", "owner", "tiny-GGUF")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LocalHub]:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(catalog, "starter", lambda: None)
    monkeypatch.setattr(Bar, "wait", lambda *_: None)
    local = LocalHub()
    for name, padding in (("tiny-Q4_K_M.gguf", 0), ("tiny-Q8_0.gguf", 300_000)):
        local.files[name] = MODEL + bytes(padding)
    local.files["README.md"] = b"words"
    local.large = set(local.files)
    local.about = {
        "id": REPO,
        "downloads": 4321,
        "likes": 5,
        "gated": False,
        "tags": ["gguf", "license:apache-2.0"],
        "gguf": {"total": 135_000_000, "architecture": "llama", "context_length": 4096},
    }
    local.found = [local.about, {"id": "../evil"}, 3]
    with serving(local):
        monkeypatch.setenv("HF_ENDPOINT", local.address)
        yield local


def test_search_names_the_host_and_shows_what_there_is(
    hub: LocalHub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "search", "tiny", "talker"]) == 0
    out, err = capsys.readouterr()
    assert hub.address in err
    assert "owner/tiny-GGUF" in out
    assert "135M" in out
    assert "4.3k" in out
    assert "apache-2.0" in out
    assert "evil" not in out
    assert main(["models", "search", "tiny", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["repo"] for row in rows] == [REPO]
    assert rows[0]["parameters"] == 135_000_000


def test_a_search_that_finds_nothing_says_so(
    hub: LocalHub, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.found = []
    assert main(["models", "search", "nothing"]) == 1
    assert "no such model" in capsys.readouterr().err
    hub.found = {"error": 1}
    assert main(["models", "search", "nothing"]) == 1
    assert "does not understand" in capsys.readouterr().err


def test_without_a_quantisation_they_are_shown_and_nothing_is_fetched(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert main(["models", "pull", REPO]) == 1
    out = capsys.readouterr().out
    assert "Q4_K_M" in out
    assert "Q8_0" in out
    assert "← it is small" in out
    assert f"sel models pull {REPO}:Q8_0" in out
    assert not (home / FOLDER).exists()


def test_one_is_fetched_found_used_and_removed(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert main(["models", "pull", f"{REPO}:q4_k_m"]) == 0
    out = capsys.readouterr().out
    assert f"from {hub.address}" in out
    assert "licence: apache-2.0" in out
    assert "100 %" in out
    path = home / FOLDER / "tiny-Q4_K_M.gguf"
    assert path.read_bytes() == MODEL
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert main(["models", "pull", f"{REPO}/tiny-Q4_K_M.gguf"]) == 0
    assert "already there" in capsys.readouterr().out
    page = f"{hub.address}/{REPO}/blob/main/tiny-Q4_K_M.gguf"
    assert main(["models", "pull", page]) == 0
    assert "already there" in capsys.readouterr().out
    assert main(["models", "use", "coder", "tiny-q4"]) == 0
    assert 'coder_model = "tiny-Q4_K_M"' in (home / "config" / "config.toml").read_text()
    assert "from the next start on" in capsys.readouterr().out
    assert main(["models", "remove", "tiny-Q4_K_M", "--yes"]) == 0
    assert list((home / "models").iterdir()) == []
    assert main(["models", "pull", REPO, "--yes"]) == 0
    assert (home / FOLDER / "tiny-Q8_0.gguf").exists()


def test_a_fetched_one_can_get_its_role_at_once(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert main(["models", "pull", f"{REPO}:Q4_K_M"]) == 0
    assert "SEL takes it for conversation" in capsys.readouterr().out  # the newest, none is chosen
    assert main(["models", "pull", f"{REPO}:Q8_0", "--use", "general"]) == 0
    assert 'general_model = "tiny-Q8_0"' in (home / "config" / "config.toml").read_text()
    assert main(["models", "pull", f"{REPO}:Q4_K_M"]) == 0
    assert "To use it: sel models use general" in capsys.readouterr().out


def test_one_asked_for_by_an_older_name_gets_its_role_at_once(hub: LocalHub, home: Path) -> None:
    """The hub answers with the name it has by now, in whose folder the file is."""
    assert main(["models", "pull", "old/name:Q8_0", "--use", "general"]) == 0
    assert (home / FOLDER / "tiny-Q8_0.gguf").exists()
    assert 'general_model = "tiny-Q8_0"' in (home / "config" / "config.toml").read_text()


def test_one_that_is_removed_leaves_no_role_behind(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    hub.files["mmproj-tiny-f16.gguf"] = SEES
    assert main(["models", "pull", f"{REPO}:Q4_K_M", "--use", "vision"]) == 0
    assert main(["models", "use", "general", "tiny-Q4_K_M"]) == 0
    capsys.readouterr()
    assert main(["models", "remove", "tiny-Q4_K_M", "--yes"]) == 0
    assert "general" in capsys.readouterr().out
    assert (home / "config" / "config.toml").read_text().strip() == ""


def test_what_lets_it_see_comes_along_and_goes_with_it(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    hub.files["mmproj-tiny-f16.gguf"] = SEES
    hub.files["mmproj-tiny-f32.gguf"] = SEES + b"more"
    assert main(["models", "pull", f"{REPO}:Q4_K_M"]) == 0
    assert "with what lets it see" in capsys.readouterr().out
    assert sorted(path.name for path in (home / FOLDER).iterdir()) == [
        "mmproj-tiny-f16.gguf",
        "tiny-Q4_K_M.gguf",
    ]
    assert main(["models", "use", "vision", "tiny-Q4_K_M"]) == 0
    config = (home / "config" / "config.toml").read_text()
    assert str(home / FOLDER / "mmproj-tiny-f16.gguf") in config
    assert main(["models", "remove", "tiny-Q4_K_M", "--yes"]) == 0
    assert not (home / FOLDER).exists()
    assert main(["models", "pull", f"{REPO}:Q4_K_M", "--no-projector"]) == 0
    assert len(list((home / FOLDER).iterdir())) == 1


def test_split_files_come_together(hub: LocalHub, home: Path) -> None:
    parts = [gguf_bytes({**TINY, "split.count": 2, "split.no": n}) for n in (0, 1)]
    names = [f"BF16/tiny-BF16-{n:05}-of-00002.gguf" for n in (1, 2)]
    hub.files = dict(zip(names, parts, strict=True))
    assert main(["models", "pull", REPO]) == 0
    assert sorted(path.name for path in (home / FOLDER / "BF16").iterdir()) == [
        name[5:] for name in names
    ]
    assert main(["models", "remove", "tiny-BF16", "--yes"]) == 0
    assert not (home / FOLDER).exists()


def test_one_that_is_cut_goes_on(
    hub: LocalHub, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(bar: Bar, progress: Progress) -> None:
        if progress.done > 1000:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Bar, "__call__", interrupted)
        assert main(["models", "pull", f"{REPO}:Q8_0"]) == 130
    assert "goes on where it was" in capsys.readouterr().out
    assert main(["models", "list"]) == 0
    assert "did not end" in capsys.readouterr().out
    hub.asked.clear()
    assert main(["models", "pull", f"{REPO}:Q8_0"]) == 0
    assert (home / FOLDER / "tiny-Q8_0.gguf").read_bytes() == hub.files["tiny-Q8_0.gguf"]
    assert any(one.range not in ("", "bytes=0-131071") for one in hub.fetched())


@pytest.mark.parametrize(
    ("troubles", "said"),
    [
        ([Trouble(404)], "no such thing"),
        ([Trouble(401)], "HF_TOKEN"),
        ([Trouble(), Trouble(), Trouble(), Trouble(403)], "HF_TOKEN"),
        ([Trouble(429, headers={"Retry-After": "600"})], "asked too often"),
    ],
)
def test_refusals_are_sentences(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], troubles: list[Trouble], said: str
) -> None:
    hub.troubles = troubles
    assert main(["models", "pull", f"{REPO}:Q4_K_M"]) == 1
    assert said in capsys.readouterr().err


def test_trouble_that_passes_is_waited_for(hub: LocalHub, home: Path) -> None:
    soon = Trouble(429, headers={"Retry-After": "1"})
    hub.troubles = [
        soon,
        Trouble(),
        soon,
        Trouble(),
        Trouble(cut=100),
        Trouble(cut=50),
        Trouble(503),
    ]
    assert main(["models", "pull", f"{REPO}:Q4_K_M"]) == 0
    assert (home / FOLDER / "tiny-Q4_K_M.gguf").read_bytes() == MODEL


def test_a_wrong_checksum_is_refused(
    hub: LocalHub, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.wrong = {"tiny-Q4_K_M.gguf"}
    assert main(["models", "pull", f"{REPO}:Q4_K_M"]) == 1
    assert "checksum is wrong" in capsys.readouterr().err
    assert list((home / FOLDER).iterdir()) == []


def test_another_host_sends_the_files_and_gets_no_token(
    hub: LocalHub, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    with serving(LocalHub(files=hub.files, ranges=False)) as cdn:
        hub.elsewhere = f"http://localhost:{cdn.port}"
        assert main(["models", "pull", f"{REPO}:Q4_K_M"]) == 0
        assert {one.authorization for one in cdn.asked} == {""}
    assert {one.authorization for one in hub.asked} == {"Bearer secret"}
    assert (home / FOLDER / "tiny-Q4_K_M.gguf").read_bytes() == MODEL


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tiny", "OWNER/REPO"),
        ("../x/y", "OWNER/REPO"),
        (f"{REPO}:Q2_K", "It has Q4_K_M, Q8_0"),
        (f"{REPO}/other.gguf", "no file of this name"),
    ],
)
def test_names_that_mean_nothing(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert main(["models", "pull", name]) == 1
    assert said in capsys.readouterr().err


def test_a_repository_without_ggufs(hub: LocalHub, capsys: pytest.CaptureFixture[str]) -> None:
    hub.files = {"model.safetensors": b"x"}
    assert main(["models", "pull", REPO]) == 1
    assert "no GGUF files" in capsys.readouterr().err
