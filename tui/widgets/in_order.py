"""Keys that edit are obeyed in the order in which they were pressed.

Textual sends a key that is bound to something (Backspace, the arrows) all the way up to the app
before it is obeyed, while a letter is written at once: letters that come right behind it overtake
it, the more of them the more there is to draw.
"""

from __future__ import annotations

from typing import cast

from textual import events
from textual.widget import Widget
from textual.widgets import Input


class InOrder:
    """Mix in first where one writes: its own keys are obeyed as they come."""

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable:
            return
        here = cast("Widget", self)
        own = next((keys for node, keys in here.screen._binding_chain if node is here), None)
        for binding in own.key_to_bindings.get(event.key, ()) if own else ():
            mine = not binding.priority and "." not in binding.action
            if mine and await here.app.run_action(binding.action, here):
                event.stop()
                event.prevent_default()
                return


class Field(InOrder, Input):
    """A line to write in."""
