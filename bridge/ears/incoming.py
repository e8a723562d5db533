"""A message from Discord as the bridge sees it, once read from the library's own objects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bridge.place import channel_key, person_key, scope_of

if TYPE_CHECKING:  # the library takes 0.3 s to load, and most of this works without
    import discord


_CALLED_FIRST = re.compile(r"\A(?:\s*@SEL\b[\s,:;!.\-]*)+", re.IGNORECASE)
_CALLED_LAST = re.compile(r"(?<!\w)@SEL\Z", re.IGNORECASE)
_ENDS = " \n.!?\u2026)"
_CALLED = re.compile(r"(?<!\w)@(?=SEL\b)", re.IGNORECASE)


def uncalled(text: str) -> str:
    """What was said, for the mind: a mention of SEL is how it is called, and no word of it. "@SEL I
    live in Lisbon" tells the same as "I live in Lisbon" does where nobody else is."""
    said = _CALLED_FIRST.sub("", text)
    body = said.rstrip(_ENDS)
    end = said[len(body) :]
    while found := _CALLED_LAST.search(body, max(0, len(body) - 5)):
        body = body[: found.start()].rstrip(" ,\n")
    return _CALLED.sub("", body + end if body else text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message. Ids are Discord's; `at` is in Unix seconds, from the id.

    `text` has mentions as "@Name". `name` is what its author is called there, made harmless (it
    stands in prompts). `mentioned`: SEL was, `others`: somebody else was; `to_sel` and `to_other`:
    it replies to a message of SEL's, of somebody else's. `closed`: not everybody in the server
    sees the channel. `parent_id` is the channel whose rules hold in a thread, else 0. So many
    `files` are attached, `images` are paths of pictures that came with it; `spoken`: it is a voice
    note that was listened to. `source` is the library's message, None in tests without it.
    """

    id: int
    channel_id: int
    guild_id: int | None
    author_id: int
    name: str
    text: str
    at: float
    mentioned: bool = False
    others: bool = False
    to_sel: bool = False
    to_other: bool = False
    closed: bool = False
    parent_id: int = 0
    files: int = 0
    spoken: bool = False
    images: tuple[str, ...] = ()
    source: discord.Message | None = field(default=None, compare=False, repr=False)

    @property
    def channel(self) -> str:
        """The brain's name of its channel."""
        return channel_key(self.channel_id)

    @property
    def person(self) -> str:
        """The brain's name of its author."""
        return person_key(self.author_id)

    @property
    def scope(self) -> str:
        """Where what is remembered of it may come up again."""
        return scope_of(self.guild_id, self.channel_id, self.author_id, closed=self.closed)

    @property
    def dm(self) -> bool:
        """Whether it was said to SEL alone."""
        return self.guild_id is None
