"""Putting the commands and buttons to a client, before it is connected."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from bridge.commands import consent, typed
from bridge.commands.asked import Answer, Asked
from bridge.commands.asking import ConsentQuestions
from bridge.commands.deps import Deps
from bridge.commands.group import Sel
from bridge.commands.memories import FORGET, Memories
from bridge.commands.press import press_type
from bridge.commands.use import Use, tell_failure
from sel.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Installed:
    """What a client has now. `questions` is told events, and when a reply is written."""

    questions: ConsentQuestions
    memories: Memories

    async def typed(self, message: discord.Message) -> bool:
        """Whether a message is one of the typed commands, which is answered then. Raises
        `discord.HTTPException` as sending does."""
        if not typed.is_typed(message.content):
            return False
        await typed.obey(message, self.memories)
        return True


def install(client: commands.Bot | commands.AutoShardedBot, deps: Deps) -> Installed:
    """Give a client `/sel`, its buttons and a sentence for every error."""
    memories = Memories(deps)

    async def pressed(asked: Asked, what: str, which: str, token: str) -> Answer:
        match what:
            case consent.CONSENT:
                return await consent.answered(deps, asked, which)
            case _ if what == FORGET:
                return await memories.settle(asked, which, token)
        raise InputRefused("I do not know this button any more.")

    press = press_type(pressed)
    client.add_dynamic_items(press)
    client.tree.add_command(Sel(deps, press, memories))

    async def failed(use: Use, error: app_commands.AppCommandError) -> None:
        await tell_failure(use, error)

    client.tree.error(failed)

    return Installed(ConsentQuestions(client, press), memories)
