"""One line: what goes in comes out, and nothing else passes for it."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sel.errors import StoreError
from sel.store import record

PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = st.text(st.characters(codec=None, exclude_categories=[]), max_size=20)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(TEXT, VALUES, max_size=4)


@PATIENT
@given(DOCUMENTS, TEXT, st.integers(-5, 10**12))
def test_any_document_comes_back(document: dict[str, Any], table: str, doc_id: int) -> None:
    line = record.put(table, doc_id, document)
    assert b"\n" not in line
    assert record.is_whole(line)
    assert record.kind(line) == "P"
    assert record.number(line) == doc_id
    assert record.table_name(line.split(b" ", 4)[3]) == table
    assert record.document(line) == document


@PATIENT
@given(st.lists(DOCUMENTS, max_size=4))
def test_many_are_parsed_as_one(documents: list[dict[str, Any]]) -> None:
    lines = [record.put("t", n, document) for n, document in enumerate(documents)]
    assert record.documents(lines) == documents == list(map(record.document, lines))


def test_every_string_survives() -> None:
    pair = "\ud83d" + "\ude00"  # two characters, not the one they stand for elsewhere
    for text in ("naïve 日本", "😀", "\ud83d", "\ude00\ud83d", pair, "\0"):
        assert record.document(record.put("t", 1, {text: text})) == {text: text}


def test_words_stand_in_the_file_as_they_were_said() -> None:
    assert "grüße 😀".encode() in record.put("t", 1, {"text": "grüße 😀"})


def test_a_megabyte_of_text() -> None:
    text = "a😀" * 300_000
    assert record.document(record.put("t", 1, {"text": text})) == {"text": text}


@PATIENT
@given(st.data())
def test_a_changed_byte_is_seen(data: st.DataObject) -> None:
    line = record.put("memories", 3, {"text": "the sea"})
    at = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[at]))
    assert not record.is_whole(line[:at] + bytes([other]) + line[at + 1 :])


@pytest.mark.parametrize(
    "line", [b"", b"x", b"\0" * 40, b"00000000", b"00000000 ", b"zzzzzzzz P 1"]
)
def test_junk_is_no_line(line: bytes) -> None:
    assert not record.is_whole(line)


@pytest.mark.parametrize("value", [math.nan, math.inf, {1}, b"bytes", object()])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(StoreError, match="JSON"):
        record.put("t", 1, {"value": value})


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


def test_depth_has_an_end_far_from_the_parsers() -> None:
    deep = {"value": nested(record.DEEPEST - 1)}
    assert record.document(record.put("t", 1, deep)) == deep
    wide: dict[str, object] = {"value": [[] for _ in range(500)]}
    assert record.document(record.put("t", 1, wide)) == wide
    for levels in (record.DEEPEST, 5_000):
        with pytest.raises(StoreError):
            record.put("t", 1, {"value": nested(levels)})


def test_the_other_lines() -> None:
    assert record.read_start(record.start(4, 9)) == record.Start(schema=4, generation=9)
    assert record.number(record.together(3)) == record.number(record.end(3)) == 3
    assert [record.kind(line) for line in (record.removed("t", 1), record.end(0))] == ["R", "E"]


@pytest.mark.parametrize("said", ["{}", "[]", "7", '{"schema":"x","generation":1}', "nothing"])
def test_a_start_that_says_nothing_is_none(said: str) -> None:
    assert record.read_start(record.sealed(b"S " + said.encode())) is None


def test_a_line_is_plain_json_behind_its_name() -> None:
    line = record.put('na me {"', 7, {"a": [1]})
    assert json.loads(line[line.index(b" {") :]) == {"a": [1]}
