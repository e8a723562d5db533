"""Messages: what they hold, how they look on the wire, and whom they ping."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from double.wire import EPHEMERAL, Json, emoji_json, stamp

if TYPE_CHECKING:
    from double.people import Channel, Person

MENTION = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(frozen=True, slots=True)
class File:
    """A file, of somebody's message or of SEL's. `seconds`: a voice note's length."""

    name: str
    data: bytes = field(repr=False)
    content_type: str = "application/octet-stream"
    seconds: float | None = None
    id: int = 0
    url: str = ""

    def payload(self, *, ephemeral: bool = False) -> Json:
        data: Json = {
            "id": str(self.id),
            "filename": self.name,
            "size": len(self.data),
            "url": self.url,
            "proxy_url": self.url.replace("cdn.discordapp.com", "media.discordapp.net"),
            "content_type": self.content_type,
            "ephemeral": ephemeral,
        }
        if self.seconds is not None:
            data |= {"duration_secs": self.seconds, "waveform": "AAAA"}
        return data


@dataclass(eq=False, slots=True)
class Post:
    """A message. Times are in Unix seconds.

    `history` has each text with its moment, the first when it was sent. `pings` are the ids of
    people and roles it notified, and "everyone". `allowed_mentions` is what SEL sent, None where
    it sent none. `interaction` is the id of the command that it answers. `reactions` are pairs of
    an emoji and who gave it.
    """

    id: int
    channel: Channel = field(repr=False)
    author: Person
    text: str
    at: float
    reply_to: int | None = None
    files: tuple[File, ...] = ()
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    mentions: list[Person] = field(default_factory=list)
    pings: set[int | str] = field(default_factory=set)
    allowed_mentions: Json | None = None
    flags: int = 0
    nonce: str | None = None
    webhook: bool = False
    interaction: int | None = None
    edited: float | None = None
    deleted: float | None = None
    history: list[tuple[float, str]] = field(default_factory=list)
    reactions: list[tuple[str, Person]] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    def rewrite(self, text: str) -> None:
        self.text = text
        self.edited = time.time()
        self.history.append((self.edited, text))

    def payload(self, *, nested: bool = False, readable: bool = True) -> Json:
        """The message as JSON; `nested` without the one it replies to, not `readable`: as an app
        without the content intent gets it."""
        data: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "channel_type": self.channel.type,
            "type": 0 if self.reply_to is None else 19,
            "author": self.author.user(),
            "timestamp": stamp(self.at),
            "edited_timestamp": stamp(self.edited) if self.edited else None,
            "tts": False,
            "pinned": False,
            "flags": self.flags,
            "mention_everyone": "everyone" in self.pings,
            "mentions": [self._mentioned(person) for person in self.mentions],
            "mention_roles": [],
            **(self._content() if readable else UNREADABLE),
        }
        if self.reactions:
            data["reactions"] = self._reactions()
        if self.webhook:
            data["webhook_id"] = str(self.author.id)
        if self.nonce is not None:
            data["nonce"] = self.nonce
        if self.reply_to is not None:
            data |= self._reference(nested, readable)
        if self.interaction is not None:
            data["interaction_metadata"] = self._asked()
        return data

    def _content(self) -> Json:
        files = [file.payload(ephemeral=self.ephemeral) for file in self.files]
        return {
            "content": self.text,
            "embeds": self.embeds,
            "attachments": files,
            "components": self.components,
        }

    def _mentioned(self, person: Person) -> Json:
        guild = self.channel.guild
        member = {"member": guild.member(person, bare=True)} if guild else {}
        return person.user() | member

    def _reference(self, nested: bool, readable: bool) -> Json:
        reference: Json = {"channel_id": str(self.channel.id), "message_id": str(self.reply_to)}
        if self.channel.guild is not None:
            reference["guild_id"] = str(self.channel.guild.id)
        data: Json = {"message_reference": reference}
        if not nested:
            assert self.reply_to is not None
            to = self.channel.post(self.reply_to)
            data["referenced_message"] = to and to.payload(nested=True, readable=readable)
        return data

    def _reactions(self) -> list[Json]:
        emojis = dict.fromkeys(emoji for emoji, _ in self.reactions)
        given = [emoji for emoji, _ in self.reactions]
        return [
            {
                "emoji": emoji_json(emoji),
                "count": given.count(emoji),
                "count_details": {"burst": 0, "normal": given.count(emoji)},
                "me": any(one == emoji and who.bot for one, who in self.reactions),
                "me_burst": False,
                "burst_colors": [],
            }
            for emoji in emojis
        ]

    def _asked(self) -> Json:
        return {
            "id": str(self.interaction),
            "type": 2,
            "user": self.author.user(),
            "authorizing_integration_owners": {},
        }


UNREADABLE: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def pinged(text: str, allowed: Json | None, replied: int | None) -> set[int | str]:
    """Whom a message notifies (Discord's rules of `allowed_mentions`; without it, everyone named,
    and `replied`, the author of the message it replies to)."""
    if allowed is None:
        allowed = {"parse": ["users", "roles", "everyone"], "replied_user": True}
    parse = allowed.get("parse") or []
    users = {int(one) for one in MENTION.findall(text)}
    roles = {int(one) for one in ROLE.findall(text)}
    hit: set[int | str] = set()
    hit |= users if "users" in parse else users & {int(one) for one in allowed.get("users") or []}
    hit |= roles if "roles" in parse else roles & {int(one) for one in allowed.get("roles") or []}
    if "everyone" in parse and EVERYONE.search(text):
        hit.add("everyone")
    if replied is not None and allowed.get("replied_user"):
        hit.add(replied)
    return hit
