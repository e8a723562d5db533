"""What channels, people and places of Discord are called inside SEL. Pure.

`channel` and `person` are keys of the brain ("discord:123"); a scope says where a memory may come
up again. A channel that not everybody in its server may see has a scope of its own: what is said in
a closed room does not come up in the hall.
"""

from __future__ import annotations

PREFIX = "discord:"


def channel_key(channel_id: int) -> str:
    """The brain's name of a Discord channel, thread or direct message."""
    return f"{PREFIX}{channel_id}"


def person_key(user_id: int) -> str:
    """The brain's name of a Discord user."""
    return f"{PREFIX}{user_id}"


def is_here(key: str) -> bool:
    """Whether a channel or person of the brain is one of Discord's."""
    return key.startswith(PREFIX)


def id_of(key: str) -> int:
    """The Discord id in a key. Raises `ValueError` for a key of another place."""
    if not is_here(key):
        raise ValueError("not a key of Discord")
    return int(key.removeprefix(PREFIX))


def scope_of(guild_id: int | None, channel_id: int, user_id: int, *, closed: bool = False) -> str:
    """The scope of words said there: a direct message (`guild_id` None), a server, or a `closed`
    channel of it."""
    if guild_id is None:
        return f"dm:{user_id}"
    return f"guild:{guild_id}:{channel_id}" if closed else f"guild:{guild_id}"
