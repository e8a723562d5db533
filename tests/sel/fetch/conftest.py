"""A hub on loopback, and whatever it is fetched into."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hub_server import LocalHub, serving


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def local() -> Iterator[LocalHub]:
    with serving(LocalHub()) as hub:
        yield hub
