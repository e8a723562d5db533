"""Every test has a SEL_HOME of its own, and none sees the settings of whoever runs them."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty SEL_HOME; no other SEL_ name is set."""
    for name in list(os.environ):
        if name.startswith("SEL_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "sel-home"
    monkeypatch.setenv("SEL_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """The command line sets these for its whole process, which tests share."""
    umask = os.umask(0o022)
    os.umask(umask)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    os.umask(umask)
    root.handlers[:] = handlers
    root.setLevel(level)
