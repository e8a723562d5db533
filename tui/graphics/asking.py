"""What this terminal can, by its name or by asking it, and how large its cells are."""

from __future__ import annotations

import os
from collections.abc import Callable
from fcntl import ioctl
from struct import unpack
from termios import TIOCGWINSZ
from typing import TYPE_CHECKING

from tui.graphics.answers import ASK, Answers
from tui.graphics.kinds import SIXEL, Kind, by_name

if TYPE_CHECKING:
    from textual.driver import Driver


class Asking:
    """Asks the terminal once, when somebody wants to know. Nobody waits for what it says."""

    def __init__(self) -> None:
        self._driver: Driver | None = None
        self._answers = Answers()
        self._asked = False

    def listen(self, driver: Driver, heard: Callable[[], object]) -> None:
        """This driver has the terminal; `heard` is called when it has answered."""
        self._driver = driver
        self._answers.listen(driver, heard)

    def is_terminal(self) -> bool:
        """Whether there is one, at both ends."""
        file = getattr(self._driver, "_file", None)
        return bool(getattr(self._driver, "input_tty", False) and file and file.isatty())

    @property
    def has_sixel(self) -> bool:
        """Whether it says so."""
        return SIXEL in (self._answers.abilities or ()) and self.cell() is not None

    def kind(self) -> Kind:
        """How it draws pictures; `sixel` also as long as it has not answered."""
        if not self.is_terminal() or self._driver is None:
            return "blocks"
        named = by_name(os.environ)
        if named is not None:
            return named
        if not self._asked:
            self._asked = True
            self._driver.write(ASK)
        return "sixel" if self.has_sixel or self._answers.abilities is None else "blocks"

    def cell(self) -> tuple[int, int] | None:
        """A cell's width and height in pixels, as the system tells, else the terminal."""
        try:
            told = ioctl(getattr(self._driver, "fileno", -1), TIOCGWINSZ, bytes(8))
        except (OSError, ValueError):
            return self._answers.cell
        rows, columns, wide, high = unpack("HHHH", told)
        cell = (wide // columns, high // rows) if rows and columns else (0, 0)
        return cell if all(cell) else self._answers.cell
