"""Everything there is on this Discord, and the changes that people and SEL can make to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from double.checks import check_message
from double.people import Channel, Guild, Person, dm_channel
from double.posts import File, Post, pinged
from double.wire import (
    DM_MESSAGES,
    DM_REACTIONS,
    EMPTY,
    GUILD_MESSAGES,
    GUILD_REACTIONS,
    MEBIBYTE,
    TOO_LARGE,
    UNKNOWN_CHANNEL,
    UNKNOWN_USER,
    Ids,
    Json,
    emoji_json,
    invalid,
)

TEXT_MOST = 2_000
FILE_MOST = {0: 10 * MEBIBYTE, 1: 10 * MEBIBYTE, 2: 50 * MEBIBYTE, 3: 100 * MEBIBYTE}
"""The largest file of a message, by a server's tier; direct messages are as tier 0."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event for SEL. `post`: the message that is in it, whose words need an intent. `only`: for
    the shard of direct messages, or of a server."""

    event: str
    data: Json
    guild: Guild | None
    intent: int
    post: Post | None = None


@dataclass(slots=True)
class State:
    """The places, people, messages, files and commands. `tell` brings an event to the gateway."""

    tell: Callable[[Told], None]
    ids: Ids = field(default_factory=Ids)
    people: dict[int, Person] = field(default_factory=dict)
    guilds: list[Guild] = field(default_factory=list)
    channels: dict[int, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    commands: dict[int, list[Json]] = field(default_factory=dict)
    sel: Person = field(init=False)
    file_most: int | None = None

    def __post_init__(self) -> None:
        self.sel = self._new_person("SEL", bot=True)

    # ------------------------------------------------------------ who and where

    def _new_person(self, name: str, *, bot: bool = False) -> Person:
        made = Person(self.ids.new(), name, bot)
        self.people[made.id] = made
        return made

    def person(self, name: str, *, bot: bool = False) -> Person:
        """The person called so, made where there is none."""
        for one in self.people.values():
            if one.name == name:
                return one
        return self._new_person(name, bot=bot)

    def twin(self, person: Person) -> Person:
        """The bot or webhook of somebody's name; always the same."""
        if person.bot:
            return person
        for one in self.people.values():
            if one.bot and one.name == person.name:
                return one
        return self._new_person(person.name, bot=True)

    def user(self, user_id: int) -> Person:
        if user_id not in self.people:
            raise UNKNOWN_USER
        return self.people[user_id]

    def channel(self, channel_id: int) -> Channel:
        if channel_id not in self.channels:
            raise UNKNOWN_CHANNEL
        return self.channels[channel_id]

    def register(self, channel: Channel) -> None:
        self.channels[channel.id] = channel

    def dm(self, person: Person) -> Channel:
        """The direct messages with somebody."""
        for channel in self.channels.values():
            if channel.recipient is person:
                return channel
        made = dm_channel(self.ids, person)
        self.register(made)
        return made

    def new_guild(self, name: str) -> Guild:
        made = Guild(
            self.ids.guild(),
            name,
            self.sel,
            self.ids,
            lambda event, data, guild, intent: self.tell(Told(event, data, guild, intent)),
            self.person,
            self.register,
            joined=time.time(),
        )
        self.guilds.append(made)
        return made

    # ------------------------------------------------------------ messages

    def store(self, channel: Channel, file: File) -> File:
        """Put a file where the CDN finds it."""
        number = self.ids.new()
        path = f"/attachments/{channel.id}/{number}/{file.name}"
        url = f"https://cdn.discordapp.com{quote(path)}?ex=0&is=0&hm=0"
        kept = replace(file, id=number, url=url)
        self.files[path] = kept
        return kept

    def write(
        self,
        channel: Channel,
        author: Person,
        body: Json,
        files: Sequence[File] = (),
        *,
        at: float | None = None,
        **more: Any,
    ) -> Post:
        """A new message from a request's body. Raises `Refused` where it is not allowed."""
        text = str(body.get("content") or "")
        check_message(body, len(files))
        self.check(channel, text, files, empty=not (body.get("embeds") or body.get("components")))
        moment = time.time() if at is None else at
        to = self._replied(channel, body)
        allowed = body.get("allowed_mentions")
        post = Post(
            self.ids.new(at),
            channel,
            author,
            text,
            moment,
            reply_to=to.id if to else None,
            files=tuple(self.store(channel, file) for file in files),
            embeds=list(body.get("embeds") or []),
            components=list(body.get("components") or []),
            allowed_mentions=allowed,
            flags=int(body.get("flags") or 0),
            nonce=body.get("nonce"),
            history=[(moment, text)],
            **more,
        )
        post.pings = pinged(text, allowed, to.author.id if to else None)
        self._name(post)
        channel.posts.append(post)
        self.told("MESSAGE_CREATE", post)
        return post

    def check(
        self, channel: Channel, text: str, files: Sequence[File], *, empty: bool = True
    ) -> None:
        """Raise `Refused` for a message that is too long, empty or too large."""
        if len(text) > TEXT_MOST:
            raise invalid("content: Must be 2000 or fewer in length.")
        if empty and not text.strip() and not files:
            raise EMPTY
        if any(len(file.data) > self.most_bytes(channel.guild) for file in files):
            raise TOO_LARGE

    def most_bytes(self, guild: Guild | None) -> int:
        """The largest file there."""
        if self.file_most is not None:
            return self.file_most
        return FILE_MOST[guild.premium_tier if guild else 0]

    def _replied(self, channel: Channel, body: Json) -> Post | None:
        reference = body.get("message_reference")
        if not reference:
            return None
        found = channel.post(int(reference["message_id"]))
        if found is None and reference.get("fail_if_not_exists", True):
            raise invalid("message_reference: Unknown message")
        return found

    def _name(self, post: Post) -> None:
        """Who a message mentions: as with Discord, only those it would ping."""
        to = post.channel.post(post.reply_to) if post.reply_to is not None else None
        named = pinged(post.text, post.allowed_mentions, to.author.id if to else None)
        post.mentions = [person for number, person in self.people.items() if number in named]

    def rewrite(self, post: Post, body: Json, files: Sequence[File] = ()) -> None:
        """Change a message as a request's body says."""
        text = str(body["content"] or "") if "content" in body else post.text
        embeds = list(body["embeds"] or []) if "embeds" in body else post.embeds
        components = list(body["components"] or []) if "components" in body else post.components
        kept = self._kept_files(post, body)
        check_message(body, len(files) + len(kept))
        self.check(
            post.channel, text, files, empty=not (embeds or components or kept or post.flags & 128)
        )
        post.embeds, post.components = embeds, components
        post.files = (*kept, *(self.store(post.channel, file) for file in files))
        if "allowed_mentions" in body:
            post.allowed_mentions = body["allowed_mentions"]
        if "flags" in body:
            post.flags = int(body["flags"] or 0)
        post.rewrite(text)
        self._name(post)
        self.told("MESSAGE_UPDATE", post)

    def _kept_files(self, post: Post, body: Json) -> list[File]:
        if "attachments" not in body:
            return list(post.files)
        ids = {str(one.get("id")) for one in body["attachments"] or []}
        return [file for file in post.files if str(file.id) in ids]

    def delete(self, post: Post) -> None:
        post.deleted = time.time()
        channel = post.channel
        data: Json = {"id": str(post.id), "channel_id": str(channel.id)}
        self.tell(
            Told("MESSAGE_DELETE", self._placed(data, channel), channel.guild, _said(channel))
        )

    def purge(self, posts: Sequence[Post]) -> None:
        """Delete messages of one channel together."""
        for post in posts:
            post.deleted = time.time()
        channel = posts[0].channel
        data: Json = {"ids": [str(post.id) for post in posts], "channel_id": str(channel.id)}
        placed = self._placed(data, channel)
        self.tell(Told("MESSAGE_DELETE_BULK", placed, channel.guild, _said(channel)))

    def remove(self, place: Guild | Channel) -> None:
        """Take away a server or a channel."""
        if isinstance(place, Guild):
            place.tell_of("GUILD_DELETE", {"id": str(place.id), "unavailable": False})
            self.guilds.remove(place)
            gone = place.channels
        else:
            gone = [place]
            if place.guild is not None:
                place.guild.tell_of("CHANNEL_DELETE", place.payload())
                place.guild.channels.remove(place)
        for channel in gone:
            del self.channels[channel.id]

    def react(self, post: Post, person: Person, emoji: str, *, away: bool = False) -> None:
        """Give or take back a reaction."""
        if away:
            post.reactions.remove((emoji, person))
        elif (emoji, person) in post.reactions:
            return
        else:
            post.reactions.append((emoji, person))
        channel = post.channel
        data: Json = {
            "user_id": str(person.id),
            "channel_id": str(channel.id),
            "message_id": str(post.id),
            "message_author_id": str(post.author.id),
            "emoji": emoji_json(emoji),
            "burst": False,
            "type": 0,
        }
        if channel.guild is not None and not away:
            data["member"] = channel.guild.member(person)
        event = "MESSAGE_REACTION_REMOVE" if away else "MESSAGE_REACTION_ADD"
        intent = DM_REACTIONS if channel.guild is None else GUILD_REACTIONS
        self.tell(Told(event, self._placed(data, channel), channel.guild, intent))

    def told(self, event: str, post: Post) -> None:
        """Tell SEL of a message that is new or changed (never of one that only somebody sees)."""
        if not post.ephemeral:
            guild = post.channel.guild
            self.tell(Told(event, {}, guild, _said(post.channel), post))

    @staticmethod
    def _placed(data: Json, channel: Channel) -> Json:
        return data | {"guild_id": str(channel.guild.id)} if channel.guild else data


def _said(channel: Channel) -> int:
    return DM_MESSAGES if channel.guild is None else GUILD_MESSAGES


def message_event(post: Post, *, readable: bool) -> Json:
    """A message as the gateway sends it: in a server with its author's membership, in a direct
    message without any `guild_id`."""
    data = post.payload(readable=readable)
    guild = post.channel.guild
    if guild is None:
        return data
    data["guild_id"] = str(guild.id)
    if not post.webhook:
        data["member"] = guild.member(post.author, bare=True)
    return data


def readable(post: Post, sel: Person, *, content: bool) -> bool:
    """Whether an app sees a message's words: with the intent, or where they are for it or its."""
    mine = post.author is sel or sel in post.mentions
    return content or post.channel.guild is None or mine
