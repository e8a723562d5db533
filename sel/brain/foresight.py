"""Reads ahead what is perhaps about to be said, while one waits for the end of a sentence.

Half a second of silence is needed to know that somebody is done speaking. If they are, the engine
has by then read the prompt that their words make. Nothing is felt, told or kept of what was only
expected; if other words come, what was read too much is cut from the KV cache.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard, Listened
from sel.brain.manner import is_small, limit_for
from sel.brain.prompter import Sizes, Voice, context_of
from sel.brain.stopwatch import Stopwatch
from sel.engine.types import Engine, Request
from sel.errors import SelError
from sel.events import SendMessage
from sel.observe.monitor import Monitor
from sel.tasks import Stage, TaskOwner
from sel.voice_events import Anticipate

if TYPE_CHECKING:
    from sel.brain.turns import TurnMaker


class Foresight:
    """One expectation at a time; a newer one ends the older."""

    def __init__(self, maker: TurnMaker) -> None:
        self._maker = maker
        self._work: asyncio.Task[None] | None = None
        self._monitor = Monitor()  # of its own: what was only expected is in no statistics
        self._tasks = TaskOwner("foresight")

    def begin(self, talk: Conversation, command: Anticipate) -> None:
        """Expect these words next; a beginning waits for nobody who reads already. Engines that are
        not awake, or paid, are left alone."""
        if not command.whole and self._work is not None and not self._work.done():
            return
        self.disturb()
        parts = self._maker.parts
        if parts.settings.remote_url or not parts.experts.loaded("general"):
            return
        said = SendMessage(
            text=command.text, person=command.person, channel=command.channel, scope=talk.scope
        )
        heard = Heard("", (*talk.unanswered, said), parts.clock())
        self._work = self._tasks.start(self._read(talk, heard), "read", Stage.BACKGROUND)

    def disturb(self) -> None:
        """Something is really said: what has been read is read."""
        if self._work is not None:
            self._work.cancel()
            self._work = None

    async def stop(self) -> None:
        """End what is under way."""
        await self._tasks.stop()

    async def _read(self, talk: Conversation, heard: Heard) -> None:
        maker = self._maker
        maker.condenser.disturb()
        watch = Stopwatch(self._monitor.turn(""))
        with contextlib.suppress(SelError):  # an engine that fails says so to the turn itself
            found = await maker.listener.foresee(talk, heard, watch)
            if found.found != "general":
                return
            async with maker.parts.experts.lease("general") as engine:
                if not engine.view.rewinds:  # a wrong guess would cost reading all of it anew
                    return
                request = await self._request(talk, heard, found, engine)
                if request is not None:
                    async with contextlib.aclosing(engine.generate(request)) as stream:
                        async for _ in stream:
                            pass

    async def _request(
        self, talk: Conversation, heard: Heard, found: Listened, engine: Engine
    ) -> Request | None:
        """What the turn would ask the engine; None where SEL would answer by itself."""
        maker = self._maker
        recalled = await maker.memory.foresee(talk, heard, found, maker.prompter.tokens)
        if recalled.said and is_small(engine.view.parameters):
            return None
        expression = maker.heart.foresee(found.appraisal)
        context = context_of(engine)
        limit = limit_for("general", expression, maker.parts.settings.max_new_tokens)
        plan = maker.prompter.plan(
            talk,
            heard.said,
            expression,
            Sizes(context, context - min(limit, context // 2)),
            blind=False,
            keep=False,
            memories=recalled.note,
            voice=Voice(heard.names, found.vector),
        )
        led = is_small(engine.view.parameters)
        return Request(
            id=maker.request_id(),
            slot=talk.name,
            messages=plan.messages,
            resume=maker.opening(talk, heard, expression, led=led),
            max_tokens=0,
            ahead=True,
            take_up=talk.taken_up,
        )
