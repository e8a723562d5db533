"""How a message is cut into tokens, and what is seen of how it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.affect.appraisal.reading import LONGEST, MOST_TOKENS, read


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("I\u2019m so HAPPY", ("i'm", "so", "happy")),
        ("im not, u know", ("i'm", "not", ",", "you", "know")),
        ("I do not and can not", ("i", "don't", "and", "can't")),
        ("soooo good", ("soo", "good")),
        ("hahahaha lolol", ("haha", "haha")),
        ("nice :) thanks:)", ("nice", ":)", "thanks", ":)")),
        ("win-win ❤️", ("win", "win", "❤")),
        ("great /s", ("great", "/s")),
        ("see https://a.b/:) or me@home.org", ("see", "<link>", "or", "<link>")),
        ("run `kill -9 sad` now", ("run", "<code>", "now")),
        ("```\nhate hate", ("<code>",)),
        ("at 10:30 it ends", ("at", "10", ":", "30", "it", "ends")),
        ("", ()),
        ("\x00 \u202e", ()),
    ],
)
def test_tokens(text: str, tokens: tuple[str, ...]) -> None:
    assert read(text).tokens == tokens


@pytest.mark.parametrize("text", ["WHY IS THIS BROKEN", "STOP it NOW PLEASE", "NOOOOO"])
def test_capitals_are_a_shout(text: str) -> None:
    assert read(text).shouted


@pytest.mark.parametrize("text", ["OK", "SQL", "NASA is in the USA today", "Why Is This", "!!!"])
def test_abbreviations_are_no_shout(text: str) -> None:
    assert not read(text).shouted


def test_marks() -> None:
    assert read("no way!!!").exclaimed
    assert not read("no way!").exclaimed
    assert read("is it (really)?").asked
    assert read("sooo").drawn
    assert not read("cool").drawn


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    assert len(reading.tokens) <= MOST_TOKENS
    assert all(reading.tokens)
    assert reading.breaks <= set(range(len(reading.tokens)))


def test_long_text_is_cut() -> None:
    assert read("a" * 1_000_000).tokens == ("aa",)
    assert not read("x " * LONGEST + "!!!").exclaimed
