"""`sel bench sessions`, over a few conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.cli.benches import sessions


def test_the_figures_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each beside what it is of."""
    for name, value in (("LONG", 40), ("REPLY", 2_000), ("QUERIES", 40), ("_VOCABULARY", 3_000)):
        monkeypatch.setattr(sessions, name, value)
    figures = sessions.measure(tmp_path, quick=True, messages=400)
    assert [one.unit for one in figures] == ["ms", "s", "ms", "ms", "ms"]
    assert all(one.value > 0 for one in figures)
    assert "bytes written a character" in figures[-1].detail
    assert float(figures[-1].detail.split()[0]) < 10
