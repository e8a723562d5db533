from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import one_line, size_of, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\x00b", "a␀b"),
        ("\x7f", "␡"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("lone \ud800 surrogate", "lone ⟨U+D800⟩ surrogate"),
        ("\u202eevil", "⟨U+202E⟩evil"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a   b"),
        ("שלום [bold] 👩‍👩‍👧", "שלום [bold] 👩‍👩‍👧"),
    ],
)
def test_what_a_terminal_obeys_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_nothing_but_line_ends_is_left_to_obey(text: str) -> None:
    left = {char for char in visible(text) if unicodedata.category(char) in ("Cc", "Cs")}
    assert left <= {"\n"}
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", "0 B, 1 line"),
        ("a\nb", "3 B, 2 lines"),
        ("x" * 1500, "1.5 KB, 1 line"),
        ("x" * 999_999 + "\n", "1.0 MB, 2 lines"),
    ],
)
def test_sizes_read_as_people_say_them(text: str, size: str) -> None:
    assert size_of(text) == size


@given(st.text(), st.integers(1, 40))
def test_one_line_is_one_line_and_fits(text: str, most: int) -> None:
    line = one_line(text, most)
    assert "\n" not in line
    assert len(line) <= most


def test_what_is_cut_ends_in_an_ellipsis_only() -> None:
    assert one_line("SmolLM2-135M-Instruct.Q4_1", 23) == "SmolLM2-135M-Instruct…"
    assert one_line("said, and then", 6) == "said…"
