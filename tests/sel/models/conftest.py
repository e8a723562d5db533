"""A machine with a home of its own, on which other programs keep models."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel import paths
from sel.engine import catalog
from sel.models.shelf import Where

STARTER = catalog.starter()


@pytest.fixture
def starter_file() -> Path:
    """The starter model's file."""
    if STARTER is None:
        pytest.skip("the starter model is not installed")
    return STARTER


@pytest.fixture(autouse=True)
def _no_starter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "starter", lambda: None)


@pytest.fixture
def user(tmp_path: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    return folder


@pytest.fixture
def where(tmp_path: Path, user: Path) -> Where:
    own = paths.find({"SEL_HOME": str(tmp_path / "sel-home")}).ready()
    return Where(paths=own, home=user, environ={})
