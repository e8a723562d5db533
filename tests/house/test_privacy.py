"""What a person says is in no file, whatever happens: planted words are looked for everywhere.

With the real engine: see `test_canary.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CANARIES = ("quetzalwren", "Wobblethorpe", "ünderwürzel")
"""Words that are in no file unless somebody wrote down what was said."""

SAID = (
    f"my name is {CANARIES[1]} and I live near the {CANARIES[0]}",
    f"def {CANARIES[0]}(): raise ValueError('{CANARIES[1]}')",
    f"please die {CANARIES[2]}",
    f"/mode {CANARIES[0]}",
    f"/{CANARIES[0]}",
    f"note: feed the {CANARIES[0]}",
    f"remind me in 1 second to feed the {CANARIES[2]}",
    f"/agent calculator {CANARIES[1]} + 1",
    f"/agent {CANARIES[0]} {CANARIES[1]}",
    f"git status {CANARIES[1]}.txt; rm {CANARIES[0]}",
    f"\x00\x1b[31m{CANARIES[2]}\ud800",
)


Talked = tuple[Path, subprocess.CompletedProcess[bytes]]


def chat(home: Path, *arguments: str, said: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sel", "--log-level", "debug", "chat", "--demo", *arguments],
        input=said.encode("utf-8", "surrogatepass"),
        capture_output=True,
        check=False,
        timeout=60,
        env={name: value for name, value in os.environ.items() if not name.startswith("SEL_")}
        | {"SEL_HOME": str(home)},
        cwd=home.parent,
    )


def leaks(folder: Path) -> list[str]:
    """Files under a folder whose content or name holds a planted word."""
    words = [word.casefold() for word in CANARIES]
    found = []
    for path in folder.rglob("*"):
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        if any(word in (path.name + text).casefold() for word in words):
            found.append(str(path.relative_to(folder)))
    return found


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> Talked:
    """A SEL_HOME in which all of it was said, and what came of it."""
    home = tmp_path_factory.mktemp("talked") / "sel-home"
    return home, chat(home, said="\n".join(SAID) + "\n")


def test_nothing_said_is_written(talked: Talked) -> None:
    home, done = talked
    assert b"Traceback" not in done.stderr
    assert done.stdout
    assert home.is_dir()
    assert leaks(home.parent) == []


def test_nothing_said_is_written_as_events_either(home: Path) -> None:
    done = chat(home, "--json", said="\n".join(SAID) + "\n")
    # The events themselves do hold the words, so the search would find them in a file.
    assert CANARIES[0].encode() in done.stdout
    assert leaks(home.parent) == []


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log").write_text(f"said {CANARIES[1].upper()}")
    assert leaks(tmp_path) == ["deep/log"]


def test_only_the_owner_can_read(talked: Talked) -> None:
    home, _ = talked
    assert any(path.is_file() for path in home.rglob("*"))
    for path in (home, *home.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
