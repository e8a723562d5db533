"""What came with a message, before and after it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord

    from bridge.ears.incoming import Incoming


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file at a message, as Discord tells of it; none of it is relied on but the address.

    `size` in bytes; `seconds` of a voice note, 0 where it is not told; `spoken`: its author said it
    into Discord's own recorder, so it is what they have to say.
    """

    name: str
    url: str
    size: int
    seconds: float = 0.0
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A message with what came with it. `message.text` holds the words, files fenced as data; it is
    "" where nobody said anything and nothing could be read.

    `note` are sentences that SEL says itself, before the reply or in its place: what could not be
    read, and why; "" for nothing. `spoken`: a voice note was among it.
    """

    message: Incoming
    note: str = ""
    spoken: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is left to answer but the note."""
        return not self.message.text and not self.message.images


def attached_to(message: discord.Message | None) -> tuple[Attached, ...]:
    """The files of a message from Discord's library, those of a forwarded one included."""
    if message is None:
        return ()
    files = list(message.attachments)
    for forwarded in getattr(message, "message_snapshots", ()):
        files += forwarded.attachments
    return tuple(
        Attached(
            name=file.filename,
            url=file.url,
            size=file.size,
            seconds=file.duration or 0.0,
            spoken=file.is_voice_message() and file in message.attachments,
        )
        for file in files
    )
