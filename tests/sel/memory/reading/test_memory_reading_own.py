"""Whose words are whose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.reading.own import PAGE, VEIL, own_words

MAIL = "From: Ana <ana@example.org>\nTo: Tom\nSubject: moving\n\nI live in Porto now.\n\nAna"
LETTER = "can you check this?\nDear all,\nI live in Porto.\nKind regards,\nAna"
CHAT = "Ana: I live in Porto\nTom: I live in Rome\nAna: nice"
LOG = "2026-05-03 12:00:01 my name is server1\n[INFO] I live in Porto\nok?"
ARTICLE = "Look what I found\n\nI live in Porto and this article is mine.\n\nIt is long."
VERSE = "♪ I live in a yellow submarine ♪"
LETTERED = "I live in Porto, she writes, and so on.\n\nwhat do you make of this?"


@pytest.mark.parametrize(
    "said",
    [
        "```\nI live in Porto\n```",
        "~~~py\nI live in Porto\n~~~",
        "```\nI live in Porto",
        "`I live in Porto`",
        "> I live in Porto",
        "    I live in Porto",
        "\tI live in Porto",
        'he said "I live in Porto now"',
        "he said “I live in Porto now”",
        "er sagte „I live in Porto now“",
        "il a dit « I live in Porto now »",
        "she said 'I live in Porto now' again",
        "*I live in Porto now*",
        "# he wrote:\nI live in Porto",
        "look at this:\nI live in Porto",
        MAIL,
        LETTER,
        CHAT,
        LOG,
        ARTICLE.replace("Look what", "Look at this, what"),
        VERSE,
        LETTERED,
        "these lyrics are odd: I live in Porto",
        "$ echo I live in Porto",
        "name = 'I live in Porto'",
    ],
)
def test_foreign_words_are_veiled(said: str) -> None:
    assert "I live in Porto" not in own_words(said)


@pytest.mark.parametrize(
    "said",
    [
        "I live in Porto",
        "I live in Porto.\nI'm 34.",
        'I live in Porto and my cat is called "Miso"',
        "don't you know I live in Porto? it's what I'd say",
        "remember:\nI live in Porto",
        "about me:\n- I live in Porto",
        "hi!\n\nI live in Porto.",
        "I live in Porto > Lisbon; really",
    ],
)
def test_own_words_stay(said: str) -> None:
    assert "I live in Porto" in own_words(said)


def test_a_page_is_not_read() -> None:
    page = "I live in Porto. " * 200
    assert len(page) > PAGE
    assert "Porto" not in own_words(page)
    assert own_words(f"I'm Tom.\n\n{page}").startswith("I'm Tom.")


def test_many_long_paragraphs_are_a_page() -> None:
    paragraph = "I live in Porto by the river and walk there every day. " * 5
    assert "Porto" not in own_words("\n\n".join([paragraph] * 3))
    assert "Porto" in own_words(paragraph)


@settings(deadline=None)
@given(st.text(max_size=600))
def test_places_stay_true(text: str) -> None:
    own = own_words(text)
    assert len(own) == len(text)
    assert all(a in {b, VEIL} for a, b in zip(own, text, strict=True))
