"""Where replies end, when messages are waited for, and whose time is whose."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.brain.batching import pause_after
from sel.brain.endings import trim
from sel.brain.stopwatch import Stopwatch


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
    ],
)
def test_a_reply_cut_for_its_length_ends_with_a_sentence(cut: str, ended: str | None) -> None:
    assert trim(cut) == (ended or cut + "…")


@given(st.text(max_size=80))
def test_trimming_never_adds_words(text: str) -> None:
    assert trim(text).removesuffix("…").removesuffix("\n```") in text


@pytest.mark.parametrize("text", ["hello", "how are you?", "ok", "I like tea!", "yes 😀"])
def test_a_finished_thought_at_the_desk_is_answered_at_once(text: str) -> None:
    assert pause_after(text, "desk", 1.0) == 0.0


@pytest.mark.parametrize("text", ["so I went there and", "well,", "wait…", "hmm...", "because"])
def test_an_unfinished_one_is_waited_on(text: str) -> None:
    assert pause_after(text, "desk", 1.0) == 1.0


def test_in_company_it_is_always_waited() -> None:
    assert pause_after("hello!", "guild", 1.0) == 1.0


def test_the_stopwatch_leaves_out_what_others_took() -> None:
    watch = Stopwatch()
    with watch.waiting():
        time.sleep(0.05)
    assert watch.total >= 0.05
    assert watch.own < watch.total - 0.049
