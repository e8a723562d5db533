"""Memories as lines of JSON: what is taken, what is refused and in which words, and back again."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sel.cli.memory_rows import parse, to_row
from sel.errors import InputRefused
from sel.memory.types import Kind, Memory, Source

NOW = 1_750_000_000.0


def taken(**row: Any) -> Memory:
    return parse(json.dumps(row).encode(), "ada", NOW)


def refused(raw: bytes) -> str:
    with pytest.raises(InputRefused) as error:
        parse(raw, "ada", NOW)
    return error.value.title


def test_the_least_line() -> None:
    memory = taken(id="7", text="I keep bees")
    assert (memory.id, memory.text, memory.person) == ("7", "I keep bees", "ada")
    assert (memory.at, memory.kind, memory.tags, memory.hard) == (NOW, "fact", (), True)
    assert memory.source == Source(quote="I keep bees", channel="import", at=NOW)


def test_the_whole_line() -> None:
    memory = taken(id=7, text="Tea", at=1.5e9, tags=["food", "☕"], kind="preference")
    assert (memory.id, memory.at, memory.kind) == ("7", 1.5e9, "preference")
    assert memory.tags == ("food", "☕")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2025-06-15T12:00:00Z", 1749988800.0),
        ("2025-06-15T14:00:00+02:00", 1749988800.0),
        (-1e9, -1e9),
        (0, 0.0),
    ],
)
def test_times(written: object, seconds: float) -> None:
    assert taken(id="a", text="b", at=written).at == seconds


@pytest.mark.parametrize("name", ["👩‍👩‍👧", "a b", "../../etc/passwd", "ключ", "0"])
def test_ids_are_anybodys(name: str) -> None:
    assert taken(id=name, text="b").id == name


def test_who_somebody_is_weighs_more() -> None:
    assert taken(id="a", text="b").importance <= taken(id="a", text="I love my son").importance


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff{}", "not UTF-8"),
        (b"[]", "not a JSON object"),
        (b'"a"', "not a JSON object"),
        (b"{}", "no id"),
        (b'{"memories": {}}', "without --json"),
        (b'{"id": true, "text": "b"}', "no id"),
        (b'{"id": "", "text": "b"}', "no id"),
        (b'{"id": "a"}', "no text"),
        (b'{"id": "a", "text": " "}', "no text"),
        (b'{"id": "a", "text": ["b"]}', "no text"),
        (b'{"id": "a", "text": "b", "at": "soon"}', "no time"),
        (b'{"id": "a", "text": "b", "at": NaN}', "1900 and 2100"),
        (b'{"id": "a", "text": "b", "at": 1e300}', "1900 and 2100"),
        (b'{"id": "a", "text": "b", "at": true}', "no time"),
        (b'{"id": "a", "text": "b", "at": 1750000000000}', "1900 and 2100"),
        (b'{"id": "a", "text": "b", "kind": "rumour"}', "none of fact"),
        (b'{"id": "a", "text": "b", "kind": []}', "none of fact"),
        (b'{"id": "a", "text": "b", "tags": "c"}', "no list"),
        (b'{"id": "a", "text": "b", "tags": [1]}', "no tag"),
        (b'{"id": "a", "text": "b", "sel": {"strength": "often"}}', "not what SEL writes"),
    ],
)
def test_what_is_wrong_is_said_without_the_words(raw: bytes, reason: str) -> None:
    assert reason in refused(raw)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a", "text": "x" * 1_000_000},
        {"id": "a" * 1_000, "text": "b"},
        {"id": "a", "text": "half \ud83d a face"},
        {"id": "\udc00", "text": "b"},
        {"id": "a", "text": "b", "tags": [f"t{n}" for n in range(10_000)]},
        {"id": "a", "text": "b", "tags": ["t" * 1_000]},
    ],
)
def test_too_much_is_refused_in_a_short_sentence(row: dict[str, Any]) -> None:
    assert len(refused(json.dumps(row).encode())) < 200


WORDS = st.text('ab é👩\u200d\u202e\x07\n"\\~', max_size=12).map(lambda text: f"x{text}")
SHARES = st.floats(0, 1)
TIMES = st.integers(0, 4_000_000_000).map(float)
KINDS: list[Kind] = ["fact", "preference", "person", "plan", "episode", "summary"]
SOURCES = st.builds(
    Source, quote=WORDS, message_id=WORDS, channel=st.sampled_from(["", "desk"]), at=TIMES
)
MEMORIES = st.builds(
    Memory,
    id=WORDS,
    person=st.just("ada"),
    scope=st.sampled_from(["desk", "dm:1"]),
    text=WORDS,
    kind=st.sampled_from(KINDS),
    source=SOURCES,
    at=TIMES,
    seen_at=TIMES,
    tags=st.lists(WORDS, max_size=3).map(tuple),
    topic=WORDS,
    hard=st.booleans(),
    importance=SHARES,
    mood=WORDS,
    valence=st.floats(-1, 1),
    arousal=SHARES,
    strength=st.integers(1, 99),
    replaces=WORDS,
    made_from=st.lists(WORDS, max_size=3).map(tuple),
)


# A machine with other work on it makes values slowly; that is no fault of theirs.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(MEMORIES)
def test_out_and_in_again_is_the_same(memory: Memory) -> None:
    assert parse(json.dumps(to_row(memory)).encode(), "ada", NOW) == memory


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=80))
def test_any_bytes_are_a_memory_or_a_sentence(raw: bytes) -> None:
    with contextlib.suppress(InputRefused):
        parse(raw, "ada", NOW)
