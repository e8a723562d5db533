"""`sel memory search`, as typed and as programs use it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from memory_desk import Desk, FakeVectors, fake_vectors

ROOT = Path(__file__).resolve().parents[3]
ROWS = [
    {"id": "bees", "text": "I keep bees in the garden"},
    {"id": "tea", "text": "I like green tea"},
    {"id": "rex", "text": "My dog is called Rex"},
]


@pytest.fixture
def bare(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Desk:
    """Nothing is kept yet."""
    monkeypatch.chdir(tmp_path)
    made = Desk(capsys, monkeypatch)
    made.types("")
    return made


@pytest.fixture
def desk(bare: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Three memories of yours and one of ada's."""
    fake_vectors(monkeypatch)
    for person, rows in (("you", ROWS), ("ada", [{"id": "bees", "text": "I hate bees"}])):
        assert imports(bare, rows, "--person", person) == 0
    FakeVectors.batches.clear()
    return bare


def imports(desk: Desk, rows: list[dict[str, str]], *arguments: str) -> int:
    Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return desk.sel("import", "rows.jsonl", "--yes", *arguments)


def test_for_people(desk: Desk) -> None:
    assert desk.sel("search", "who keeps bees", "-k", "1") == 0
    score, id, *text = desk.out.split()
    assert (id, " ".join(text)) == ("bees", "I keep bees in the garden")
    assert float(score) > 0


