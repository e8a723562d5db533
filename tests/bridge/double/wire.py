"""Words of the wire: ids, times, errors, and the numbers Discord gives to things."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

EPOCH = 1_420_070_400.0
"""The first second of 2015, from which ids count (Discord's documentation of snowflakes)."""

MEBIBYTE = 1024 * 1024

# Gateway intents, from Discord's documentation.
GUILDS, MEMBERS, VOICE_STATES = 1 << 0, 1 << 1, 1 << 7
PRESENCES, GUILD_MESSAGES, GUILD_REACTIONS = 1 << 8, 1 << 9, 1 << 10
DM_MESSAGES, DM_REACTIONS, MESSAGE_CONTENT = 1 << 12, 1 << 13, 1 << 15
PRIVILEGED = {"members": MEMBERS, "presences": PRESENCES, "message_content": MESSAGE_CONTENT}

# Permissions.
ADMINISTRATOR, MANAGE_GUILD, VIEW_CHANNEL, MENTION_EVERYONE = 1 << 3, 1 << 5, 1 << 10, 1 << 17
SEND_MESSAGES = 1 << 11
ORDINARY = (
    VIEW_CHANNEL | 1 << 6 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 18 | 1 << 20 | 1 << 21
    | 1 << 31 | 1 << 38
)  # fmt: skip
"""React, write, embed, attach, read history, emoji, connect, speak, commands, in threads."""

# Kinds of channels and flags of messages.
TEXT, DM, VOICE, THREAD = 0, 1, 2, 11
EPHEMERAL, LOADING = 1 << 6, 1 << 7


class Refused(Exception):
    """An error as Discord answers it: HTTP's status, Discord's own code, and words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> Json:
        return {"message": self.message, "code": self.code}


UNAUTHORISED = Refused(401, 0, "401: Unauthorized")
NOT_FOUND = Refused(404, 0, "404: Not Found")
UNKNOWN_CHANNEL = Refused(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Refused(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Refused(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Refused(404, 10008, "Unknown Message")
UNKNOWN_USER = Refused(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = Refused(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Refused(404, 10062, "Unknown interaction")
TOO_LARGE = Refused(413, 40005, "Request entity too large")
ACKNOWLEDGED = Refused(400, 40060, "Interaction has already been acknowledged.")
OF_ANOTHER = Refused(403, 50005, "Cannot edit a message authored by another user")
EMPTY = Refused(400, 50006, "Cannot send an empty message")
CLOSED_DM = Refused(403, 50007, "Cannot send messages to this user")
NOT_ALLOWED = Refused(403, 50013, "Missing Permissions")
NO_ACCESS = Refused(403, 50001, "Missing Access")
OLD_TOKEN = Refused(401, 50027, "Invalid Webhook Token")


def invalid(message: str) -> Refused:
    """Discord's answer to a form that is filled in wrongly."""
    return Refused(400, 50035, f"Invalid Form Body\n{message}")


class Ids:
    """Snowflakes: each larger than the one before of the same millisecond.

    Servers count milliseconds instead, so that the nth belongs to shard n % count (up to ten).
    """

    def __init__(self) -> None:
        self._count = 0
        self._guilds = 0
        self._first = (int((time.time() - EPOCH - 86_400) * 1000) // 2520) * 2520

    def new(self, at: float | None = None) -> int:
        self._count += 1
        moment = time.time() if at is None else at
        return (int((moment - EPOCH) * 1000) << 22) | (self._count & 0x3FFFFF)

    def guild(self) -> int:
        self._guilds += 1
        return (self._first + self._guilds - 1) << 22


def stamp(at: float) -> str:
    """A moment as Discord writes it."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def emoji_json(emoji: str) -> Json:
    """`❌`, or `name:id` of a server's own."""
    name, _, number = emoji.partition(":")
    return {"id": number or None, "name": name}
