"""No two different requests have one key, and what does not matter does not make another."""

import dataclasses
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from cache_stage import Words, unhurried
from hypothesis import given
from hypothesis import strategies as st

from sel.cache.encoding import encoded
from sel.cache.keys import DIGEST, Context, Key, key_of
from sel.errors import SelError

FIGURES = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(), max_size=8)  # halves of surrogate pairs, too
PLAIN = st.none() | st.booleans() | st.integers() | FIGURES | TEXTS | st.binary(max_size=8)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)


class Decoder:
    """Reads back what was encoded: where that works, no two values can share their bytes."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, count: int) -> bytes:
        self.at += count
        return self.raw[self.at - count : self.at]

    def number(self, end: bytes) -> int:
        stop = self.raw.index(end, self.at)
        number = int(self.raw[self.at : stop])
        self.at = stop + 1
        return number

    def value(self) -> Any:
        readers: dict[bytes, Callable[[], Any]] = {
            b"n": lambda: None,
            b"t": lambda: True,
            b"f": lambda: False,
            b"i": lambda: self.number(b";"),
            b"d": lambda: struct.unpack(">d", self.take(8))[0],
            b"s": lambda: self.take(self.number(b":")).decode("utf-8", "surrogatepass"),
            b"b": lambda: self.take(self.number(b":")),
            b"l": lambda: [self.value() for _ in range(self.number(b":"))],
            b"m": lambda: {self.value(): self.value() for _ in range(self.number(b":"))},
        }
        return readers[self.take(1)]()


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types all through: 1, 1.0 and True are different."""
    if type(one) is not type(other) or one != other:
        return False
    if isinstance(one, list):
        return all(map(same, one, other))
    if isinstance(one, dict):
        return all(same(value, other[name]) for name, value in one.items())
    return True


@unhurried
@given(VALUES)
def test_every_value_can_be_read_back(value: object) -> None:
    decoder = Decoder(encoded(value))
    assert same(decoder.value(), value)
    assert decoder.at == len(decoder.raw)


@unhurried
@given(VALUES, VALUES)
def test_different_values_have_different_bytes(one: object, other: object) -> None:
    assert (encoded(one) == encoded(other)) == same(one, other)


MESSAGES = st.lists(st.builds(Words, TEXTS, st.sampled_from(["user", "assistant"])), max_size=3)
CONTEXTS = st.builds(
    Context,
    channel=TEXTS,
    person=TEXTS,
    company=st.frozensets(TEXTS, max_size=2),
    hormones=st.dictionaries(TEXTS, st.floats(0, 1), max_size=2),
    persona=TEXTS,
    memory=TEXTS,
)
REQUESTS = st.fixed_dictionaries(
    {
        "kind": TEXTS,
        "context": CONTEXTS,
        "messages": MESSAGES,
        "model": TEXTS,
        "sampling": st.dictionaries(TEXTS, FIGURES, max_size=2),
        "shape": st.dictionaries(TEXTS, PLAIN, max_size=2),
    }
)


@unhurried
@given(REQUESTS, REQUESTS)
def test_different_requests_have_different_keys(one: Any, other: Any) -> None:
    def plain(request: Any) -> list[Any]:
        rest = {name: part for name, part in request.items() if name != "context"}
        context = dataclasses.asdict(request["context"])
        context["company"] = sorted(context["company"])
        context["hormones"] = {n: round(v * 10) for n, v in context["hormones"].items()}
        rest["messages"] = [(message.role, message.content) for message in rest["messages"]]
        return [rest, context]

    alike = same(plain(one), plain(other))
    assert (key_of(**one).digest == key_of(**other).digest) == alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        (["a"], "a"),
        ([["a"], "b"], [["a", "b"]]),
        ({"a": ["b"]}, {"a": "b"}),
        ([1], ["1"]),
        ([], {}),
        ("s1:a", ["a"]),
        ([True], [1]),
        ([None], []),
    ],
)
def test_what_is_often_confused(one: object, other: object) -> None:
    assert encoded(one) != encoded(other)


def test_what_has_no_order_has_none() -> None:
    assert encoded({"a": 1, "b": 2}) == encoded({"b": 2, "a": 1})
    assert encoded(frozenset("abc")) == encoded(frozenset("cba"))
    assert encoded((1, "a")) == encoded([1, "a"])
    assert encoded(-0.0) == encoded(0.0)


BASE = Context(channel="desk", person="you", hormones={"cortisol": 0.31}, persona="1", memory="7")


def made(context: Context = BASE, **changes: Any) -> Key:
    parts: dict[str, Any] = {
        "kind": "reply",
        "messages": [Words("hello")],
        "model": "m",
        "sampling": {"temperature": 0.7},
    }
    return key_of(context=context, **(parts | changes))


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": "den"},
        {"person": "someone"},
        {"company": frozenset({"another"})},
        {"hormones": {"cortisol": 0.36}},
        {"hormones": {"cortisol": 0.31, "serotonin": 0.0}},
        {"persona": "2"},
        {"memory": "8"},
    ],
)
def test_the_context_counts(changed: dict[str, Any]) -> None:
    assert made(dataclasses.replace(BASE, **changed)) != made()


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "shell"},
        {"messages": [Words("hello"), Words("")]},
        {"messages": [Words("hello", role="system")]},
        {"model": "n"},
        {"sampling": {"temperature": 0.71}},
        {"sampling": None},
        {"shape": {"max_tokens": 128}},
    ],
)
def test_the_request_counts(changed: dict[str, Any]) -> None:
    assert made(**changed) != made()


def test_a_mood_a_little_different_is_the_same() -> None:
    near = dataclasses.replace(BASE, hormones={"cortisol": 0.27})
    assert made(near) == made()
    assert len(made().digest) == DIGEST


def test_sampling_may_be_a_dataclass() -> None:
    @dataclass
    class Sampling:
        temperature: float = 0.7

    assert made(sampling=Sampling()) == made()


def test_a_key_says_whose_words_it_holds() -> None:
    group = dataclasses.replace(BASE, company=frozenset({"zoe", "ann", "you"}))
    assert made(group).people == ("you", "ann", "zoe")


@pytest.mark.parametrize("figure", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused_in_a_sentence(figure: float) -> None:
    with pytest.raises(SelError, match="not a number"):
        made(sampling={"temperature": figure})
    with pytest.raises(SelError, match="level is not a number"):
        made(dataclasses.replace(BASE, hormones={"cortisol": figure}))


def test_what_is_no_plain_value_is_a_mistake_of_the_code() -> None:
    with pytest.raises(TypeError, match="object"):
        encoded([object()])
