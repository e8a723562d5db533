"""What the face asks of a brain's personas and of files from elsewhere. All of it raises `SelError`
where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sel.persona_events import CheckView, ForeignView, PersonaView, TakenView


class PortingPort(Protocol):
    """Conversations and characters in and out."""

    async def exported(self, session: str, kind: str) -> str:
        """A conversation as a file of a kind (md, json, html, svg); "" is the one at the desk."""
        ...

    async def look_into(self, file: str) -> ForeignView:
        """What a file is, before anything is done with it."""
        ...

    async def take_in(self, file: str, *, keep: bool = True) -> TakenView:
        """Take a file in: a card becomes a persona, conversations join the others. Without `keep`
        they live as long as SEL runs."""
        ...

    async def personas(self) -> Sequence[PersonaView]:
        """All there are, SEL's own first."""
        ...

    async def persona_text(self, persona: str) -> str:
        """The file of a persona, to edit."""
        ...

    def check_persona(self, text: str) -> CheckView:
        """What a persona's text comes to, and what is wrong with it."""
        ...

    async def save_persona(self, persona: str, text: str) -> CheckView:
        """Keep a persona's text; one that cannot be used is refused."""
        ...

    async def new_persona(self, name: str) -> str:
        """Begin a persona of this name; its id."""
        ...

    async def remove_persona(self, persona: str) -> None:
        """Take a persona away, its card, too."""
        ...

    async def export_persona(self, persona: str, kind: str) -> bytes:
        """A persona as a character card (json, png, charx)."""
        ...
