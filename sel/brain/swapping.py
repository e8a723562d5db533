"""Gives a role another model while SEL runs, and lets it read again what it needs to know.

The conversation is not the engine's: it stays. The new model only has to read it, in the
background, so that the next turn is quick.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sel.brain.problems import notice_of
from sel.bus import Bus
from sel.engine.experts import ROLES, Role
from sel.errors import SelError
from sel.events import Command, NoticeGiven, UseModel
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.brain.channel import Channel
    from sel.brain.parts import Parts
    from sel.brain.turns import TurnMaker


class Swapping:
    """Changes experts. `desk` is the conversation at the desk, None while there is none."""

    def __init__(
        self, parts: Parts, bus: Bus, turns: TurnMaker, desk: Callable[[], Channel | None]
    ) -> None:
        self._parts, self._bus, self._turns, self._desk = parts, bus, turns, desk
        self.settings = parts.settings
        self._tasks = TaskOwner("swapping")

    async def obey(self, command: Command) -> str:
        """Take a `UseModel`; what became of it is told as a notice."""
        assert isinstance(command, UseModel)  # noqa: S101 - by the table of handlers
        self._tasks.start(self._try(command), "use model", Stage.WORK)
        return ""

    async def _try(self, command: UseModel) -> None:
        try:
            await self.use(command.role, command.model)
        except SelError as error:
            self._bus.publish(notice_of(error))

    async def use(self, role: str, model: str) -> float:
        """Load the model and give it the role; the seconds that took, once it can answer.

        Raises `SelError`, and then the role has the model it had before.
        """
        if self.settings.remote_url:
            raise SelError(
                "SEL uses a server, which has its own models.",
                where="remote_url",
                hint="Set remote_model, or leave remote_url away to use models of this machine.",
            )
        began = time.monotonic()
        wanted = _role(role)
        path = await asyncio.to_thread(self._parts.find_model, model)
        try:
            await self._parts.experts.assign(wanted, path)
        finally:
            self._tasks.start(self._read_again(), "read again", Stage.BACKGROUND)
        seconds = time.monotonic() - began
        name = Path(model).stem if model.endswith(".gguf") else model
        told = f"{name} is now the {role} expert ({seconds:.1f} s)."
        self._bus.publish(NoticeGiven(title=told))
        return seconds

    def models(self) -> dict[Role, str]:
        """The model of each role at this moment; no vision where there is none."""
        experts = self._parts.experts
        return {
            role: experts.model(role) for role in ROLES if role != "vision" or experts.has(role)
        }

    async def stop(self) -> None:
        """Read no more."""
        await self._tasks.stop()

    async def _read_again(self) -> None:
        """What all conversations begin with, and the one at the desk where nobody waits there."""
        try:
            await self._turns.warm()
            desk = self._desk()
            if desk is not None and not desk.answering:
                await self._turns.take_up(desk.conversation)
        except SelError:
            pass  # the next turn reads it, and says what is wrong


def _role(name: str) -> Role:
    for role in ROLES:
        if role == name:
            return role
    raise SelError(f"There is no role {name!r}.", hint="Roles are general, coder and vision.")
