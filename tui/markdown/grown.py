"""A text that arrives in pieces, and the lines it is shown in: what both kinds of it share."""

from __future__ import annotations

from tui.markdown.line import Line


class Grown:
    """`settled` lines stay as they are; `lines` is all of them, those still open included."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin with nothing."""
        self._parts = [""]
        self._told = 0  # settled lines that were told as news
        self.settled: list[Line] = []
        self.tail: list[Line] = []

    @property
    def source(self) -> str:
        """The text so far."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    @property
    def empty(self) -> bool:
        """Whether there is no text yet."""
        return not any(self._parts)

    @property
    def lines(self) -> list[Line]:
        """Every line so far."""
        return self.settled + self.tail

    def news(self) -> tuple[int, list[Line]]:
        """All lines from a number on, as they are now; those before are as they were told."""
        at, self._told = self._told, len(self.settled)
        return at, self.settled[at:] + self.tail
