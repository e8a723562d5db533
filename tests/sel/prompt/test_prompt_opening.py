"""How replies begin: what must not go wrong, what must be true, and small talk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.prompt import smalltalk
from sel.prompt.identity import OPENINGS
from sel.prompt.opening import first_words


def begun(text: str, *before: str, small_talk: bool = True) -> str:
    return first_words(
        text, name="Ada", mood="calm and gentle", small_talk=small_talk, before=before
    )


ALL_WORDS = [
    *(one.words for one in OPENINGS),
    *(words for kind in smalltalk.SMALL_TALK for words in kind.words),
]


@pytest.mark.parametrize("words", ALL_WORDS)
def test_every_opening_leaves_the_model_something_to_say(words: str) -> None:
    assert words[-1] not in ".!? "


def test_truth_goes_before_small_talk() -> None:
    assert "AI" in begun("hi! are you human?")
    assert "AI" in begun("how are you, do you have feelings?", small_talk=False)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("hello", "Hello"),
        ("Good morning!", "Good morning"),
        ("how are you tonight?", "calm and gentle"),
        ("i feel a bit lonely today", "sorry"),
        ("my dog died yesterday", "loss"),
        ("I got promoted today!!", "Congratulations"),
        ("i'm bored", "You could"),
        ("what should i cook tonight?", "You could"),
        ("how do I fall asleep faster?", "You can"),
        ("tell me a joke", "Why did"),
        ("tell me a short story please", "Once upon"),
        ("thank you so much, that helped", "welcome"),
        ("good night sel", "Good night"),
        ("my cat is called Minka", "lovely name"),
        ("what is my cat called?", "Your"),
        ("I like hiking.", "lovely"),
        ("yeah maybe", "I see"),
        ("my sister had a baby!", "great"),
        ("work was ok. i sold my old bike", "I see"),
        ("i was flying over the sea", "I see"),
        ("can you help me write a card?", "Of course"),
        ("how do you make pancakes?", "First"),
    ],
)
def test_small_talk_is_begun(text: str, word: str) -> None:
    assert word in begun(text)
    assert begun(text, small_talk=False) == ""


@pytest.mark.parametrize(
    "text",
    [
        "what is the capital of France?",
        "hello world in rust, with a comment on every line",
        "is my code broken?",
        "explain what it is",
        "translate: the cat is black",
        "why does water boil at a lower temperature on mountains?",
        "explain `hello` to me",
        "hi\nhere is a list\n- a\n- b",
        "i feel sad. " * 20,
        "",
    ],
)
def test_all_else_is_left_to_the_model(text: str) -> None:
    assert begun(text) == ""


def test_no_opening_is_used_twice_in_a_while() -> None:
    first = begun("my boss yelled at me")
    second = begun("i made a mistake", f"{first} to you?")
    third = begun("and i lost my keys", f"{first} to you?", f"{second} now?")
    assert len({first, second, third}) == 3
    every = [words for kind in smalltalk.SMALL_TALK for words in kind.words]
    assert begun("i missed the bus", *every) == ""


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    words = begun(text)
    assert "{" not in words
