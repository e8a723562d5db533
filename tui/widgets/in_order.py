"""Keys that edit are obeyed in the order in which they were pressed.

Textual sends a key that is bound to something (Backspace, the arrows) all the way up to the app
before it is obeyed, while a letter is written at once: letters that come right behind it overtake
it, the more of them the more there is to draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

EDITS = ("delete_", "cursor_")
"""How the names of Textual's actions begin that edit a text, or move about in it."""


class InOrder:
    """Mix in first where one writes: its own keys are obeyed as they come."""

    def writes(self, event: events.Key) -> bool:
        """Whether the key writes, deletes or moves the cursor here: it leads nowhere else."""
        edits = (binding.action.startswith(EDITS) for binding in self._own(event.key))
        return event.is_printable or any(edits)

    def _own(self, key: str) -> Sequence[Binding]:
        here = cast("Widget", self)
        own = next((keys for node, keys in here.screen._binding_chain if node is here), None)
        return own.key_to_bindings.get(key, ()) if own else ()

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable:
            return
        here = cast("Widget", self)
        for binding in self._own(event.key):
            mine = not binding.priority and "." not in binding.action
            if mine and await here.app.run_action(binding.action, here):
                event.stop()
                event.prevent_default()
                return


class Field(InOrder, Input):
    """A line to write in."""
