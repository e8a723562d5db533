"""Arguments: what schema is taken, what values pass, and words made into values."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.agents import schema
from sel.agents.told import Refusal

FULL: dict[str, Any] = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "minLength": 1, "maxLength": 10},
        "count": {"type": "integer", "minimum": 1, "maximum": 5, "default": 2},
        "size": {"type": "number"},
        "loud": {"type": "boolean"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
    },
    "required": ["city"],
}


def test_a_right_schema_passes() -> None:
    schema.check(FULL)
    schema.check({"type": "object", "properties": {}})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([], "not described as an object"),
        ({"type": "array"}, "not described as an object"),
        ({"properties": []}, "`properties`"),
        ({"properties": {"a": {"type": "object"}}}, "`a` has no type"),
        ({"properties": {"a": "string"}}, "`a` has no type"),
        ({"properties": {"a": {"type": "string", "pattern": "(a+)+"}}}, "`pattern` is not known"),
        ({"$ref": "http://x"}, r"`\$ref` is not known"),
        ({"properties": {}, "required": ["a"]}, "`required`"),
        ({"properties": {"a": {"type": "string", "enum": "ab"}}}, "`enum`"),
        ({"properties": {"a": {"type": "integer", "minimum": "1"}}}, "`minimum`"),
        ({"properties": {"a": {"type": "array", "items": {"type": "x"}}}}, "an item of `a`"),
    ],
)
def test_a_wrong_schema_is_named(wrong: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        schema.check(wrong)


def test_defaults_are_filled_in() -> None:
    assert schema.validate({"city": "Bern"}, FULL) == {"city": "Bern", "count": 2}


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ([], "not an object"),
        ({}, "city is missing"),
        ({"city": "Bern", "zip": 1}, "no argument called zip"),
        ({"city": 1}, "type string"),
        ({"city": ""}, "length from 1"),
        ({"city": "x" * 11}, "length from 1 to 10"),
        ({"city": "Bern", "count": 0}, "from 1 to 5"),
        ({"city": "Bern", "count": True}, "type integer"),
        ({"city": "Bern", "count": 1.5}, "type integer"),
        ({"city": "Bern", "size": float("nan")}, "should be a number"),
        ({"city": "Bern", "size": float("inf")}, "should be a number"),
        ({"city": "Bern", "loud": 1}, "type boolean"),
        ({"city": "Bern", "kind": "c"}, "one of: a, b"),
        ({"city": "Bern", "tags": ["a", 1]}, "an item of tags"),
        ({"city": "Bern", "tags": ["a", "b", "c"]}, "length from 0 to 2"),
        ({"city": None}, "type string"),
    ],
)
def test_a_wrong_value_is_named(given_: object, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        schema.validate(given_, FULL)


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("Bern", {"city": "Bern"}),
        ("New York", {"city": "New York"}),
        ("city=Bern count=3", {"city": "Bern", "count": 3}),
        ("city='New York' loud=true", {"city": "New York", "loud": True}),
        ('{"city": "Bern", "tags": ["x"]}', {"city": "Bern", "tags": ["x"]}),
        ("count=many", {"count": "many"}),
        ("2+2=4", {"city": "2+2=4"}),
        ("it's", {"city": "it's"}),
        ("", {}),
    ],
)
def test_words_become_arguments(words: str, arguments: dict[str, Any]) -> None:
    assert schema.from_words(words, FULL) == arguments


@pytest.mark.parametrize("words", ["{", "{'a': 1}", "{" * 5000, "{}[]"])
def test_broken_json_is_a_sentence(words: str) -> None:
    with pytest.raises(Refusal, match="JSON"):
        schema.from_words(words, FULL)


def test_two_needed_arguments_are_asked_for_by_name() -> None:
    two = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a", "b"]}
    with pytest.raises(Refusal, match="a=… b=…"):
        schema.from_words("hello", two)


def test_the_first_free_text_takes_the_words_where_nothing_is_needed() -> None:
    some = {
        "properties": {
            "kind": {"type": "string", "enum": ["x"]},
            "text": {"type": "string"},
            "more": {"type": "string"},
        }
    }
    assert schema.from_words("hello there", some) == {"text": "hello there"}


@pytest.mark.parametrize(
    "odd", [{}, {"properties": 3}, {"properties": {"a": 1}, "required": ["a"]}]
)
def test_a_foreign_schema_may_be_anything(odd: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        schema.from_words("hello", odd)


@given(st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.text(max_size=12)))
def test_whatever_passes_fits(arguments: dict[str, Any]) -> None:
    try:
        found = schema.validate(arguments, FULL)
    except Refusal:
        return
    assert 1 <= len(found["city"]) <= 10
    assert set(found) <= set(FULL["properties"])
