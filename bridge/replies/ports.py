"""Where replies are written: as little of a channel as is needed, and what may go wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from sel.errors import BridgeError

if TYPE_CHECKING:
    from bridge.ears.incoming import Incoming

Write = Literal["send", "edit"]


class MessageGone(BridgeError):
    """The message that was to be changed is not there any more."""


class PlaceGone(BridgeError):
    """The channel is gone, or SEL may not write there (any more)."""


class PlaceBusy(BridgeError):
    """Discord cannot be reached or asks to wait, after its library has tried again: try later."""


class Place(Protocol):
    """One channel. Raises the errors above, and nothing else."""

    async def send(self, text: str, *, reply_to: int | None, nonce: int) -> int:
        """Post a message; its id. It refers to `reply_to` if that is still there. Sent twice with
        the same nonce within minutes it is posted once."""

    async def edit(self, message: int, text: str) -> None:
        """Change a message of SEL's."""

    async def delete(self, message: int) -> None:
        """Take a message of SEL's away; one that is gone is no error."""

    async def react(self, message: int, emoji: str) -> None:
        """Put an emoji to a message."""

    async def typing(self) -> None:
        """Show for ten seconds, or until the next message, that SEL is typing."""

    def pause(self, write: Write) -> float:
        """Seconds between two such writes by which Discord's limit is used evenly, as the last
        answer's headers have it; 0 where nothing is known."""


class Places(Protocol):
    """All channels."""

    def of(self, message: Incoming) -> Place:
        """The place a message was said in."""
