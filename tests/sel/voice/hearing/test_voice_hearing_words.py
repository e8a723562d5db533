"""What a text tells about whether somebody is done, and whether it says anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.voice.hearing.endpoint import LEAST_MS, hangs, longest_ms, patience_ms
from sel.voice.hearing.words import is_backchannel, words_of

HANGING = [
    "Remind me to.",
    "I would like the",
    "Well, um",
    "um",
    "and",
    "Turn on the lights and…",
    "First the kitchen,",
    "Ich möchte ein",
    "Je voudrais du",
    "Because the...",
    "so -",
]
WHOLE = [
    "What is the weather like?",
    "what is the weather like today",
    "Stop.",
    "stop",
    "Yes, please!",
    "No, thank you.",
    "Wie spät ist es?",
    "你好吗？",
    "can you hear me",
]
ORDINARY = [
    "",
    "Hello Sel.",
    "I want to play some music now.",
    "What a day.",
    "turn on the lights in the kitchen",
    "what is it",
    "Tell me a story about the sea.",
]


@pytest.mark.parametrize("text", HANGING)
def test_who_must_go_on_is_waited_for_longer(text: str) -> None:
    assert hangs(text)
    assert patience_ms(text, 480) == 816


@pytest.mark.parametrize("text", WHOLE)
def test_a_question_or_a_short_command_is_answered_sooner(text: str) -> None:
    assert patience_ms(text, 480) == 312
    assert patience_ms(text, 300) == LEAST_MS


@pytest.mark.parametrize("text", ORDINARY)
def test_the_usual_sentence_gets_the_usual_wait(text: str) -> None:
    assert patience_ms(text, 480) == 480


def test_a_question_may_end_with_what_else_hangs() -> None:
    assert not hangs("What is it for?")
    assert not hangs("who is it from")


@given(st.text(), st.integers(200, 3000))
def test_no_text_makes_the_wait_too_short_or_too_long(text: str, end_ms: int) -> None:
    assert min(LEAST_MS, end_ms) <= patience_ms(text, end_ms) <= longest_ms(end_ms)


@pytest.mark.parametrize(
    "text",
    ["Mhm.", "mm-hmm", "Uh-huh", "Yeah, yeah.", "Right.", "Okay", "Ja.", "Oui!", "I see.", "うん"],
)
def test_back_channels(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text", ["", "...", "yes please", "stop", "no", "okay stop", "yeah yeah yeah yeah", "hello sel"]
)
def test_what_says_more_is_none(text: str) -> None:
    assert not is_backchannel(text)


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert words_of("Don't, “Wait”—it's ＯＫ!") == ["don't", "wait", "it's", "ok"]
