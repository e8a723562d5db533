"""What memory reads: by the real rules, where the system is, and loaded late."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from stage import NOON

from sel.brain.memory import reader

DAY = 86_400.0


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system's zone is nine hours ahead."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_days_are_the_systems_where_no_zone_is_set(tokyo: None) -> None:
    asked = "what did we talk about yesterday?"
    named = reader.period_in(asked, NOON, "Asia/Tokyo")
    assert named is not None
    assert reader.period_in(asked, NOON, "") == named
    assert named != reader.period_in(asked, NOON, "UTC")
    assert named[1] - named[0] == DAY
    assert reader.period_in("what do I like?", NOON, "") is None


def test_the_rules_are_those_of_the_memory() -> None:
    (found,) = reader.candidates("My cat is called Minka.")
    assert "Minka" in found.quote
    request = reader.request_in("what do you know about me?")
    assert request is not None
    assert request.kind == "what_do_you_know"
    assert reader.secret_in("My password is tr0ub4dor&3!")
    assert reader.recall((), 100, len) == []
    assert reader.told((), NOON, "UTC") == ""


def test_the_brain_is_built_without_the_patterns_the_store_and_numpy() -> None:
    script = "import sys, sel.brain.mixture, sel.cli.assemble; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    heavy = {"numpy", "tinydb", "sel.memory.library", "sel.store.store"}
    assert not loaded & heavy
    assert not [name for name in loaded if name.startswith("sel.memory.reading.")]
    reader.warm()
