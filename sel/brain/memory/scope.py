"""Where what was said may come up again: a DM never in a guild, the desk nowhere else."""

from __future__ import annotations

from sel.events import SendMessage


def scope_of(message: SendMessage, channel: str) -> str:
    """The scope of a message on a channel: its own, or the channel."""
    return message.scope or channel
