"""No personas but SEL's own and no files, for brains that are only looked at or measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.persona_events import CheckView, ForeignView, PersonaView, TakenView


class BlankPorting:
    """One persona, whose file is empty."""

    async def exported(self, session: str, kind: str) -> str:  # noqa: ARG002 - the port, as below
        """Nothing was said."""
        return ""

    async def look_into(self, file: str) -> ForeignView:  # noqa: ARG002
        """Nothing is in it."""
        from sel.persona_events import ForeignView

        return ForeignView(kind="chats", title="nothing")

    async def take_in(self, file: str, *, keep: bool = True) -> TakenView:  # noqa: ARG002
        """Nothing was taken."""
        from sel.persona_events import TakenView

        return TakenView()

    async def personas(self) -> Sequence[PersonaView]:
        """SEL's own."""
        from sel.persona_events import PersonaView

        return (PersonaView(id="", name="SEL", in_use=True),)

    async def persona_text(self, persona: str) -> str:  # noqa: ARG002
        """It is empty."""
        return ""

    def check_persona(self, text: str) -> CheckView:  # noqa: ARG002
        """There is nothing wrong with it."""
        from sel.persona_events import CheckView

        return CheckView()

    async def save_persona(self, persona: str, text: str) -> CheckView:  # noqa: ARG002
        """Nothing is kept."""
        return self.check_persona(text)

    async def new_persona(self, name: str) -> str:
        """It is one in name only."""
        return name

    async def remove_persona(self, persona: str) -> None:
        """There is none."""

    async def export_persona(self, persona: str, kind: str) -> bytes:  # noqa: ARG002
        """Nothing."""
        return b""
