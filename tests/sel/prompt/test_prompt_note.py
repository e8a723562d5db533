"""The late note, and the questions about what SEL is."""

import typing

import pytest

from sel.affect.expression import MANNERS, Length
from sel.affect.modes import MODES
from sel.prompt import note
from sel.prompt.ending import SENTENCES
from sel.prompt.identity import opening
from sel.prompt.tokens import TokenScale


def test_the_note_is_short_and_plain() -> None:
    text = note.note("calm and gentle", "medium", hour=21.5)
    assert text == "You feel calm and gentle. It is evening."
    longest = max(
        (note.note(f"{tint.words}, {manner.words}", manner.length)
         for tint in MODES.values() for manner in MANNERS.values()),
        key=len,
    )  # fmt: skip
    assert TokenScale().count(longest) <= 20
    assert note.note("excited", "short") == "You feel excited. Be brief."


def test_lengths_are_those_of_the_moods() -> None:
    assert set(note.LENGTHS) == set(SENTENCES) == set(typing.get_args(Length))


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (4.9, "night"), (5, "morning"), (12, "day"), (17, "evening"), (22, "night")],
)
def test_parts_of_the_day(hour: float, part: str) -> None:
    assert note.part_of_day(hour) == part


@pytest.mark.parametrize(
    "text",
    [
        "who are you?",
        "Who are you",
        "what are you exactly?",
        "what's your name?",
        "tell me about yourself",
        "are you human?",
        "Are you a real person or an AI?",
        "are you really an ai",
        "aren't you a bot?",
        "so you're a robot?",
        "am I talking to a real person?",
        "do you have a family?",
        "have you got any siblings?",
        "Tell me about your parents.",
        "who is your mother?",
        "are you married?",
        "where did you grow up?",
        "when were you born?",
        "where are you from",
        "how old are you?",
        "what’s your age?",
        "how was your childhood?",
        "do you ever sleep?",
        "do you get tired?",
        "do you have a body?",
        "do you have feelings?",
        "can you feel love?",
        "do you love me?",
        "were you ever a child?",
        "what did you do today?",
        "did you have a nice weekend?",
        "how was your day?",
        "what's your favourite colour?",
        "do you play chess?",
        "have you ever travelled?",
    ],
)
def test_questions_about_what_it_is_are_answered_truly(text: str) -> None:
    words = opening(text, "Ada")
    assert "AI" in words
    assert "{name}" not in words
    assert "SEL" not in words


@pytest.mark.parametrize(
    "text",
    [
        "who are you going to vote for?",
        "what are you doing tonight?",
        "are you sure?",
        "my family is coming over",
        "i have a family of four",
        "is it a boy or a girl?",
        "what is a human?",
        "where did you put the file?",
        "how old are your examples?",
        "what are you thinking about?",
        "do you have a recipe for my family?",
        "tell me about the moon",
        "can you walk me through it?",
        "what did you do to my file?",
        "what is a good favourite?",
        "can you play it back to me?",
        "were you able to read it?",
        "write a poem. " * 40 + "who are you?",
        "",
    ],
)
def test_other_questions_are_left_to_the_model(text: str) -> None:
    assert opening(text) == ""
