"""What fails beside the conversation becomes a notice; the conversation goes on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sel.bus import Bus
from sel.errors import SelError
from sel.events import NoticeGiven


def notice_of(error: SelError) -> NoticeGiven:
    """An error as people are told of it."""
    hint = f"{error.where} {error.hint}".strip()
    return NoticeGiven(title=error.title, hint=hint, level="problem")


class Problems:
    """Tells the bus, of the same thing once in a row."""

    def __init__(self, bus: Bus) -> None:
        self._bus, self._said = bus, ""

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """What fails in this block is told."""
        try:
            yield
        except SelError as error:
            if error.title != self._said:
                self._said = error.title
                self._bus.publish(notice_of(error))
