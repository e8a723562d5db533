"""When messages are waited for, and whose time is whose."""

from __future__ import annotations

import time

import pytest

from sel.brain.batching import pause_after
from sel.brain.stopwatch import Stopwatch


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
