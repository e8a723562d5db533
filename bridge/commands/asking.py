"""Asking a person whether SEL may remember them: in their direct messages, once SEL has answered,
and never where others see it."""

from __future__ import annotations

import logging
from collections import OrderedDict

import discord

from bridge.commands.consent import question
from bridge.commands.press import Press
from bridge.commands.use import view_of
from bridge.place import id_of, is_here
from bridge.trouble import TROUBLE
from sel.events import Event
from sel.memory_events import ConsentAsked, ConsentChanged

log = logging.getLogger(__name__)

MOST_OWED = 10_000
"""People who are still to be asked; the oldest is let go (`/sel consent` is always there)."""


class ConsentQuestions:
    """Who is still to be asked. In a server nobody is: they are asked when they write to SEL."""

    def __init__(self, client: discord.Client, press: type[Press]) -> None:
        self._client, self._press = client, press
        self._owed: OrderedDict[str, None] = OrderedDict()

    def hear(self, event: Event) -> None:
        """Take note of who is to be asked, and who has answered by other ways."""
        if isinstance(event, ConsentAsked) and is_here(event.person):
            self._owed[event.person] = None
            if len(self._owed) > MOST_OWED:
                self._owed.popitem(last=False)
        elif isinstance(event, ConsentChanged):
            self._owed.pop(event.person, None)

    async def answered(self, person: str, channel: str) -> None:
        """SEL's reply to this person stands on this channel: now they may be asked, if they are to
        be and are alone with SEL there. Never raises for what Discord refuses."""
        if person in self._owed and await self.ask(person, channel):
            self._owed.pop(person, None)

    async def ask(self, person: str, channel: str) -> bool:
        """Put the question, if this channel is the person's own with SEL; whether it was put."""
        if not (is_here(person) and is_here(channel)):
            return False
        known = self._client.get_channel(id_of(channel))
        if known is not None and not isinstance(known, discord.DMChannel):
            return False
        try:
            user = await self._user(id_of(person))
            alone = user.dm_channel or await user.create_dm()
            if alone.id != id_of(channel):  # a thread, say, that the library does not know
                return False
            asked = question()
            view = view_of(asked.buttons, self._press)
            assert view is not None  # noqa: S101 - the question has buttons
            none = discord.AllowedMentions.none()
            await alone.send(asked.text, view=view, allowed_mentions=none)
        except TROUBLE as error:
            log.warning("the question for consent could not be put: %s", type(error))
            return False
        return True

    async def _user(self, user_id: int) -> discord.User:
        return self._client.get_user(user_id) or await self._client.fetch_user(user_id)
