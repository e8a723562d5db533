"""The library over a plain index, as SEL opens it, and over PostgreSQL: the same tests for all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stands import Opener, Shared, open_plain, open_real

from sel.memory.library import Library


@pytest.fixture(params=["plain", "real", "shared"])
def opener(request: pytest.FixtureRequest) -> Opener:
    """How a library is opened. Tests of a folder's own files are none of a database's."""
    if request.param != "shared":
        return open_plain if request.param == "plain" else open_real
    if request.node.get_closest_marker("files"):
        pytest.skip("this is about files of SEL's own")
    return Shared.of(request.getfixturevalue("postgres_server"))


@pytest.fixture
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Where memories would be."""
    if "opener" in request.fixturenames:
        opener = request.getfixturevalue("opener")
        if isinstance(opener, Shared):
            return opener.files
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
