"""Who and what there is: people, servers and their channels, and how they look on the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from double.posts import Post
from double.wire import (
    ADMINISTRATOR,
    DM,
    GUILDS,
    MANAGE_GUILD,
    MEMBERS,
    MENTION_EVERYONE,
    ORDINARY,
    SEND_MESSAGES,
    TEXT,
    THREAD,
    VIEW_CHANNEL,
    VOICE,
    Ids,
    Json,
    stamp,
)

Tell = Callable[[str, Json, "Guild | None", int], None]
"""Sends an event to the shard of a server (None: of direct messages), given its intent."""


@dataclass(eq=False, slots=True)
class Person:
    """A user. `closed`: takes no direct messages."""

    id: int
    name: str
    bot: bool = False
    closed: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def user(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name.lower(),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
        }


@dataclass(eq=False, slots=True)
class Channel:
    """A text or voice channel, a thread (of `parent`) or a direct message (with `recipient`).

    `closed`: not everybody in its server sees it; `hidden`: SEL may not even see it (50001);
    `locked`: SEL may not write there (50013). `typing` are the moments at which SEL was seen to
    type, in Unix seconds.
    """

    id: int
    name: str
    type: int = TEXT
    guild: Guild | None = None
    recipient: Person | None = None
    parent: Channel | None = None
    closed: bool = False
    hidden: bool = False
    locked: bool = False
    topic: str = ""
    posts: list[Post] = field(default_factory=list)
    typing: list[float] = field(default_factory=list)
    made: float = 0.0

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def post(self, post_id: int) -> Post | None:
        """The message of this id, unless it is deleted."""
        found = (post for post in self.posts if post.id == post_id)
        return next((post for post in found if not post.deleted), None)

    def payload(self) -> Json:
        last = str(self.posts[-1].id) if self.posts else None
        own: Json = {"id": str(self.id), "type": self.type, "last_message_id": last, "flags": 0}
        if self.guild is None:
            recipients = [self.recipient.user()] if self.recipient else []
            return own | {"recipients": recipients}
        own |= {"guild_id": str(self.guild.id), "name": self.name, "position": 0, "nsfw": False}
        if self.parent is not None:
            return own | self._thread(self.parent)
        own |= {"parent_id": None, "rate_limit_per_user": 0}
        own["permission_overwrites"] = self._overwrites(self.guild)
        if self.type == VOICE:
            return own | {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
        return own | {"topic": self.topic or None}

    def _overwrites(self, guild: Guild) -> list[Json]:
        denied = (VIEW_CHANNEL if self.closed else 0) | (SEND_MESSAGES if self.locked else 0)
        if not denied:
            return []
        back = VIEW_CHANNEL if self.closed and not self.hidden else 0
        return [
            {"id": str(guild.id), "type": 0, "allow": "0", "deny": str(denied)},
            *(
                {"id": str(guild.id + role), "type": 0, "allow": str(back), "deny": "0"}
                for role in (1, 2)
            ),
        ]

    def _thread(self, parent: Channel) -> Json:
        return {
            "parent_id": str(parent.id),
            "owner_id": str(parent.guild.owner.id) if parent.guild else "0",
            "message_count": len(self.posts),
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": stamp(self.made),
                "locked": False,
            },
        }


@dataclass(eq=False, slots=True)
class Guild:
    """A server. Its first person owns it; `managers` (ids) may manage it."""

    id: int
    name: str
    sel: Person
    ids: Ids
    tell: Tell
    person_of: Callable[[str], Person]
    register: Callable[[Channel], None]
    channels: list[Channel] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    managers: set[int] = field(default_factory=set)
    in_voice: dict[int, Channel] = field(default_factory=dict)
    premium_tier: int = 0
    live: bool = False
    joined: float = 0.0

    @property
    def owner(self) -> Person:
        return self.people[0] if self.people else self.sel

    def channel(self, name: str) -> Channel:
        """The channel called so."""
        return next(channel for channel in self.channels if channel.name == name)

    def person(self, name: str) -> Person:
        """The person called so."""
        return next(person for person in self.people if person.name == name)

    def add_channel(self, name: str, *, closed: bool = False, topic: str = "") -> Channel:
        """A new text channel; SEL is told."""
        return self._add(
            Channel(self.ids.new(), name, guild=self, closed=closed, topic=topic), "CHANNEL_CREATE"
        )

    def voice(self, name: str) -> Channel:
        """The voice channel called so, made where there is none."""
        for channel in self.channels:
            if channel.name == name and channel.type == VOICE:
                return channel
        return self._add(Channel(self.ids.new(), name, VOICE, guild=self), "CHANNEL_CREATE")

    def thread(self, parent: Channel, name: str) -> Channel:
        """A new thread in a channel."""
        made = Channel(self.ids.new(), name, THREAD, guild=self, parent=parent, made=self.joined)
        return self._add(made, "THREAD_CREATE")

    def add_person(self, person: str | Person, *, manager: bool = False) -> Person:
        """Somebody joins; a `manager` may manage the server."""
        who = self.person_of(person) if isinstance(person, str) else person
        self.people.append(who)
        if manager:
            self.managers.add(who.id)
        self.tell_of("GUILD_MEMBER_ADD", self.member(who) | {"guild_id": str(self.id)}, MEMBERS)
        return who

    def tell_of(self, event: str, data: Json, intent: int = GUILDS) -> None:
        """Send an event of this server, once SEL knows of it."""
        if self.live:
            self.tell(event, data, self, intent)

    def _add(self, channel: Channel, event: str) -> Channel:
        self.channels.append(channel)
        self.register(channel)
        self.tell_of(event, channel.payload())
        return channel

    def permissions(self, person: Person) -> int:
        """What a member may do, as bits."""
        if person is self.owner:
            return ORDINARY | ADMINISTRATOR | MANAGE_GUILD | MENTION_EVERYONE
        return ORDINARY | (MANAGE_GUILD | MENTION_EVERYONE if person.id in self.managers else 0)

    def member(self, person: Person, *, bare: bool = False) -> Json:
        """A member, `bare` as it stands beside a message's author."""
        roles = [str(self.id + 1)] if person.id in self.managers else []
        roles += [str(self.id + 2)] if person is self.sel else []
        data: Json = {
            "roles": roles,
            "joined_at": stamp(self.joined),
            "deaf": False,
            "mute": False,
            "nick": None,
            "flags": 0,
            "pending": False,
        }
        return data if bare else data | {"user": person.user()}

    def voice_state(self, person: Person, channel: Channel | None, session: str = "s") -> Json:
        return {
            "guild_id": str(self.id),
            "channel_id": str(channel.id) if channel else None,
            "user_id": str(person.id),
            "member": self.member(person),
            "session_id": session,
            "deaf": False,
            "mute": False,
            "self_deaf": False,
            "self_mute": False,
            "self_video": False,
            "suppress": False,
            "request_to_speak_timestamp": None,
        }

    def payload(self, intents: int) -> Json:
        """The whole server. Without their intents only SEL and who is in voice are listed."""
        everybody = [self.sel, *self.people]
        listed = [self.sel, *(person for person in self.people if person.id in self.in_voice)]
        states = [
            self.voice_state(person, self.in_voice[person.id])
            for person in everybody
            if person.id in self.in_voice
        ]
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "owner_id": str(self.owner.id),
            "channels": [c.payload() for c in self.channels if c.parent is None],
            "threads": [c.payload() for c in self.channels if c.parent is not None],
            "members": [self.member(person) for person in listed],
            "member_count": len(everybody),
            "roles": self._roles(),
            "presences": [],
            "voice_states": states,
            "emojis": [],
            "stickers": [],
            "features": [],
            "large": False,
            "unavailable": False,
            "premium_tier": self.premium_tier,
            "preferred_locale": "en-US",
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "afk_timeout": 300,
            "system_channel_flags": 0,
            "stage_instances": [],
            "guild_scheduled_events": [],
            "joined_at": stamp(self.joined),
        }

    def _roles(self) -> list[Json]:
        def role(role_id: int, name: str, permissions: int, position: int) -> Json:
            return {
                "id": str(role_id),
                "name": name,
                "permissions": str(permissions),
                "position": position,
                "color": 0,
                "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
                "hoist": False,
                "managed": False,
                "mentionable": False,
                "flags": 0,
            }

        everyone = role(self.id, "@everyone", ORDINARY, 0)
        managers = role(self.id + 1, "Managers", ORDINARY | MANAGE_GUILD | MENTION_EVERYONE, 1)
        return [everyone, managers, role(self.id + 2, "SEL", ORDINARY, 2)]


def dm_channel(ids: Ids, person: Person) -> Channel:
    """A direct message with somebody."""
    return Channel(ids.new(), person.name, DM, recipient=person)
