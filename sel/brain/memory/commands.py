"""What faces ask of the memory by commands and by looking: answers, undo, forgetting, editing.

Raises `SelError` where something cannot be done, so that the face that asked can say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.brain.memory.consents import Consents
from sel.brain.memory.keeping import Keeper
from sel.brain.memory.shelf import Shelf
from sel.brain.memory.vectors import Sentences
from sel.bus import Bus
from sel.errors import InputRefused
from sel.events import Command
from sel.memory.types import Memory
from sel.memory.views import shown
from sel.memory_events import (
    AnswerConsent,
    DecideMemory,
    EditMemory,
    ForgetMemories,
    MemoriesForgotten,
    MemoryEdited,
    MemoryView,
    UndoMemory,
)

if TYPE_CHECKING:
    from sel.memory.library import Library

MEMORY_COMMANDS: tuple[type[Command], ...] = (
    AnswerConsent,
    UndoMemory,
    ForgetMemories,
    EditMemory,
    DecideMemory,
)


@dataclass(slots=True)
class MemoryCommands:
    """Does what commands wish, one after the other, behind what is being kept just now."""

    shelf: Shelf
    sentences: Sentences
    consents: Consents
    keeper: Keeper
    bus: Bus
    clock: Callable[[], float]

    async def obey(self, command: Command) -> None:
        """Do it. Raises `SelError`."""
        match command:
            case AnswerConsent():
                async with self.shelf.order:
                    await self.consents.answer(command.person, command.answer, command.channel)
            case UndoMemory():
                await self._undo(command)
            case ForgetMemories():
                async with self.shelf.order:
                    await self.forget(
                        command.person, command.ids, command.everything, command.channel
                    )
            case EditMemory():
                await self._edit(command)
            case DecideMemory():
                if not await self.keeper.decide(command.person, keep=command.keep):
                    raise InputRefused("There is nothing to decide just now.")

    async def forget(
        self, person: str, ids: Sequence[str], everything: bool, channel: str
    ) -> dict[str, int]:
        """Forget these, or everything of a person; what went, in numbers."""
        now = self.clock()

        def work(books: Library) -> tuple[tuple[str, ...], dict[str, int]]:
            if everything:
                ids_now = tuple(one.id for one in books.memories(person, history=True))
                return ids_now, books.forget_all(person, now).counts
            return tuple(ids), books.forget(person, ids, now).counts

        gone, counts = await self.shelf.ask(work)
        if ids or any(counts.values()):
            self.bus.publish(
                MemoriesForgotten(channel=channel, person=person, ids=gone, counts=counts)
            )
        return counts

    async def _undo(self, command: UndoMemory) -> None:
        def work(books: Library) -> tuple[Memory | None, bool]:
            undone = books.undo(command.person)
            return undone, undone is not None and books.get(undone.id) is None

        async with self.shelf.order:
            undone, gone = await self.shelf.ask(work)
        if undone is None:
            raise InputRefused("There is nothing to take back.")
        self.bus.publish(
            MemoriesForgotten(
                channel=command.channel,
                person=command.person,
                ids=(undone.id,) if gone else (),
                counts={"memories" if gone else "repeats": 1},
            )
        )

    async def _edit(self, command: EditMemory) -> None:
        vector, now = await self.sentences.vector(command.text), self.clock()

        def work(books: Library) -> MemoryView:
            memory = books.get(command.id)
            if memory is None or memory.person != command.person:
                raise InputRefused("There is no such memory.")
            return shown(books, books.edit(command.id, command.text, vector, now))

        async with self.shelf.order:
            edited = await self.shelf.ask(work)
        self.bus.publish(
            MemoryEdited(channel=command.channel, person=command.person, memory=edited)
        )
