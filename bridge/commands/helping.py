"""`/sel help`: the commands there are, as the library knows them, so that the list is never old."""

from __future__ import annotations

from discord import app_commands

from bridge.commands.asked import Answer

HEAD = (
    "**I answer in direct messages, when I am mentioned or replied to, and where I may join in.** "
    "❌ under a reply of mine stops it. I keep nothing of you unless you let me.\n"
)


def listed(group: app_commands.Group) -> Answer:
    """Every command below this group, with what it does."""
    commands = [one for one in group.walk_commands() if isinstance(one, app_commands.Command)]
    rows = [f"`/{one.qualified_name}` {one.description}" for one in commands]
    return Answer("\n".join([HEAD, *sorted(rows)]))
