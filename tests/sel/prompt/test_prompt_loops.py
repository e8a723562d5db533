"""Replies that repeat themselves, and those that only seem to; and replies that say enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.prompt.ending import SENTENCES, Ending, sentences_for
from sel.prompt.loops import LoopWatch

LOOPS = [
    ("word", "I am so", " glad" * 200),
    ("letter", "Wo", "o" * 300),
    ("phrase", "Yes. ", "I'm a code. " * 40),
    ("sentence", "", "I am here to help you with anything you need today. " * 20),
    ("line", "Here:\n", "- Be kind to yourself and others.\n" * 20),
    ("clause", "A being of the cosmos", ", and a guardian of the universe" * 20),
    ("emoji", "Hi ", "🙂" * 200),
    ("code", "```\n", "x = 0\n" * 200),
    (
        "paragraph",
        "",
        (
            "This is a longer paragraph which says the same again and again, "
            "without ever coming to an end of what it has to say.\n\n"
        )
        * 12,
    ),
]

HONEST = [
    "ha ha ha ha ha ha ha ha! That is funny.",
    "Nooooooooooo! Hahahahahahaha.",
    "1. One apple\n2. One apple\n3. Two pears\n4. One apple\n5. Bread\n6. Milk\n7. Eggs\n",
    "\n".join(f"{n}. Step {n}: turn the screw a little" for n in range(1, 40)),
    "| a | b |\n|---|---|\n" + "| 1 | 2 |\n| 3 | 4 |\n" * 2,
    "```\n" + "    0, 0, 0, 0,\n" * 8 + "```\n",
    "```python\nfor i in range(3):\n    print(i)\nfor i in range(3):\n    print(i)\n```",
    "-" * 80 + "\nTitle\n" + "=" * 80 + "\n",
    "Row, row, row your boat,\nGently down the stream.\nMerrily, merrily, merrily, merrily,\n"
    "Life is but a dream.\n" * 2,
    "Let it be, let it be, let it be, let it be.\nWhisper words of wisdom, let it be.\n" * 2,
    "very very very very much, " + "no, " * 6 + "thanks.",
    "0.3333333333333333 and 1000000000000000000000",
    "......................... wait",
]


def watched(text: str, size: int = 4) -> int | None:
    watch = LoopWatch()
    for at in range(0, len(text), size):
        cut = watch.feed(text[at : at + size])
        if cut is not None:
            return cut
    return None


@pytest.mark.parametrize(("head", "loop"), [row[1:] for row in LOOPS], ids=[r[0] for r in LOOPS])
@pytest.mark.parametrize("size", [1, 4, 11])
def test_loops_are_found_and_shown_once(head: str, loop: str, size: int) -> None:
    text = head + loop
    cut = watched(text, size)
    assert cut is not None
    assert cut < len(text) / 2
    assert text[:cut].startswith(head[:-1])
    if len(loop) < 2000:
        assert watched(text[:cut]) is None


@pytest.mark.parametrize("text", HONEST)
@pytest.mark.parametrize("size", [1, 5])
def test_honest_repetition_is_left_alone(text: str, size: int) -> None:
    assert watched(text, size) is None


@given(st.text(st.sampled_from("abcdefgh .\n"), max_size=400))
def test_the_cut_is_within_the_text(text: str) -> None:
    cut = watched(text)
    assert cut is None or 0 < cut <= len(text)


def test_the_cut_ends_with_the_phrase() -> None:
    text = "Yes. " + "I'm a code. " * 40
    cut = watched(text)
    assert cut is not None
    assert text[:cut].rstrip() in {"Yes. I'm a code.", "Yes. I'm a code. I'm a code."}


# ---------------------------------------------------------------- endings


def ended(text: str, sentences: int, size: int = 3) -> str:
    ending = Ending(sentences)
    for at in range(0, len(text), size):
        cut = ending.feed(text[at : at + size])
        if cut is not None:
            return text[:cut]
    return text


LONG = (
    "The moon is far away. It is about 3.5 times smaller, says Dr. Who. Is it not? Yes it is! So."
)


@pytest.mark.parametrize("size", [1, 3, 50])
def test_replies_end_after_so_many_sentences(size: int) -> None:
    assert ended(LONG, 1, size) == "The moon is far away."
    assert ended(LONG, 2, size) == LONG[: LONG.index(" Is it")]
    assert ended(LONG, 9, size) == LONG


def test_interjections_are_no_sentences() -> None:
    assert ended("Oh! Hi. It is good to see you. More?", 1) == "Oh! Hi. It is good to see you."


@pytest.mark.parametrize(
    "text",
    [
        "Do this now:\n1. Cut the bread. Then wait.\n2. Eat it all up. Done it is.\n",
        "Here you go now:\n- First of all this. And more.\n- Second that. And so on.\n",
        "Look:\n```\nprint(1). x y z. q\n```\nThat is all. Is it not?\n",
        "# Title\nThis is one. This is two. This is three.\n",
    ],
)
def test_lists_and_code_are_never_cut(text: str) -> None:
    assert ended(text, 1, 1) == text


def test_a_question_ends_a_short_reply() -> None:
    asked = "That sounds hard. What happened? I was there, too. It rained."
    assert ended(asked, 3, 1) == "That sounds hard. What happened?"
    assert ended(asked, 8, 1) == asked


def test_a_riddle_is_answered() -> None:
    riddle = "Why did the bicycle fall over? Because it was two-tired. Ha."
    assert ended(riddle, 2, 1).startswith(riddle[:-4])


def test_an_opening_is_said_whole() -> None:
    said = (
        "I am really sorry. Please call somebody today. You are not alone, I am here. And so on. "
    )
    ending = Ending(1, kept=said.index(", I am"))
    assert ending.feed(said) == said.index(" And so on")


def test_who_asks_for_a_story_gets_one() -> None:
    assert sentences_for("short", "tell me a story") == SENTENCES["long"]
    assert sentences_for("short", "Explain rain to me") == SENTENCES["long"]
    assert sentences_for("short", "how was it?") == SENTENCES["short"]
