"""One use of a command and the answer to it, as plain values: what commands do knows no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bridge.place import channel_key, person_key, scope_of
from sel.errors import InputRefused

FILE_LIMIT = 10 * 1024 * 1024
"""Bytes of a file that Discord takes everywhere (its documentation, 2026)."""

LABELS = {
    "manage_channels": "Manage Channels",
    "manage_guild": "Manage Server",
    "read_messages": "View Channel",
    "read_message_history": "Read Message History",
}
"""discord.py's names of permissions, and Discord's own in its settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who uses a command, and where. Ids are Discord's; `parent_id` is the channel of a thread,
    else 0. `name` is what they are called there.

    `may` are the permissions they have in this channel, by Discord's names; `limit` is the largest
    file the channel takes, in bytes; `files` says whether SEL may post any.
    """

    user_id: int
    channel_id: int
    guild_id: int | None = None
    parent_id: int = 0
    name: str = field(default="", repr=False)
    may: frozenset[str] = frozenset()
    limit: int = FILE_LIMIT
    files: bool = True

    @property
    def person(self) -> str:
        """The brain's name of who asks."""
        return person_key(self.user_id)

    @property
    def channel(self) -> str:
        """The brain's name of where."""
        return channel_key(self.channel_id)

    @property
    def dm(self) -> bool:
        """Whether they are alone with SEL."""
        return self.guild_id is None

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """What of a person's may be looked at here: all of it (None) in a direct message; in a
        server what was said where all its members hear it, and in this very channel."""
        if self.guild_id is None:
            return None
        return tuple(
            scope_of(self.guild_id, self.channel_id, self.user_id, closed=closed)
            for closed in (False, True)
        )

    def shows(self, scope: str) -> bool:
        """Whether something of this scope may be shown here to the person it is of."""
        return self.scopes is None or scope in self.scopes

    def server(self) -> int:
        """The server's id. Raises `InputRefused` in a direct message."""
        if self.guild_id is None:
            raise InputRefused("That is for servers; here we are alone.")
        return self.guild_id

    def needs(self, *permissions: str) -> None:
        """Raises `InputRefused` unless they have one of these permissions; in a direct message
        they may do what there is."""
        if not self.dm and not self.may & {*permissions, "administrator"}:
            name = LABELS[permissions[0]]
            raise InputRefused(f"For that you need the permission “{name}” in this channel.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file to send; `about` says in words what is on a picture."""

    name: str
    data: bytes = field(repr=False)
    about: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its id says what it does, also after a restart, and holds nobody's words."""

    id: str
    label: str
    style: Literal["plain", "good", "bad"] = "plain"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is shown."""

    text: str = field(repr=False)
    sheet: Sheet | None = None
    buttons: tuple[Button, ...] = ()
