"""A terminal that is closed in the middle holds nobody up."""

from __future__ import annotations

import io
from typing import cast

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from tui.terminal import Terminal


class Closed(io.StringIO):
    """Takes so many writes, then it is gone."""

    def __init__(self, takes: int) -> None:
        super().__init__()
        self.left = takes

    def write(self, text: str) -> int:
        self.left -= 1
        if self.left < 0:
            raise OSError(5, "Input/output error")
        return super().write(text)

    def isatty(self) -> bool:
        return True


def test_what_is_written_arrives() -> None:
    file = io.StringIO()
    terminal = Terminal(file)
    assert terminal.write("häuser") == 6
    terminal.flush()
    assert file.getvalue() == "häuser"
    assert not terminal.gone


def test_a_terminal_that_is_gone_is_left_alone() -> None:
    file = Closed(1)
    terminal = Terminal(file)
    assert [terminal.write(text) for text in ("a", "bb", "ccc")] == [1, 2, 3]
    terminal.flush()
    assert terminal.gone
    assert (file.getvalue(), file.left) == ("a", -1)


def test_other_things_are_asked_of_the_file() -> None:
    assert Terminal(Closed(0)).isatty()
    with pytest.raises(AttributeError):
        _ = Terminal(io.StringIO()).nothing


def test_the_thread_that_writes_lives_on_and_can_be_ended() -> None:
    """Without this it would be dead, its queue full, and whoever ends it waiting for ever."""
    thread = WriterThread(cast("io.StringIO", Terminal(Closed(3))))
    thread.start()
    for number in range(3 * MAX_QUEUED_WRITES):
        thread.write(str(number))
    thread.stop()
    assert not thread.is_alive()
