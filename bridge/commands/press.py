"""The buttons. Their ids say all that is to be done, so one pressed after a restart works."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bridge.commands.asked import Answer, Asked, Button
from bridge.commands.use import Use, asked_of, begin_press, give, tell_failure

PREFIX = "sel"
TEMPLATE = r"sel:(?P<what>[a-z]+):(?P<which>[a-z_]+)(?::(?P<token>[0-9a-f]{1,32}))?"

Pressed = Callable[[Asked, str, str, str], Awaitable[Answer]]
"""Does what a button says, by the parts of its id: what, which, token."""

_STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "good": discord.ButtonStyle.success,
    "bad": discord.ButtonStyle.danger,
}


class Press(discord.ui.DynamicItem[discord.ui.Button[Any]], template=TEMPLATE):
    """Any button of SEL's. `pressed` is set in the class that `press_type` makes."""

    pressed: Pressed

    def __init__(self, button: Button) -> None:
        super().__init__(
            discord.ui.Button(
                label=button.label, style=_STYLES[button.style], custom_id=f"{PREFIX}:{button.id}"
            )
        )

    @classmethod
    async def from_custom_id(
        cls, _use: Use, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Press:
        """The button again, from a message that may be older than this process."""
        label = getattr(item, "label", None) or ""
        return cls(Button(match.string.removeprefix(f"{PREFIX}:"), label))

    async def callback(self, use: Use) -> Any:
        """Somebody pressed it."""
        found = self.template.fullmatch(self.item.custom_id or "")
        try:
            await begin_press(use)
            parts = [part or "" for part in found.groups()] if found else ["", "", ""]
            answer = await type(self).pressed(asked_of(use), *parts)
            await give(use, answer, type(self))
        except Exception as error:  # noqa: BLE001 - the edge: discord.py would log words with it
            await tell_failure(use, error)


def press_type(pressed: Pressed) -> type[Press]:
    """Buttons that do this."""

    class Bound(Press, template=TEMPLATE):
        """Buttons of one client."""

    Bound.pressed = staticmethod(pressed)
    return Bound
