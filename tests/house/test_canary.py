"""Canary words, planted in conversations, are looked for in every byte of SEL's folders.

Without consent they are nowhere. With it they are there; after forgetting they are nowhere again,
and the receipt says so.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

NAME, PLACE = "Quibblewick", "Zanthoria"
"""Words that nobody but these tests says, in the shape of a name."""
TELLS = (
    f"my name is {NAME}",
    f"remember that I live in {PLACE}",
    f"my sister {NAME} works in {PLACE}",
)
"""Things that are worth keeping, so that a leak would show."""


class House:
    """One SEL_HOME, and the real commands run over it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def sel(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "sel", "--log-level", "debug", *arguments],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
            env=os.environ | {"SEL_HOME": str(self.home)},
            cwd=self.home.parent,
        )
        assert "Traceback" not in done.stderr
        return done

    def chat(self, *lines: str, engine: tuple[str, ...] = ("--demo",)) -> str:
        """Say these lines, one after the other; all that was printed."""
        done = self.sel(*engine, "chat", typed="".join(f"{line}\n" for line in lines))
        return done.stdout + done.stderr

    def holding(self, *words: str) -> list[str]:
        """Names of files that hold one of these words in their bytes or their name."""
        return sorted(
            str(path.relative_to(self.home))
            for path in self.home.rglob("*")
            if any(_holds(text, word) for text in _readings(path) for word in words)
        )

    def ids(self) -> list[str]:
        rows = self.sel("memory", "list", "--json").stdout.splitlines()
        return [json.loads(row)["id"] for row in rows]


def _readings(path: Path) -> Iterator[bytes]:
    """The bytes of a file, packed ones unpacked, and those of its name."""
    yield os.fsencode(path.name)
    if not path.is_file():
        return
    raw = path.read_bytes()
    yield raw
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            yield unpack(raw)
        except (OSError, EOFError, zlib.error):
            continue


def _holds(raw: bytes, word: str) -> bool:
    small, large = raw.lower(), word.lower()
    return any(large.encode(code) in small for code in ("utf-8", "utf-16-le", "utf-16-be"))


@pytest.fixture
def house(home: Path) -> House:
    return House(home)


def test_the_search_finds_what_is_there(house: House) -> None:
    (house.home / "data").mkdir(parents=True)
    (house.home / "data" / "plain").write_text(f"x{NAME.upper()}x")
    (house.home / "data" / "packed").write_bytes(gzip.compress(NAME.encode()))
    (house.home / "data" / "wide").write_bytes(NAME.encode("utf-16-le"))
    (house.home / "data" / f"{PLACE}.txt").touch()
    assert len(house.holding(NAME, PLACE)) == 4
    assert house.holding("Wimblethorn") == []


def test_unasked_and_unanswered_nothing_is_kept(house: House) -> None:
    said = house.chat(*TELLS, "/memories", "what do you know about me?", "/why")
    assert "May I remember" in said
    assert house.holding(NAME, PLACE) == []
    assert house.ids() == []


@pytest.mark.parametrize("answer", ["not now", "never"])
def test_after_a_no_nothing_is_kept(house: House, answer: str) -> None:
    house.chat("hello", answer, *TELLS)
    house.chat(*TELLS)
    assert house.holding(NAME, PLACE) == []
    assert house.ids() == []


def test_events_leave_nothing_behind_either(house: House) -> None:
    done = house.sel("--demo", "chat", "--json", typed="\n".join(TELLS) + "\n")
    assert NAME in done.stdout
    assert house.holding(NAME, PLACE) == []


def test_with_consent_it_is_kept_and_forgotten_it_is_gone(house: House) -> None:
    said = house.chat("hello", "yes", *TELLS)
    assert "kept: " in said
    assert house.holding(PLACE)
    assert house.ids()
    done = house.sel("memory", "forget", "--all", "--yes")
    assert "Forgotten: " in done.stdout
    assert "memor" in done.stdout
    assert house.holding(NAME, PLACE) == []
    assert house.ids() == []


def test_what_was_said_before_the_yes_is_not_kept_by_it(house: House) -> None:
    house.chat(f"my name is {NAME}", "/consent on", f"remember that I live in {PLACE}")
    assert house.holding(NAME) == []
    assert house.holding(PLACE)


def test_forgetting_in_the_conversation(house: House) -> None:
    house.chat("/consent on", *TELLS)
    assert house.holding(PLACE)
    said = house.chat(f"/forget {PLACE}", "yes")
    assert "Forgotten: " in said
    assert house.holding(PLACE) == []


def test_taken_back_and_erased_it_is_gone(house: House) -> None:
    house.chat("/consent on", *TELLS)
    done = house.sel("memory", "consent", "off", "--erase")
    assert "Forgotten: " in done.stdout
    assert house.holding(NAME, PLACE) == []
    house.chat(*TELLS)
    assert house.holding(NAME, PLACE) == []


def test_undone_and_corrected_words_are_gone(house: House) -> None:
    house.chat("/consent on", f"remember that I live in {PLACE}", "/undo")
    assert house.holding(PLACE) == []
    house.chat(f"remember that I live in {PLACE}")
    (id,) = house.ids()
    house.sel("memory", "edit", id, "I live by the sea")
    assert house.holding(PLACE) == []
    assert house.holding("by the sea")


def test_one_of_many_is_forgotten_and_the_others_stay(house: House, tmp_path: Path) -> None:
    rows = [{"id": f"m{n}", "text": f"I keep bees number {n}"} for n in range(300)]
    rows[7]["text"] = f"my friend {NAME} keeps bees in {PLACE}"
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    house.sel("memory", "import", str(file), "--yes", "--lexical")
    assert house.holding(NAME)
    house.sel("memory", "forget", "m7", "--yes")
    assert house.holding(NAME, PLACE) == []
    assert len(house.ids()) == 299


def test_a_secret_is_not_kept_even_with_consent(house: House) -> None:
    said = house.chat("/consent on", f"remember that my password is {NAME}77!")
    assert "kept: " not in said
    assert house.holding(NAME) == []


@pytest.mark.real
def test_the_real_engine_keeps_nothing_without_consent(house: House) -> None:
    said = house.chat(*TELLS[:2], engine=())
    assert said.strip()
    assert (house.home / "logs" / "llm.log").exists()
    assert house.holding(NAME, PLACE) == []


@pytest.mark.real
def test_the_real_engine_forgets_too(house: House) -> None:
    house.chat("/consent on", *TELLS[:2], engine=())
    assert house.holding(PLACE)
    house.sel("memory", "forget", "--all", "--yes")
    assert house.holding(NAME, PLACE) == []
