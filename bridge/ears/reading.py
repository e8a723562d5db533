"""Discord's message → `Incoming`: what was said, as people see it, and how it was meant. Pure.

Embeds and what was forwarded are left out: nobody in the channel said them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bridge.ears.incoming import Incoming
from bridge.ears.names import harmless

if TYPE_CHECKING:
    import discord

EPOCH = 1_420_070_400.0
"""Discord's ids count milliseconds from here (2015-01-01), above their lowest 22 bits."""
_SAID = frozenset(("default", "reply"))
"""Kinds of messages that a person wrote; all others Discord made, or an application did."""

_TAGS = re.compile(
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|#(?P<channel>\d{1,20})"
    r"|a?:(?P<emoji>\w{1,32}):\d{1,20}|t:(?P<time>-?\d{1,12})(?::[tTdDfFR])?"
    r"|/(?P<command>[^<>:\n]{1,100}):\d{1,20})>"
)


def sent_at(message_id: int) -> float:
    """When a message was sent, in Unix seconds."""
    return (message_id >> 22) / 1000 + EPOCH


def me_in(message: discord.Message) -> discord.Member | discord.ClientUser | None:
    """SEL as it is there; None where Discord has not said yet."""
    if message.guild is not None:
        return message.guild.me
    me: discord.ClientUser | None = getattr(message.channel, "me", None)
    return me


def is_own(message: discord.Message) -> bool:
    """Whether SEL itself wrote it."""
    me = me_in(message)
    return me is not None and message.author.id == me.id


def rules_of(message: discord.Message) -> tuple[int, int]:
    """The channel of a message, and the one whose rules hold in a thread (else 0)."""
    return message.channel.id, getattr(message.channel, "parent_id", None) or 0


def by_a_person(message: discord.Message) -> bool:
    """Whether somebody said it: no bot, no webhook, not SEL, not Discord itself."""
    machine = message.author.bot or message.webhook_id is not None
    return not machine and not is_own(message) and message.type.name in _SAID


def read(message: discord.Message) -> Incoming | None:
    """The message as the bridge sees it; None where nothing was said, or by no person."""
    me = me_in(message)
    if me is None or not by_a_person(message):
        return None
    text = text_of(message)
    if not text and not message.attachments:
        return None
    guild = message.guild
    to_sel, to_other = _answers(message, me.id)
    users, own_role = _mentioned(message)
    return Incoming(
        id=message.id,
        channel_id=message.channel.id,
        guild_id=None if guild is None else guild.id,
        author_id=message.author.id,
        name=harmless(message.author.display_name, message.author.id, called(message)),
        text=text,
        at=sent_at(message.id),
        mentioned=me.id in users or own_role,
        others=bool(users - {me.id, message.author.id}),
        to_sel=to_sel,
        to_other=to_other,
        closed=_closed(message),
        parent_id=rules_of(message)[1],
        files=len(message.attachments),
        source=message,
    )


def called(message: discord.Message) -> tuple[str, ...]:
    """What SEL is called there, besides "SEL"."""
    me = me_in(message)
    return () if me is None else tuple(dict.fromkeys((me.display_name, me.name)))


def text_of(message: discord.Message) -> str:
    """A message's words as people see them: names for mentions, ":name:" for emoji of a server."""
    stickers = [f"(sticker: {harmless(one.name, one.id)})" for one in message.stickers]
    said = _TAGS.sub(_shown(message), message.content)
    return " ".join((said, *stickers)).strip()


def _shown(message: discord.Message) -> Callable[[re.Match[str]], str]:
    def shown(found: re.Match[str]) -> str:
        kind, value = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "user":
            return f"@{_name_of(message, int(value))}"
        if kind == "role":
            mine = _is_own_role(message, int(value))
            return "@SEL" if mine else f"@{_title(message, 'get_role', int(value), 'role')}"
        if kind == "channel":
            return f"#{_title(message, 'get_channel_or_thread', int(value), 'channel')}"
        if kind == "time":
            return _moment(int(value))
        return f":{value}:" if kind == "emoji" else f"/{value}"

    return shown


def _name_of(message: discord.Message, user_id: int) -> str:
    me = me_in(message)
    if me is not None and me.id == user_id:
        return "SEL"
    known = [*message.mentions, *([message.guild.get_member(user_id)] if message.guild else ())]
    name = next((one.display_name for one in known if one is not None and one.id == user_id), "")
    return harmless(name, user_id, called(message))


def _title(message: discord.Message, look: str, its_id: int, kind: str) -> str:
    """What a role or a channel is called; its kind where it is not known."""
    found: Any = getattr(message.guild, look)(its_id) if message.guild is not None else None
    return kind if found is None else harmless(found.name, its_id)


def _moment(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return "some time"


def _mentioned(message: discord.Message) -> tuple[set[int], bool]:
    """Whom the words name, and whether SEL's own role is among them.

    Discord's list of mentions is not asked: it also has whoever is replied to.
    """
    users: set[int] = set()
    own_role = False
    for found in _TAGS.finditer(message.content):
        if found["user"]:
            users.add(int(found["user"]))
        elif found["role"]:
            own_role = own_role or _is_own_role(message, int(found["role"]))
    return users, own_role


def _is_own_role(message: discord.Message, role_id: int) -> bool:
    """Whether a role is the one SEL's server gave it: it is called as SEL is."""
    role = None if message.guild is None else message.guild.get_role(role_id)
    if message.guild is None or role is None or role.tags is None:
        return False
    return role.tags.bot_id == message.guild.me.id


def _answers(message: discord.Message, me: int) -> tuple[bool, bool]:
    """Whether it replies to SEL's words, and whether to somebody else's than its author's."""
    if message.type.name != "reply" or message.reference is None:
        return False, False
    target = message.reference.resolved or message.reference.cached_message
    author = getattr(target, "author", None)
    if author is None:  # gone, or not sent along: Discord lists who was replied to as mentioned
        named, _ = _mentioned(message)
        extra = {one.id for one in message.mentions} - named
        return me in extra, bool(extra - {me, message.author.id})
    return author.id == me, author.id not in (me, message.author.id)


def _closed(message: discord.Message) -> bool:
    """Whether somebody in the server cannot see the channel; True where that is not known."""
    if message.guild is None:
        return False
    channel: Any = message.channel
    private = getattr(channel, "is_private", None)
    room = getattr(channel, "parent", None) if hasattr(channel, "parent_id") else channel
    if room is None or not hasattr(room, "permissions_for") or (private is not None and private()):
        return True
    return not room.permissions_for(message.guild.default_role).view_channel
