"""A process that is killed while it writes: nothing acknowledged is lost, the files always open."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.cli.benches import store_crash
from sel.cli.benches.store_crash import Crashes, measured
from sel.store.store import Store
from sel.store.table import Document


def test_kills_lose_nothing(tmp_path: Path) -> None:
    """`sel bench store` kills 200 times; here are fewer."""
    found = measured(tmp_path / "memory", kills=40, seed=3)
    expected = Crashes(kills=40, steps=found.steps, torn=found.torn, folding=found.folding)
    assert found == expected


def test_the_harness_sees_documents_that_nobody_wrote(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.table("memories").insert(Document({"step": 5}, store_crash.SLOTS + 1))
    store.close()
    assert measured(tmp_path, kills=1, seed=1).wrong == 1


def test_the_harness_sees_a_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_crash, "_one_life", lambda *_: 7)
    assert store_crash.crash(tmp_path, kills=1, seed=1).lost == 7


def test_the_harness_sees_files_that_do_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_crash, "_one_life", lambda *_: 0)
    (tmp_path / "documents.snapshot").mkdir()
    assert store_crash.crash(tmp_path, kills=2, seed=1).unopened == 2
