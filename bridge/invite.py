"""How a bot is invited to a server. Loads discord.py."""

from __future__ import annotations

import discord

PLACEHOLDER = "YOUR_APPLICATION_ID"


def permissions() -> discord.Permissions:
    """What SEL needs in a server, and nothing that could harm it: no managing, no pinging all."""
    return discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        read_message_history=True,
        add_reactions=True,
        embed_links=True,
        attach_files=True,
        send_voice_messages=True,
        connect=True,
        speak=True,
    )


def link(application_id: int | None = None) -> str:
    """The invite link of an application; see `bridge.bridge.invite_link`."""
    if application_id is None:
        return link(0).replace("client_id=0", f"client_id={PLACEHOLDER}")
    return discord.utils.oauth_url(
        application_id,
        permissions=permissions(),
        scopes=("bot", "applications.commands"),
    )
