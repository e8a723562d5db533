"""Which sentences of a person tell something, and which messages ask for what was told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.prompt.telling import LONGEST_SENTENCE, asks_back, has_code, pieces, prose, weight, words


@pytest.mark.parametrize(
    ("telling", "plain"),
    [
        ("My sister Ada lives in Leeds.", "That was nice."),
        ("I was born on 3 May 1990.", "I was there."),
        ("I'm allergic to walnuts.", "I'm fine."),
        ("The dentist is on Thursday.", "The dentist was kind."),
        ("I live in Ghent.", "Do I live in Ghent?"),
        ("my dog is called bello", "the dog barks"),
        ("I will move to Rome.", "Maybe I will move to Rome."),
    ],
)
def test_what_is_known_of_a_person_weighs_more(telling: str, plain: str) -> None:
    assert weight(telling) > weight(plain)


def test_small_talk_weighs_nothing() -> None:
    assert weight("Lovely.") == weight("Sounds good, thanks!") == 0


@pytest.mark.parametrize(
    "text",
    [
        "What's my dog called?",
        "Where do I live?",
        "whats the number of my locker",
        "which town was I raised in",
        "what was his job again",
        "How much do we pay for the flat?",
    ],
)
def test_questions_for_what_was_told(text: str) -> None:
    assert asks_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I sort a list?",
        "What should I cook?",
        "Where can I buy paint?",
        "I live in Ghent.",
        "What is a crow?",
        "Tell me a joke.",
    ],
)
def test_questions_for_advice_and_what_is_no_question(text: str) -> None:
    assert not asks_back(text)


def test_words_are_folded_and_lose_their_endings() -> None:
    assert words("Cellos") == words("cello") == words("the CELLO's")
    assert words("painted walls") == words("painting a wall")
    assert words("what did you say to me?") == frozenset()
    assert words("on the 7th of 30") == {"7th", "30"}


def test_code_is_no_prose() -> None:
    text = "See this:\n```python\nx = 1\n```\nand `y` too."
    assert has_code(text)
    assert "x = 1" not in prose(text)
    assert "y`" not in prose(text)
    assert not has_code("It's 5 o'clock.")


def test_sentences_end_where_sentences_end() -> None:
    found = pieces("Dr. Okafor keeps 3.5 hives. My bees are fine!\nAnd some by night")
    assert [piece.text for piece in found] == [
        "Dr. Okafor keeps 3.5 hives.",
        "My bees are fine!",
        "And some by night",
    ]


def test_what_is_too_long_for_a_sentence_is_left_out() -> None:
    assert pieces("My cello " + "plays on and on " * 40 + ". My dog is Bello.")[0].text == (
        "My dog is Bello."
    )


@given(st.text(max_size=500))
def test_a_piece_is_a_part_of_the_text_and_has_something_to_say(text: str) -> None:
    for piece in pieces(text):
        assert piece.text in text
        assert piece.words
        assert piece.weight >= 0
        assert len(piece.text) <= LONGEST_SENTENCE
