"""Titles of a person's own words, and of what a model says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.sessions.titles import LONGEST, LONGEST_OPENING, cleaned, opening_of, request, title_of


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (
            ["Hi SEL! Can you help me write a letter to my landlord?"],
            "Write a letter to my landlord",
        ),
        (["hello", "how are you?", "why is the sky blue"], "Why is the sky blue"),
        (["Guten Morgen!", "Wie backe ich Sauerteigbrot?"], "Wie backe ich Sauerteigbrot"),
        (["```python\nx = 1\n```\nWhat does this code do?"], "What does this code do"),
        (["Please explain to me quantum tunnelling."], "Quantum tunnelling"),
        (["**Rome** in three days\nI have a dog."], "Rome in three days"),
        (["I want to know the price of a kite"], "The price of a kite"),
        (["Hello! My name is Anna Lee.", "Why is bread round?"], "Why is bread round"),
        (["Hi, I'm called Jo. Is rye a grass?"], "Is rye a grass"),
        (["My name is used in a film, which?"], "My name is used in a film, which"),
        (["bread"], "Bread"),
        (["bread", "How do I get it to rise?"], "Bread"),
        (["hi", "ok", "thanks!"], ""),
        ([], ""),
        (["", "  \n", "?!"], ""),
        (
            ["My neighbour plays the trumpet every night until three and I cannot sleep at all"],
            "My neighbour plays the trumpet every night…",
        ),
        (["x" * 200], "X" + "x" * (LONGEST - 2) + "…"),
        (["tell me about\x1b[31m red things"], "31m red things"),
    ],
)
def test_a_title_is_of_the_first_words_that_say_something(texts: list[str], title: str) -> None:
    """Without greetings, without politeness, cut between words."""
    assert title_of(texts) == title


@pytest.mark.parametrize(
    ("reply", "title"),
    [
        ("Baking Bread", "Baking Bread"),
        ('"Baking bread."\n\nI hope that helps!', "Baking bread"),
        ("**Title:** A trip to Rome", "A trip to Rome"),
        ("The title is: Rome", "Rome"),
        ("\n\n# Rome\n", "Rome"),
        ("I am sorry, but I cannot think of a good title for this one.", ""),
        ("", ""),
        ("…\n***", ""),
        (
            "Supercalifragilisticexpialidocious considerations here",
            "Supercalifragilisticexpialidocious…",
        ),
    ],
)
def test_a_models_title_is_cleaned(reply: str, title: str) -> None:
    """Of quotes, labels and whatever comes after; an answer is no title."""
    assert cleaned(reply) == title


def test_what_a_model_is_asked() -> None:
    """The beginning of each message, in one line."""
    asked = request(["How is\nbread made?", "", "x" * 9999])
    assert "> How is bread made?\n> xxx" in asked
    assert asked.endswith("Title:")
    assert len(asked) < 1000


def test_how_it_began() -> None:
    """In one line."""
    assert opening_of(["", " \n", "Hello\nthere " + "x " * 200]).startswith("Hello there x x")
    assert len(opening_of(["x " * 200])) <= LONGEST_OPENING
    assert opening_of([]) == ""


@given(st.lists(st.text(max_size=200), max_size=4), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_words_make_one_short_line(texts: list[str], reply: str) -> None:
    """Whatever is in them."""
    for title in (title_of(texts), cleaned(reply)):
        assert len(title) <= LONGEST
        assert "\n" not in title
        assert title == title.strip()
        assert title.encode("utf-8") is not None
    assert "\n" not in opening_of(texts)
