"""What tests of the memory share."""

from __future__ import annotations

import pytest
from memory_stage import (
    plain_candidates,
    plain_recall,
    plain_request,
    plain_secret,
    plain_told,
)

from sel.brain.agents import helping
from sel.brain.memory import asking, keeping, recalling, remembering
from sel.brain.sessions import kept


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read by the rules above."""
    for module in (asking, keeping, recalling):
        monkeypatch.setattr(module, "candidates", plain_candidates)
    for module in (asking, kept, remembering):
        monkeypatch.setattr(module, "request_in", plain_request)
    monkeypatch.setattr(keeping, "secret_in", plain_secret)
    monkeypatch.setattr(recalling, "recall", plain_recall)
    monkeypatch.setattr(recalling, "told", plain_told)
    monkeypatch.setattr(recalling, "period_in", lambda text, now, zone: None)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn waits for its memories and for the person's agents, however slow the machine."""
    monkeypatch.setattr(recalling, "PATIENCE", 60.0)
    monkeypatch.setattr(helping, "PATIENCE", 60.0)
