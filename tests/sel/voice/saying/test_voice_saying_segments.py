"""A reply becomes segments: nothing lost, nothing twice, however it was handed in."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sel.voice.ports import Segment
from sel.voice.saying.segments import LONGEST, SHORTEST, Segmenter

PLAIN = st.text(alphabet="abcdeIT ,.!?;\n", max_size=600)
"""Prose without marks, figures or words that are spelled out."""
MESSY = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab.,!?…:;-*_`#[]()|>~\\/$5%&@'\"  \n\n\t🙂中。é<"), st.characters()
    ),
    max_size=300,
)
MARKDOWN = st.lists(
    st.sampled_from(
        [
            "Hello there. ", "**bold words** ", "`code.run()` ", "[a link](http://x.org/y) ",
            "https://example.org/a?b=1 ", "\n\n", "\n", "- item\n", "1. first\n", "# Heading\n",
            "```python\nx = 1\n```\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "> quote\n", "🙂 ",
            "Dr. Smith ", "at 10:30, ", "the U.S. ", "It is 3.14. ",
            "e.g. this ", "$5 million ", "U.S. ", "No. ", "…", "& ", "wait… ", "w" * 230,
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def said(text: str, *sizes: int) -> list[Segment]:
    """The segments of a text that comes in pieces of these sizes, the rest in one."""
    segmenter, at, segments = Segmenter(), 0, list[Segment]()
    for size in sizes:
        segments += segmenter.feed(text[at : at + size])
        at += size
    return segments + segmenter.feed(text[at:]) + segmenter.end()


def spoken(text: str) -> list[str]:
    return [segment.text for segment in said(text)]


@given(st.one_of(PLAIN, MESSY, MARKDOWN), st.lists(st.integers(0, 9), max_size=60))
def test_it_does_not_matter_how_the_reply_comes(text: str, sizes: list[int]) -> None:
    assert said(text, *sizes) == said(text)


@given(st.one_of(PLAIN, MESSY, MARKDOWN))
@example("Well yes 🙂\n\n$5 now.")
def test_the_places_of_words_rise_and_lie_within_the_reply(text: str) -> None:
    before = 0
    for segment in said(text):
        words = segment.text.split()
        assert words
        assert len(segment.ends) == len(words)
        assert " ".join(words) == segment.text
        assert len(segment.text) <= LONGEST
        assert 0.0 <= segment.pause <= 0.5
        for end in segment.ends:
            assert before <= end <= len(text)
            before = end
        assert before <= segment.upto <= len(text)
        before = segment.upto


@given(PLAIN)
def test_plain_prose_is_said_word_for_word(text: str) -> None:
    letters = re.sub(r"[^a-zA-Z]", "", text)
    assert re.sub(r"[^a-zA-Z]", "", " ".join(spoken(text))) == letters


@given(st.lists(st.text(alphabet="abcxyz", min_size=1, max_size=12), min_size=1, max_size=80))
def test_a_words_place_is_its_very_end(words: list[str]) -> None:
    text = ", ".join(words) + "."
    ends = [end for segment in said(text) for end in segment.ends]
    assert ends == [match.end() for match in re.finditer(r"\S+", text)]


def test_the_first_clause_is_said_before_the_sentence_is_there() -> None:
    segmenter = Segmenter()
    assert segmenter.feed("Well, I think that is a") == []
    assert [one.text for one in segmenter.feed(" good idea, because ")] == [
        "Well, I think that is a good idea,"
    ]
    assert segmenter.feed("we could go, and see, and then ") == []


def test_a_short_first_sentence_is_said_at_once() -> None:
    segmenter = Segmenter()
    assert [one.text for one in segmenter.feed("Yes. ")] == ["Yes."]


def test_later_short_sentences_go_together() -> None:
    first, second = said("Of course I do remember you. Yes. Why not? It was nice.")
    assert first.text == "Of course I do remember you."
    assert second.text == "Yes. Why not? It was nice."
    assert second.pause > 0


def test_the_last_sentence_needs_no_stop() -> None:
    assert spoken("I am here. And so are you")[-1] == "And so are you"


@pytest.mark.parametrize("word", ["word ", "word, "])
def test_text_without_an_end_is_cut_between_words(word: str) -> None:
    segments = said(word * 1_000)
    assert all(SHORTEST <= len(one.text) <= LONGEST for one in segments)
    assert " ".join(one.text for one in segments) == (word * 1_000).strip()


def test_one_enormous_word_is_cut_anyway() -> None:
    segments = said("a" * 5_000)
    assert "".join(one.text for one in segments) == "a" * 5_000
    assert [one.upto for one in segments] == list(range(200, 5_001, 200))


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    clause = "and so it went on and on for many a day in that far and distant land"
    sentence = f"It was long ago that all of this began, {clause}, {clause}, {clause}."
    assert all(text.endswith((",", ".")) for text in spoken(sentence)[2:])


def test_blank_text_is_not_said() -> None:
    assert said("") == said(" \n\n \t") == said("---\n\n***") == []


def test_paragraphs_are_further_apart_than_sentences() -> None:
    _, sentence, paragraph = said("This is the first of them. This is the second.\n\nThe third.")
    assert 0 < sentence.pause < paragraph.pause


SENTENCES = [
    "Dr. Smith and Prof. Jones met Mrs. Green.",
    "Pi is 3.14 and not more.",
    "Take fruit, e.g. apples, i.e. what grows.",
    "The U.S. economy is large.",
    "J. R. R. Tolkien wrote it.",
    "Version v1.2.3 is out now.",
    "It starts at 10:30 sharp.",
    "See https://example.org/a.b?c=d. for it.",
    "Write to me@example.org. today.",
    "Open the file main.py and look.",
    "Well... maybe we should go.",
    "Hmm… not so sure about it.",
    '"Really?" she asked me then.',
    "We met at 5 p.m. in the park.",
    "Take No. 5 of them, please.",
    "It costs $3.50 at the most.",
    "Smith et al. found it out.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_these_stops_end_nothing(sentence: str) -> None:
    lead = "This is what came before it."
    assert len(said(f"{lead} {sentence} This comes after it.")) == 3


ENDINGS = [
    ("I have lived in the U.S. It was a good time.", "I have lived in the U.S."),
    ("We had apples, pears, etc. They were good.", "We had apples, pears, etc."),
    ("Come to us at about 5 p.m. I will be there.", "Come to us at about 5 p.m."),
    ("What do you really mean?! I do not know.", "What do you really mean?!"),
    ("He said \"that is enough.\" Then he went.", 'He said "that is enough."'),
    ("(That is what I was told.) Now we know.", "(That is what I was told.)"),
    ("So we wait and wait… Then it rains.", "So we wait and wait."),
    ("So we wait and wait... Then it rains.", "So we wait and wait."),
    ("I was there in 2024. It was warm then.", "I was there in 2024."),
    ("Is it so that you said no. I will not ask.", "Is it so that you said no."),
    ("That is **what I was told.** Now we know.", "That is what I was told."),
    ("You all did so well! 🙂 Now we know.", "You all did so well!"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first"), ENDINGS)
def test_these_stops_end_a_sentence(text: str, first: str) -> None:
    assert spoken("So. " + text)[1] == first


def test_other_scripts_have_stops_of_their_own() -> None:
    assert spoken("今天天气很好。我们去公园吧！你说呢？") == [
        "今天天气很好。",
        "我们去公园吧！ 你说呢？",
    ]
