"""What is done for long conversations while nobody talks, so that no turn ever waits for it.

Turns get the vectors they lack, a block of old ones leaves the prompt (summed up by the model if it
is large enough), and the engine reads the new beginning. A message that comes ends all of it at
once; what is left is done after the next turn.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from sel.brain.conversation import Conversation
from sel.brain.manner import SMALL
from sel.brain.memory.remembering import Remembering
from sel.brain.memory.vectors import BATCH
from sel.brain.parts import Parts
from sel.brain.prompter import Prompter, context_of
from sel.engine.types import Engine, Piece, Request, Sampling
from sel.errors import SelError
from sel.prompt.ending import trim
from sel.prompt.history import Turn
from sel.tasks import Stage, TaskOwner

PAUSE = 0.3
"""Seconds of silence before anything is begun: who writes in bursts is not in its way."""
SUMMARY = "summary"
"""What is added to a conversation's name for the place where its summary is written."""
SOBER = Sampling(temperature=0.2, min_p=0.1, repeat_penalty=1.0)
"""A summary adds nothing."""


class Condenser:
    """Tends the conversations in which something was said, one after the other. `more` is what
    else is done with the engine while nobody talks."""

    def __init__(
        self,
        parts: Parts,
        prompter: Prompter,
        memory: Remembering,
        request_id: Callable[[], str],
    ) -> None:
        self._experts, self._free = parts.experts, not parts.settings.remote_url
        self._prompter, self._memory, self._request_id = prompter, memory, request_id
        self._waiting: dict[str, Conversation] = {}
        self._unread: set[str] = set()
        self.more: Callable[[Engine, Conversation], Awaitable[None]] | None = None
        self._work: asyncio.Task[None] | None = None
        self._tasks = TaskOwner("condenser")

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._work is None or self._work.done()

    def after(self, talk: Conversation) -> None:
        """A turn of this conversation is over; begin, unless somebody talks still."""
        self._waiting[talk.name] = talk
        self._begin()

    def disturb(self) -> None:
        """Somebody talks: stop at once."""
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def forget(self, channel: str) -> None:
        """Let go of a conversation of which something was forgotten."""
        self.disturb()
        self._waiting.pop(channel, None)
        self._unread.discard(channel)
        self._begin()

    async def stop(self) -> None:
        """End what is under way."""
        await self._tasks.stop()

    def _begin(self) -> None:
        if self._waiting and not self._memory.busy():
            self.disturb()
            self._work = self._tasks.start(self._tend(), "tend", Stage.BACKGROUND)

    async def _tend(self) -> None:
        await asyncio.sleep(PAUSE)
        with contextlib.suppress(SelError):  # an engine that fails says so to the next turn
            await self._memory.measure()
            for talk in list(self._waiting.values()):
                await self._fill(talk)
                await self._fold(talk)
                self._waiting.pop(talk.name, None)

    async def _fill(self, talk: Conversation) -> None:
        """Make the vectors of turns that had none in time, a few at a time."""
        while missing := [one for one in talk.turns() if one.vector is None][:BATCH]:
            found = await self._memory.sentences.vectors([turn.said for turn in missing])
            known = {id(t): v for t, v in zip(missing, found, strict=True) if v is not None}
            talk.learn(known)
            if len(known) < len(missing):
                return

    async def _fold(self, talk: Conversation) -> None:
        """Let a block leave if it is time, and have the engine read what the prompt begins with
        then. Engines that would have to be loaded for it, or paid, are left alone."""
        if not self._experts.loaded("general"):
            return
        async with self._experts.lease("general") as engine:
            context = context_of(engine)
            if block := self._prompter.due(talk, context):
                summary = await self._summary(engine, talk, block, context)
                self._prompter.fold(talk, block, context, summary)
                self._unread.add(talk.name)
            if talk.name in self._unread and self._free:  # a turn may have: then it is soon done
                messages = self._prompter.beginning(talk, context)
                await asked(
                    engine,
                    Request(id=self._request_id(), slot=talk.name, messages=messages, max_tokens=0),
                )
            self._unread.discard(talk.name)
            if self.more is not None and self._free:
                await self.more(engine, talk)

    async def _summary(
        self, engine: Engine, talk: Conversation, block: Sequence[Turn], context: int
    ) -> str:
        """A model's summary of what leaves, where one is large enough to write it; else ""."""
        if not self._free or engine.view.parameters < SMALL:
            return ""
        messages, most = self._prompter.summing_up(talk, block, context)
        slot = f"{talk.name} {SUMMARY}"
        try:
            return trim(
                await asked(
                    engine,
                    Request(
                        id=self._request_id(),
                        slot=slot,
                        messages=messages,
                        sampling=SOBER,
                        max_tokens=most,
                    ),
                )
            )
        finally:
            engine.forget(slot)


async def asked(engine: Engine, request: Request) -> str:
    """The engine's answer; who stops waiting for it cancels it."""
    async with contextlib.aclosing(engine.generate(request)) as stream:
        return "".join([item.text async for item in stream if isinstance(item, Piece)])
