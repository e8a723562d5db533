"""The screen stands still for a moment, so that nobody sees a page before its words are on it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget


class Hold:
    """Holds the screen for one widget as long as `begin` was called more often than `end`."""

    def __init__(self, widget: Widget) -> None:
        self._widget, self._batch = widget, ExitStack()
        self._lost = self._closed = False
        self.count = 0

    def begin(self) -> None:
        """Let the screen stand still."""
        if self._closed:
            return
        if not self.count:
            self._size = self._widget.app.size
            self._batch.enter_context(self._widget.app.batch_update())
        self.count += 1

    def end(self, *, lost: bool = False) -> None:
        """Let it go on. `lost`: other things may have been drawn meanwhile; that went nowhere."""
        self._lost |= lost
        if self.count == 1:
            lost, self._lost = self._lost or self._widget.app.size != self._size, False
            self._batch.close()
            if self._widget.is_attached:
                self._widget.refresh(layout=True)
                if lost:
                    self._widget.screen.refresh()
        self.count = max(self.count - 1, 0)

    def close(self) -> None:
        """Keep nobody waiting, from now on."""
        self._closed, self.count = True, 0
        self._batch.close()
