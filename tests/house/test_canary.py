"""Canary words, planted in conversations, are looked for in every byte of SEL's folders.

Without consent they are nowhere. With it they are there; after forgetting they are nowhere again,
and the receipt says so.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sel.cli.main import main

ROOT = Path(__file__).resolve().parents[2]

NAME, PLACE, EARLY, SECRET = "Quibblewick", "Zanthoria", "Wimblethorn", "Snorfleglop77!"
"""Words that nobody but these tests says: two that are told, one told too early, a secret."""
TELLS = (f"my sister {NAME} works in {PLACE}", f"remember that I live in {PLACE}")
"""Things that are worth keeping, so that a leak would show."""


class House:
    """One SEL_HOME: conversations are processes of their own, memory commands run in this one."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._capsys = home, capsys

    def chat(self, *lines: str, engine: str = "--demo", folder: Path = ROOT) -> str:
        """Say these lines, one after the other, while in a folder; all that was printed."""
        options = [one for one in ("--log-level", "debug", engine) if one]
        done = subprocess.run(
            [sys.executable, "-m", "sel", *options, "chat"],
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
            env=os.environ | {"SEL_HOME": str(self.home)},
            cwd=folder,
        )
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    @contextlib.contextmanager
    def talking(self) -> Iterator[Callable[[str, str], str]]:
        """A SEL that runs meanwhile: say a line and wait for what it prints, up to these words."""
        with subprocess.Popen(
            [sys.executable, "-m", "sel", "--log-level", "debug", "--demo", "chat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"SEL_HOME": str(self.home)},
            cwd=ROOT,
        ) as sel:
            assert sel.stdin is not None
            assert sel.stdout is not None
            inlet, outlet = sel.stdin, sel.stdout

            def say(line: str, until: str) -> str:
                print(line, file=inlet, flush=True)
                said = ""
                while until not in said:
                    printed = outlet.readline()
                    assert printed, said
                    said += printed
                return said

            try:
                yield say
                inlet.close()
                assert "Traceback" not in outlet.read()
            finally:
                sel.kill()

    def lasting(self) -> list[str]:
        """Kinds of files that keep conversations: their words, what the engine read."""
        folders = ("data/sessions", "cache/kv/talk")
        found = (path for one in folders for path in (self.home / one).glob("*.*"))
        return sorted(path.suffix for path in found)

    def memory(self, *arguments: str) -> str:
        """`sel memory …`; what it answered."""
        assert main(["memory", *arguments]) == 0
        return self._capsys.readouterr().out

    def holding(self, *words: str) -> list[str]:
        """Names of files that hold one of these words in their bytes or their name."""
        return sorted(
            str(path.relative_to(self.home))
            for path in self.home.rglob("*")
            if any(_holds(text, word) for text in _readings(path) for word in words)
        )

    def prompt(self) -> str:
        """What the model of the SEL that runs saw last."""
        assert main(["prompt", "--last"]) == 0
        return self._capsys.readouterr().out

    def ids(self) -> list[str]:
        """Everything that is remembered of the person at the desk."""
        return [json.loads(row)["id"] for row in self.memory("list", "--json").splitlines()]


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
def house(home: Path, capsys: pytest.CaptureFixture[str]) -> House:
    return House(home, capsys)


def test_the_search_finds_what_is_there(house: House) -> None:
    (house.home / "data").mkdir(parents=True)
    (house.home / "data" / "plain").write_text(f"x{NAME.upper()}x")
    (house.home / "data" / "packed").write_bytes(gzip.compress(NAME.encode()))
    (house.home / "data" / "wide").write_bytes(NAME.encode("utf-16-le"))
    (house.home / "data" / f"{PLACE}.txt").touch()
    assert len(house.holding(NAME, PLACE)) == 4
    assert house.holding(EARLY) == []


@pytest.mark.parametrize("answer", ["", "not now", "never"])
def test_without_consent_nothing_is_kept(house: House, answer: str) -> None:
    said = house.chat(answer, TELLS[1], "/memories")
    assert "May I remember" in said
    assert house.holding(PLACE) == []
    assert house.lasting() == []
    assert not (house.home / "data" / "hormones").exists()
    assert house.ids() == []


def test_with_consent_it_is_kept_and_forgotten_it_is_gone(house: House) -> None:
    early, secret = f"my name is {EARLY}", f"remember that my password is {SECRET}"
    said = house.chat(early, "/consent on", *TELLS, secret)
    assert "kept: " in said
    assert house.holding(PLACE)
    assert house.holding(EARLY, SECRET) == []
    assert house.ids()
    assert house.holding('"tile"')
    receipt = house.memory("forget", "--all", "--yes")
    assert receipt.startswith("Forgotten: ")
    assert "memor" in receipt
    assert "1 hormone history" in receipt
    assert house.holding(NAME, PLACE, '"tile"') == []
    assert house.ids() == []


@pytest.mark.parametrize(
    "command",
    [
        ("forget", "--all", "--yes"),
        ("forget", "ID", "--yes"),
        ("edit", "ID", "She works elsewhere"),
        ("consent", "off", "--keep"),
        ("consent", "off", "--erase"),
    ],
)
def test_kept_conversations_let_go_of_what_is_taken_back(
    house: House, command: tuple[str, ...]
) -> None:
    house.chat("yes", TELLS[0])
    assert house.lasting() == [".session"]
    assert house.holding(NAME)
    house.chat("and so on")
    assert house.holding(NAME), "it was gone on with"
    house.memory(*(house.ids()[0] if one == "ID" else one for one in command))
    if {"--all", "--erase"} & {*command}:
        assert house.lasting() == []
    if "--keep" not in command:
        assert house.holding(NAME) == []


def test_undone_and_forgotten_in_the_conversation_it_is_gone(house: House) -> None:
    said = house.chat("yes", TELLS[0], "/undo", TELLS[1], f"/forget {PLACE}", "yes")
    assert said.count("kept: ") == 2
    assert said.count("Forgotten: 1 memory") == 2
    assert house.holding(NAME, PLACE) == []


def test_what_is_forgotten_from_another_terminal_is_gone_while_sel_runs(house: House) -> None:
    with house.talking() as say:
        say("yes", "SEL may remember you")
        say(TELLS[0], "kept: ")
        assert house.holding(NAME, PLACE)
        assert len(house.ids()) == 1
        receipt = house.memory("forget", "--all", "--yes")
        assert receipt.startswith("Forgotten: 1 memory")
        assert "1 turn" in receipt
        assert house.holding('"tile"') == []
        assert house.holding(NAME, PLACE) == []
        assert NAME not in house.prompt()
        say("/memories", "Nothing.")
        say(TELLS[0], "kept: ")
        say(f"my sister {NAME} likes tea", "kept: ")
        say(f"remember that {NAME} paints", "kept: ")
        assert NAME in house.memory("enrich", "--now"), "what was made is made of the words, too"
        assert "summar" in house.memory("consent", "off", "--erase")
        assert house.holding(NAME, PLACE) == []
    assert house.holding(NAME, PLACE) == []


@pytest.fixture
def full(house: House, tmp_path: Path) -> House:
    """Three hundred memories, of which one holds the words."""
    rows = [{"id": f"m{n}", "text": f"I keep bees number {n}"} for n in range(300)]
    rows[7]["text"] = f"my friend {NAME} keeps bees in {PLACE}"
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    house.memory("import", str(file), "--yes", "--lexical")
    assert house.holding(NAME)
    return house


def test_one_of_many_is_forgotten_and_the_others_stay(full: House) -> None:
    assert full.memory("forget", "m7", "--yes").startswith("Forgotten: 1 memory")
    assert full.holding(NAME, PLACE) == []
    assert len(full.ids()) == 299


def test_corrected_words_are_gone(full: House) -> None:
    full.memory("edit", "m7", "a friend of mine keeps bees")
    assert full.holding(NAME, PLACE) == []
    assert len(full.ids()) == 300


def test_taken_back_and_erased_it_is_gone(full: House) -> None:
    assert "Forgotten: 300 memories" in full.memory("consent", "off", "--erase")
    assert full.holding(NAME, PLACE) == []


@pytest.mark.real
def test_the_real_engine_and_its_log_keep_nothing_without_consent(house: House) -> None:
    code = f"def {NAME}(): raise ValueError('{EARLY}')"
    said = house.chat(*TELLS, f"my name is {EARLY}", code, engine="", folder=house.home.parent)
    assert said.strip()
    assert (house.home / "logs" / "llm.log").exists()
    assert house.holding(NAME, PLACE, EARLY) == []
    assert list(house.home.parent.iterdir()) == [house.home]
    assert house.lasting() == []
    assert [path.name[:5] for path in (house.home / "cache" / "kv").glob("*.kv")] == ["head-"]


@pytest.mark.real
def test_what_the_real_engine_was_told_is_forgotten_too(house: House) -> None:
    house.chat("yes", *TELLS, engine="")
    assert house.holding(PLACE)
    assert house.lasting() == [".kv", ".session"]
    house.memory("forget", "--all", "--yes")
    assert house.holding(NAME, PLACE) == []
    assert house.lasting() == []
