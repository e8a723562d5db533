"""What a message looks like to the router."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.routing.features import features, mended, signs, tokens


def seen(text: str) -> set[str]:
    return {name.removeprefix("sign:") for name in signs(text, tokens(text))}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("```\nx\n```", "code fence"),
        ("Traceback (most recent call last):", "error message"),
        ("KeyError: 'name'", "error message"),
        ("error[E0382]: use of moved value", "error message"),
        ("for (let i = 0; i < n; i++) { go(i); }", "code syntax"),
        ("def add(a, b): return a + b", "code syntax"),
        ("SELECT name FROM users", "SQL"),
        ("it is in setup.py i think", "source file name"),
        ("what is in cat.png", "picture file name"),
        ("my json is broken", "programming word"),
        ("a pic of me", "word for a picture"),
        ("please remember that i like tea", "order to remember or forget"),
        ("i moved. can you make a note of it?", "order to remember or forget"),
        ("don't forget my name", "order to remember or forget"),
    ],
)
def test_honest_signs(text: str, sign: str) -> None:
    assert sign in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "the python at the zoo",
        "i remember my first day at school",
        "i can't remember where i put my keys",
        "he asked me to forget it",
        "we sat in class, all day; it was dull: rain again",
        "a pretty shell from java",
    ],
)
def test_no_signs_where_there_are_none(text: str) -> None:
    assert seen(text) <= {"about the person", "about SEL"}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("rmember", "remember"), ("remeber", "remember"), ("pciture", "picture"), ("phtoo", "photo")],
)
def test_slips_of_the_finger_are_mended(wrong: str, right: str) -> None:
    assert mended(wrong) == right


@pytest.mark.parametrize("word", ["remembers", "picture", "pictures", "forgot", "tea", "images"])
def test_words_that_are_no_slips_stay(word: str) -> None:
    assert mended(word) == word


def test_code_words_hidden_in_others_do_not_count() -> None:
    assert "programming word" not in seen("a jsonesque gitarre")


@given(st.text(max_size=300))
def test_any_text_has_features_within_bounds(text: str) -> None:
    found = features(text)
    assert all(0 < value <= 1 for value in found.values())
    words = [value for name, value in found.items() if not name.startswith("sign:")]
    assert not words or sum(value**2 for value in words) == pytest.approx(1)


def test_a_pasted_megabyte_is_quick_and_bounded() -> None:
    assert len(features("spam and eggs " * 80_000)) < 1_000
    assert features("(" * 100_000)
