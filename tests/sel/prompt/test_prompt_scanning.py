"""Telling code from prose in a stream, and guessing tokens: what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.prompt.codescan import CodeScanner
from sel.prompt.tokens import HIGHEST, LOWEST, PER_MESSAGE, TokenScale

TEXT = st.text(st.sampled_from("ab `~\n\t"), max_size=60)


def scanned(*pieces: str) -> list[tuple[str, bool]]:
    """Every character of the stream with whether it is code."""
    scanner = CodeScanner()
    found = [part for piece in pieces for part in scanner.feed(piece)]
    return [(char, code) for text, code in [*found, *scanner.close()] for char in text]


def code_in(text: str) -> str:
    return "".join(char for char, code in scanned(text) if code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no code here", ""),
        ("use `len(x)` now", "`len(x)`"),
        ("a ``b`c`` d", "``b`c``"),
        ("~tilde~ is prose", ""),
        ("```python\nx = 1\n```\nDone.", "```python\nx = 1\n```"),
        ("~~~\nx\n```\ny\n~~~\nDone.", "~~~\nx\n```\ny\n~~~"),
        ("```\nnever closed", "```\nnever closed"),
        ("`never closed\nprose", "`never closed"),
        ("  ```\nx\n  ```\nDone.", "```\nx\n  ```"),
        ("```\nx ``` y\n```\nDone.", "```\nx ``` y\n```"),
        ("````\n```\n````\nDone.", "````\n```\n````"),
    ],
)
def test_code_is_told_from_prose(text: str, code: str) -> None:
    assert code_in(text) == code


@given(TEXT)
def test_nothing_is_lost(text: str) -> None:
    assert "".join(char for char, _ in scanned(text)) == text


@given(TEXT, st.lists(st.integers(0, 60), max_size=6))
def test_where_the_stream_is_torn_changes_nothing(text: str, cuts: list[int]) -> None:
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[a:b] for a, b in pairwise(places)]
    assert scanned(*pieces) == scanned(text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_more_text_is_never_fewer_tokens(one: str, other: str) -> None:
    scale = TokenScale()
    both = scale.count(one + other)
    assert both >= max(scale.count(one), scale.count(other))
    assert both <= scale.count(one) + scale.count(other)
    assert scale.message(one) == scale.count(one) + PER_MESSAGE
    assert (scale.count(one) == 0) is (one == "")


@given(st.lists(st.tuples(st.integers(-5, 5000), st.integers(-5, 5000)), max_size=30))
def test_no_count_however_odd_leads_astray(counts: list[tuple[int, int]]) -> None:
    scale = TokenScale()
    for estimated, exact in counts:
        scale = scale.calibrated(estimated, exact)
        assert LOWEST <= scale.factor <= HIGHEST


@given(st.floats(LOWEST + 0.1, HIGHEST - 0.1))
def test_exact_counts_are_come_near_to(truth: float) -> None:
    text, scale = "word " * 400, TokenScale()
    exact = TokenScale(truth).count(text)
    for _ in range(12):
        scale = scale.calibrated(scale.count(text), exact)
    assert scale.count(text) == pytest.approx(exact, rel=0.02)