def test_for_programs(desk: Desk) -> None:
    assert desk.sel("search", "the dog called Rex", "-k", "2", "--json") == 0
    (found,) = desk.rows()
    assert list(found) == ["query", "results"]
    assert found["query"] == "the dog called Rex"
    assert list(found["results"][0]) == ["id", "text", "score"]
    assert found["results"][0]["id"] == "rex"
    scores = [result["score"] for result in found["results"]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 2


def test_each_line_of_input_is_a_query(desk: Desk) -> None:
    desk.types("bees\ngreen tea\n\ndog Rex\n")
    assert desk.sel("search", "--json", "-k", "1") == 0
    rows = desk.rows()
    assert [row["query"] for row in rows] == ["bees", "green tea", "", "dog Rex"]
    first = [row["results"][0]["id"] for row in rows if row["query"]]
    assert first == ["bees", "tea", "rex"]
    assert FakeVectors.batches == [["bees", "green tea", "", "dog Rex"]]


def test_lines_for_people_name_their_query(desk: Desk) -> None:
    desk.types("bees\n")
    desk.sel("search", "-k", "1")
    assert desk.out.startswith("bees:\n")


def test_whatever_comes_gets_a_line(desk: Desk) -> None:
    desk.types(b"\xff\xfe\n\x00\n" + b"a " * 200_000 + b"\n" + "👩‍👩‍👧".encode())
    assert desk.sel("search", "--json") == 0
    assert len(desk.rows()) == 4


def test_people_never_mix(desk: Desk) -> None:
    desk.sel("search", "bees", "--person", "ada", "--json", "-k", "9")
    (found,) = desk.rows()
    assert [(one["id"], one["text"]) for one in found["results"]] == [("bees", "I hate bees")]


def test_of_a_stranger_nothing_is_found_and_no_embedder_woken(desk: Desk) -> None:
    assert desk.sel("search", "bees", "--person", "eve") == 0
    assert desk.out == "Nothing.\n"
    assert FakeVectors.batches == []


def test_by_words_alone(desk: Desk) -> None:
    desk.sel("search", "bees garden", "--lexical", "--json")
    assert desk.rows()[0]["results"][0]["id"] == "bees"
    assert FakeVectors.batches == []


def test_what_was_imported_without_an_embedder_is_learnt_when_there_is_one(desk: Desk) -> None:
    FakeVectors.missing = True
    assert imports(desk, [{"id": "new", "text": "I play the cello"}]) == 0
    desk.sel("search", "cello", "--json")
    assert desk.rows()[0]["results"][0]["id"] == "new"
    FakeVectors.missing = False
    FakeVectors.batches.clear()
    desk.sel("search", "cello")
    assert FakeVectors.batches[0] == ["I play the cello"]
    FakeVectors.batches.clear()
    desk.sel("search", "cello")
    assert FakeVectors.batches == [["cello"]]


def test_only_of_a_time(desk: Desk) -> None:
    year = datetime.now(UTC).year - 1
    imports(desk, [{"id": "old", "text": "I kept bees before", "at": f"{year}-06-15T12:00:00Z"}])
    assert desk.sel("search", "bees", "--when", "last year", "--json", "-k", "9") == 0
    assert [one["id"] for one in desk.rows()[0]["results"]] == ["old"]
    assert desk.sel("search", "bees", "--when", "purple") == 2
    assert "names no time" in desk.err


@pytest.fixture
def dated(desk: Desk) -> Desk:
    """Something said yesterday, and something last year that speaks of 2019."""
    day = datetime.now(UTC).replace(hour=12) - timedelta(days=1)
    rows = [
        {"id": "soup", "text": "The soup was too salty", "at": day.isoformat()},
        {"id": "grad", "text": "I graduated in May 2019", "at": f"{day.year - 1}-03-01T12:00:00Z"},
    ]
    imports(desk, rows)
    return desk


def test_a_time_in_the_question_is_understood_and_said(dated: Desk) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    assert dated.sel("search", "what did we talk about yesterday") == 0
    first, second = dated.out.splitlines()
    assert first == f"from yesterday ({yesterday}):"
    assert second.endswith("soup  The soup was too salty")
    dated.sel("search", "what did we talk about yesterday", "--json")
    (row,) = dated.rows()
    assert list(row) == ["query", "results"]
    assert [one["id"] for one in row["results"]] == ["soup"]


def test_a_time_that_is_spoken_of_hides_nothing(dated: Desk) -> None:
    assert dated.sel("search", "what happened in May 2019?", "--json") == 0
    assert dated.rows()[0]["results"][0]["id"] == "grad"
    dated.sel("search", "what happened in May 2019?")
    headings = [line for line in dated.out.splitlines() if line.endswith(":")]
    assert headings == ["about may 2019:", "from other times:"]


def test_where_nothing_was_said_then_it_is_said(dated: Desk) -> None:
    dated.sel("search", "what did I say about bees in 2001?")
    heading, *found = dated.out.splitlines()
    assert heading == "nothing from 2001 (2001-01-01 to 2001-12-31); from other times:"
    assert "bees" in found[0]


def test_when_is_strict_and_said(dated: Desk) -> None:
    dated.sel("search", "what was salty", "--when", "yesterday")
    assert dated.out.startswith("from yesterday (")
    assert dated.out.count("\n") == 2
    dated.sel("search", "bees", "--when", "in 2001")
    assert dated.out == "Nothing.\n"


@pytest.mark.parametrize("count", ["0", "-1", "many", "1001", "2.5"])
def test_counts(desk: Desk, count: str) -> None:
    assert desk.sel("search", "bees", "-k", count) == 2


def test_lines_are_answered_as_they_come(desk: Desk) -> None:
    """A program that asks, reads the answer and asks again is not left waiting."""
    child = subprocess.Popen(
        [sys.executable, "-m", "sel", "memory", "search", "--json", "--lexical"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    for query in ("bees", "tea"):
        print(query, file=child.stdin, flush=True)
        assert json.loads(child.stdout.readline())["query"] == query
    child.stdin.close()
    assert child.wait() == 0
    child.stdout.close()


@pytest.mark.real
@pytest.mark.usefixtures("lent_embedder_at_hand")
def test_by_meaning(bare: Desk) -> None:
    assert imports(bare, ROWS, "--lexical") == 0
    bare.types("which pet do I have?\nwhat do I like to drink?\n")
    assert bare.sel("search", "--json", "-k", "1") == 0
    assert [row["results"][0]["id"] for row in bare.rows()] == ["rex", "tea"]
