"""`sel memory` where something is in the way: a disk that may only be read, or is full, a pipe that
is closed, Ctrl+C. A clear sentence, the right exit code, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from memory_desk import Desk, FakeVectors, fake_vectors

from sel.errors import StoreError
from sel.store.journal import Journal

ROOT = Path(__file__).resolve().parents[3]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
TEXTS = ("I live in Porto with Ana", "Ana is a nurse", "I keep bees", "Ana likes green tea")


def rows(count: int = len(TEXTS), *, start: int = 0) -> str:
    path = Path("rows.jsonl")
    lines = [
        json.dumps({"id": str(n), "text": f"{TEXTS[n % len(TEXTS)]} {n // len(TEXTS) or ''}"})
        for n in range(start, start + count)
    ]
    path.write_text("\n".join(lines))
    return str(path)


@pytest.fixture
def desk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Desk:
    """Four memories are kept."""
    monkeypatch.chdir(tmp_path)
    fake_vectors(monkeypatch)
    made = Desk(capsys, monkeypatch)
    made.types("")
    assert made.sel("import", rows(), "--yes") == 0
    return made


# ---------------------------------------------------------------- a disk that may only be read


@pytest.fixture
def sealed(desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """From now on SEL's folders are on a disk that is mounted for reading."""
    real_open, real_access = os.open, os.access

    def open_(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        there = os.path.lexists(path) or flags & os.O_CREAT
        if there and flags & WRITING and home in Path(path).parents:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real_open(path, flags, mode, **more)

    def access(path: Any, mode: int) -> bool:
        return real_access(path, mode) and not (mode & os.W_OK and home in Path(path).parents)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "access", access)
    return desk


def test_what_may_only_be_read_is_read(sealed: Desk) -> None:
    assert len(sealed.listed()) == 4
    assert "SEL may only read its memory here." in sealed.err
    assert sealed.sel("search", "who keeps bees", "--json") == 0
    assert sealed.rows()[0]["results"][0]["text"].startswith("I keep bees")
    assert sealed.sel("export", "out.jsonl") == 0
    assert len(Path("out.jsonl").read_text().splitlines()) == 4
    assert sealed.sel("show", "1") == 0
    assert sealed.sel("stats") == 0
    assert sealed.sel("map", "out.svg") == 0
    assert FakeVectors.batches[1:] == [["who keeps bees"]]


@pytest.mark.parametrize(
    "command",
    [
        ("edit", "1", "other words"),
        ("forget", "1", "--yes"),
        ("forget", "--all", "--yes"),
        ("consent", "off", "--erase"),
        ("consent", "on", "--person", "ada"),
        ("enrich", "--now"),
    ],
)
def test_what_would_change_it_says_so(sealed: Desk, command: tuple[str, ...]) -> None:
    assert sealed.sel(*command) == 1
    last = sealed.err.splitlines()[-1]
    assert last.startswith("SEL may only read its memory here. (")
    assert "Nothing was changed" in last
    assert len(sealed.listed()) == 4


# ---------------------------------------------------------------- a full disk


