"""The library over a plain index and as SEL opens it: the same tests for both."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stands import Opener, open_plain, open_real

from sel.memory.library import Library


@pytest.fixture(params=[open_plain, open_real], ids=["plain", "real"])
def opener(request: pytest.FixtureRequest) -> Opener:
    """How a library is opened."""
    chosen: Opener = request.param
    return chosen


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
