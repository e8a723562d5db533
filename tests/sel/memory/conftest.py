"""The library over a plain index, as SEL opens it, and over PostgreSQL: the same tests for all."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stands import Opener, Shared, open_plain, open_real

from sel.memory.library import Library

if TYPE_CHECKING:
    from servers import PostgresServer


LOCAL = {"test_memory_keeping_contradictions"}
"""Tests that ask for nothing a database could do otherwise."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What looks into SEL's own files is no test of a database: `tests/sel/scale` has its own."""
    if "opener" in metafunc.fixturenames:
        asked = inspect.signature(metafunc.function).parameters
        own = {"folder", "opener", "told"} & set(asked) or metafunc.module.__name__ in LOCAL
        kinds = ["plain", "real"] if own else ["plain", "real", "shared"]
        metafunc.parametrize("opener", kinds, indirect=True)


@pytest.fixture
def opener(request: pytest.FixtureRequest) -> Opener:
    """How a library is opened."""
    if request.param != "shared":
        return open_plain if request.param == "plain" else open_real
    shared: Shared = request.getfixturevalue("shared_opener")
    shared.clear()
    return shared


@pytest.fixture(scope="session")
def shared_opener(postgres_server: PostgresServer) -> Shared:
    """Opens a library in PostgreSQL; one after the other."""
    return Shared(postgres_server.url, postgres_server.schema())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where memories would be."""
    return tmp_path / "data" / "memory"


@pytest.fixture
def reopen(opener: Opener, folder: Path) -> Iterator[Callable[[], Library]]:
    """Opens the library, closing it first where it is open."""
    opened: list[Library] = []

    def again() -> Library:
        while opened:
            opened.pop().close()
        opened.append(opener(folder))
        return opened[0]

    yield again
    while opened:
        opened.pop().close()


@pytest.fixture
def library(reopen: Callable[[], Library]) -> Library:
    """An open library without anything."""
    return reopen()