class Full:
    """A journal that takes so many writes, then says that the disk is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        self.room = room
        real = Journal.append

        def append(journal: Journal, lines: list[bytes]) -> None:
            if not self.room:
                raise StoreError("The disk is full: nothing could be written.")
            self.room -= 1
            real(journal, lines)

        monkeypatch.setattr(Journal, "append", append)


def test_an_import_that_fills_the_disk_says_how_far_it_came(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = rows(400, start=4)
    full = Full(monkeypatch, 1)
    assert desk.sel("import", file) == 1
    assert "Stopped. 128 memories kept." in desk.err
    assert desk.err.splitlines()[-1].startswith("The disk is full")
    full.room = 1000
    assert len(desk.listed()) == 132
    assert desk.sel("import", file) == 0
    assert len(desk.listed()) == 404


def test_enrichment_on_a_full_disk_goes_on_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Full(monkeypatch, 0)
    assert desk.sel("enrich", "--now") == 1
    assert "The disk is full" in desk.err
    full.room = 1000
    assert desk.sel("enrich", "--now") == 0
    assert "1 conversation" in desk.err


# ---------------------------------------------------------------- enrichment, as typed


def test_enrichment_tells_what_it_makes_and_makes_it_once(desk: Desk) -> None:
    assert desk.sel("enrich") == 0
    assert desk.err == "There is nothing new to make.\n", "what was said just now may go on"
    assert desk.sel("enrich", "--now") == 0
    made = desk.out.splitlines()
    assert {line.split()[0] for line in made} == {"conversation", "thing"}
    assert "Made: 1 conversation, 1 thing (" in desk.err
    kinds = [row["kind"] for row in _all(desk)]
    assert kinds.count("summary") == 2
    assert desk.sel("enrich", "--now", "--json") == 0
    assert desk.out == ""
    assert desk.sel("enrich", "--now", "--person", "ada") == 0
    assert desk.err == "There is nothing new to make.\n"


def test_enrichment_for_programs(desk: Desk) -> None:
    assert desk.sel("enrich", "--now", "--json") == 0
    made = desk.rows()
    assert [list(row) for row in made] == [["id", "sort", "text", "made_from"]] * len(made)
    assert {row["id"] for row in made} <= {row["id"] for row in _all(desk)}
    assert all(set(row["made_from"]) <= {"0", "1", "2", "3"} for row in made)


def test_what_is_out_of_date_goes(desk: Desk) -> None:
    desk.sel("enrich", "--now")
    desk.sel("forget", "1", "--yes")
    desk.sel("forget", "3", "--yes")
    assert {row["kind"] for row in _all(desk)} == {"fact"}
    assert desk.sel("enrich", "--now") == 0
    assert desk.err == "There is nothing new to make.\n"


def _all(desk: Desk) -> list[dict[str, Any]]:
    assert desk.sel("list", "--json", "--history") == 0
    return desk.rows()


# ---------------------------------------------------------------- asked wrongly


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("forget", "--about", " ", "--yes"), "It is not said what about."),
        (("consent", "status", "--erase"), "go with `off`"),
        (("consent", "on", "--keep"), "go with `off`"),
        (("prune", "--person", "ada"), "is not known here"),
        (("enrich", "--person", ""), "that is no name"),
        (("search", "bees", "--when", "purple"), "names no time"),
    ],
)
def test_what_is_asked_wrongly_is_said(desk: Desk, command: tuple[str, ...], said: str) -> None:
    assert desk.sel(*command) == 2
    assert said in desk.err
    assert len(desk.listed()) == 4


def test_what_fits_nothing_is_nothing(desk: Desk) -> None:
    assert desk.sel("list", "--tag", "nowhere") == 0
    assert desk.err == "Nothing fits.\n"
    assert desk.sel("search", "zeppelin", "--lexical") == 0
    assert desk.out == "Nothing.\n"


ODD: tuple[tuple[str, str], ...] = (
    ('{"id": "big", "text": "%s"}' % ("x" * 1_000_000), "1,000,000 characters"),
    (
        json.dumps({"id": "tags", "text": "t", "tags": [str(n) for n in range(10_000)]}),
        "10,000 tags",
    ),
    ('{"id": "nan", "text": "t", "at": NaN}', "1900 and 2100"),
    ('{"id": "inf", "text": "t", "at": -Infinity}', "1900 and 2100"),
    ('{"id": "half", "text": "half a \\ud800 pair"}', "bytes that are no text"),
    ('{"id": "sel", "text": "t", "sel": {"hard": "yes"}}', "not what SEL writes"),
    ('{"id": "%s", "text": "t"}' % ("i" * 300), "300 characters"),
    ("[" * 100_000, "not JSON"),
    ('{"id": 3, "text": "t", "at": %s}' % ("9" * 5000), "not JSON"),
)


def test_odd_lines_are_each_told_and_the_good_ones_kept(desk: Desk) -> None:
    good = ['{"id": "👩‍👩‍👧", "text": "a family"}', '{"id": "twice", "text": "one"}']
    good += ['{"id": "twice", "text": "two"}', '{"id": "esc", "text": "a\\u001b[2Jb"}']
    Path("odd.jsonl").write_text("\n".join([*good, *(line for line, _ in ODD)]))
    assert desk.sel("import", "odd.jsonl") == 1
    for number, (_, reason) in enumerate(ODD, len(good) + 1):
        (told,) = [one for one in desk.err.splitlines() if one.startswith(f"Line {number} ")]
        assert reason in told
    assert desk.out == f"3 memories kept; {len(ODD)} lines left out.\n"
    kept = desk.listed()
    assert kept["twice"] == "two"
    assert desk.sel("show", "esc") == 0
    assert "\x1b" not in desk.out


# ---------------------------------------------------------------- pipes and keys


def test_an_import_from_a_pipe(desk: Desk) -> None:
    lines = [json.dumps({"id": f"p{n}", "text": f"Thing {n}"}) + "\n" for n in range(1030)]
    for name, count in (("-", 1030), ("/dev/stdin", 5)):
        with running("import", name, "--lexical", stdin=subprocess.PIPE) as child:
            out, err = child.communicate("".join(lines[:count]), timeout=60)
        assert child.returncode == 0
        assert out == f"{count:,} memories kept.\n"
        assert err == ("1,024 memories\n" if count > 1000 else "")
    assert len(desk.listed()) == 1034


@pytest.mark.parametrize("command", [("list",), ("export",), ("search", "bees", "--lexical")])
def test_output_that_finds_no_room_is_told(desk: Desk, command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sel", "memory", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "The output could not be written: No space left on device.\n"


def running(*arguments: str, **more: Any) -> subprocess.Popen[str]:
    """`sel memory …` as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sel", "memory", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=more.pop("cwd", ROOT),
        **more,
    )


def test_a_closed_pipe_is_no_mistake(desk: Desk) -> None:
    lines = [
        json.dumps({"id": f"l{n}", "text": f"Long {n} " + "and on " * 500}) for n in range(128)
    ]
    Path("long.jsonl").write_text("\n".join(lines))
    assert desk.sel("import", "long.jsonl", "--lexical") == 0
    for command in ("export", "list"):
        with running(command) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            child.stdout.readline()
            child.stdout.close()
            assert child.wait(60) == 141
            assert child.stderr.read() == ""


def test_ctrl_c_in_enrichment_keeps_what_was_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sel.memory.enrich.enricher import Enricher

    steps = Enricher.step

    def step(self: Enricher, now: float) -> bool:
        more = steps(self, now)
        if self.counts["conversations"]:
            signal.raise_signal(signal.SIGINT)
        return more

    with monkeypatch.context() as patched:
        patched.setattr(Enricher, "step", step)
        assert desk.sel("enrich", "--now") == 130
    assert "Stopped. Made so far: 1 conversation" in desk.err
    assert desk.sel("enrich", "--now") == 0
    assert "Made: 1 thing (" in desk.err


def test_ctrl_c_in_an_import_says_what_was_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = FakeVectors.of

    def of(self: FakeVectors, texts: list[str]) -> Any:
        if len(self.batches) == 3:
            raise KeyboardInterrupt
        return real(self, texts)

    monkeypatch.setattr(FakeVectors, "of", of)
    assert desk.sel("import", rows(400, start=4)) == 130
    assert "Stopped. 256 memories kept." in desk.err
    assert len(desk.listed()) == 260
