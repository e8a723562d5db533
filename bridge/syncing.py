"""Tells Discord which slash commands there are, and only when they are others than last time: it
takes 200 new ones a day, and keeps them when SEL is gone."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tinydb.table import Document

if TYPE_CHECKING:
    import discord
    from discord import app_commands
    from tinydb.table import Table

log = logging.getLogger(__name__)

TABLE = "synced_commands"


def name_of(tree: app_commands.CommandTree[discord.Client]) -> str:
    """A name for the commands as they are: another when one of them changes."""
    shapes = sorted(
        json.dumps(command.to_dict(tree), sort_keys=True, default=str)
        for command in tree.get_commands()
    )
    return hashlib.sha256("\n".join(shapes).encode()).hexdigest()


async def sync_if_changed(
    name: str, sync: Callable[[], Awaitable[object]], application_id: int, table: Table
) -> bool:
    """Sync what was not synced before for this application; whether that was so. `name` is another
    for each set of commands.

    Raises what `sync` raises, and `StoreError` as the disk does; then it is done next time.
    """
    kept = await asyncio.to_thread(table.get, doc_id=application_id)
    if isinstance(kept, Document) and kept.get("name") == name:
        return False
    await sync()
    await asyncio.to_thread(table.upsert, Document({"name": name}, doc_id=application_id))
    log.info("commands synced")
    return True
