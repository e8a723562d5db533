"""What faces ask of files from elsewhere and of personas; they know it as `PortingPort`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.persona_events import CheckView, ForeignView, PersonaView, TakenView

if TYPE_CHECKING:
    from sel.brain.porting.porting import Porting


class PortingFace:
    """See `Porting`. All of it raises `SelError` where it cannot."""

    porting: Porting

    async def exported(self, session: str, kind: str) -> str:
        """A conversation as a file of a kind; "" is the one at the desk."""
        return await self.porting.exported(session, kind)

    async def look_into(self, file: str) -> ForeignView:
        """What a file is, before anything is done with it."""
        return await self.porting.look_into(file)

    async def take_in(self, file: str, *, keep: bool = True) -> TakenView:
        """Take a file in: conversations, or a character card."""
        return await self.porting.take_in(file, keep=keep)

    async def personas(self) -> Sequence[PersonaView]:
        """All there are, SEL's own first."""
        return await self.porting.personas()

    async def persona_text(self, persona: str) -> str:
        """The file of a persona, to edit."""
        return await self.porting.persona_text(persona)

    def check_persona(self, text: str) -> CheckView:
        """What a persona's text comes to."""
        return self.porting.check_persona(text)

    async def save_persona(self, persona: str, text: str) -> CheckView:
        """Keep a persona's text."""
        return await self.porting.save_persona(persona, text)

    async def new_persona(self, name: str) -> str:
        """Begin a persona of this name; its id."""
        return await self.porting.new_persona(name)

    async def remove_persona(self, persona: str) -> None:
        """Take a persona away."""
        await self.porting.remove_persona(persona)

    async def export_persona(self, persona: str, kind: str) -> bytes:
        """A persona as a character card."""
        return await self.porting.export_persona(persona, kind)
