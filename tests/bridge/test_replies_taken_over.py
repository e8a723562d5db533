"""A reply that is written anew over an old one, and begins with the same words."""

from typing import cast

from bridge.replies.ports import Place
from bridge.replies.writing import Posted, Writing


class Untouched:
    """A place where nothing may be written: all of it stands there."""


async def test_what_stands_there_already_is_begun() -> None:
    """Else who waits for a beginning would write nothing for ever, without ever waiting."""
    writing = Writing(cast(Place, Untouched()), lambda: 0.0, 7, [Posted(1, "Good evening")])
    assert not writing.begun
    await writing.show(["Good evening"])
    assert writing.begun
    assert writing.writes == 0
