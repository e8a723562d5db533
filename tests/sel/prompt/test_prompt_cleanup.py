"""What a person sends and what a terminal gets: no control character survives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.errors import InputRefused
from sel.prompt.cleanup import Cleaner, clean_input

ANY = st.text(st.characters())
SURROGATES = st.text(st.characters(categories=["Cs", "Lu", "Cc"]))


def cleaned(*pieces: str) -> str:
    cleaner = Cleaner()
    return "".join(map(cleaner.feed, pieces)) + cleaner.close()


def test_escape_sequences_are_shown() -> None:
    assert cleaned("\x1b[31mred\x1b]0;title\x07") == "␛[31mred␛]0;title␇"
    assert cleaned("\x9b2J\x7f\x00") == "␛2J␡␀"


def test_line_ends_are_plain_even_when_torn() -> None:
    assert cleaned("a\r", "\nb\r", "c\r\n", "d\r") == "a\nb\nc\nd\n"


def test_writing_systems_stay() -> None:
    text = "שלום עולם\u200f — 你好 — é — 👩‍👩‍👧 \t."
    assert cleaned(text) == text
    assert clean_input(text) == text


def test_bidi_overrides_go() -> None:
    assert cleaned("pay \u202eeno\u202c one") == "pay eno one"


@given(st.lists(ANY | SURROGATES))
def test_nothing_a_terminal_obeys_comes_through(pieces: list[str]) -> None:
    shown = cleaned(*pieces)
    assert all(char in "\n\t" or ord(char) >= 0x20 for char in shown)
    assert not any(0x7F <= ord(char) < 0xA0 for char in shown)
    shown.encode("utf-8")


@given(ANY | SURROGATES)
def test_how_a_text_is_torn_does_not_matter(text: str) -> None:
    assert cleaned(*text) == cleaned(text)


def test_input_loses_nuls_and_lone_surrogates() -> None:
    assert clean_input("a\x00b\ud800c\r\nd\x1b[0m") == "ab\ufffdc\nd␛[0m"
    assert clean_input("\ud83d\ude42") == "🙂"


@given(ANY | SURROGATES)
def test_input_is_valid_text(text: str) -> None:
    clean = clean_input(text)
    clean.encode("utf-8")
    assert "\x00" not in clean


def test_too_much_is_refused_in_words() -> None:
    with pytest.raises(InputRefused) as caught:
        clean_input("secret " * 200_000)
    assert "1,400,000" in caught.value.title
    assert "secret" not in caught.value.sentence()
    assert clean_input("👩" * 10_000) == "👩" * 10_000
