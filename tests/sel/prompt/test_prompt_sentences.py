"""Where sentences end, and where a reply cut for its length does."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.prompt.ending import trim
from sel.prompt.sentences import sentence_ends


def sentences(text: str, *, streaming: bool = False) -> list[str]:
    """The text in its sentences; what is left behind the last end is not one."""
    ends = [0, *(found.end() for found in sentence_ends(text, streaming=streaming))]
    return [text[a:b].strip() for a, b in itertools.pairwise(ends)]


@pytest.mark.parametrize(
    "parts",
    [
        ("One.", "Two!", "Three?"),
        ('He said "Go."', "Then he left.", "(And came back.)"),
        ("**Bold end.**", "And *more.*", "Done."),
        ("So do I.", "And you?"),
        ("I said no.", "You said yes."),
        ("It was 1998.", "We were young."),
        ("Wait...", "What?!"),
    ],
)
def test_marks_and_what_closes_behind_them_end_a_sentence(parts: tuple[str, ...]) -> None:
    assert sentences(" ".join(parts)) == list(parts)


@pytest.mark.parametrize(
    "text",
    [
        "It costs 3.14 euros today.",
        "Dr. Smith met Mrs. Jones at St. Mary.",
        "See e.g. the first one, i.e. this one.",
        "J. R. Tolkien wrote it.",
        "Room No. 5 is free.",
        "Look at sel.affect.mood for it.",
        "1. First of all comes this",
    ],
)
def test_a_point_inside_a_sentence_ends_nothing(text: str) -> None:
    assert len(sentences(text)) == (1 if text.endswith(".") else 0)


def test_while_text_streams_its_very_end_is_no_end() -> None:
    assert sentences("One. Two.", streaming=True) == ["One."]
    assert sentences("One. Two.") == ["One.", "Two."]


@pytest.mark.parametrize(
    ("cut", "ended"),
    [
        ("One. Two. And thr", "One. Two."),
        (
            "It costs 3.14 euros. Dr. Smith said so. And th",
            "It costs 3.14 euros. Dr. Smith said so.",
        ),
        ("One. But this is a very long sentence that never comes to any", None),
        ("Look:\n```python\nprint(1)", "Look:\n```python\nprint(1)\n```"),
        (
            "Say `it`.\n```\na. b\n```\nThat was it. And th",
            "Say `it`.\n```\na. b\n```\nThat was it.",
        ),
    ],
)
def test_a_reply_cut_for_its_length_ends_with_a_sentence(cut: str, ended: str | None) -> None:
    assert trim(cut) == (ended or cut + "…")


@given(st.text(max_size=80))
def test_trimming_never_adds_words(text: str) -> None:
    assert trim(text).removesuffix("…").removesuffix("\n```") in text
