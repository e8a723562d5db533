"""The sentences the search is trained with: none of its small talk may be kept, most facts are."""

import json
from pathlib import Path

import pytest

from sel.memory.reading.candidates import candidates

ASSETS = Path(__file__).parents[4] / "assets" / "memory" / "lasting.jsonl"


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, int]]:
    lines = ASSETS.read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["lasting"]) for row in map(json.loads, lines)]


def test_small_talk_is_not_kept(rows: list[tuple[str, int]]) -> None:
    talk = [text for text, lasting in rows if not lasting]
    assert len(talk) >= 1000
    assert [text for text in talk if candidates(text)] == []


def test_most_that_lasts_is_kept(rows: list[tuple[str, int]]) -> None:
    facts = [text for text, lasting in rows if lasting]
    missed = [text for text in facts if not candidates(text)]
    assert len(facts) >= 900
    assert len(missed) <= 0.04 * len(facts)


def test_what_is_kept_is_quoted_and_tagged(rows: list[tuple[str, int]]) -> None:
    """Whatever is kept is one sentence of the text, with what it is about."""
    for text, _ in rows[::7]:
        for one in candidates(text):
            assert one.quote in text
            assert one.kind in {"fact", "preference", "person", "plan", "episode"}
            assert one.tags or one.asked
