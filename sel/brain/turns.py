"""What the turns of a brain share, and how one begins."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Sequence

from sel.affect.expression import Expression
from sel.brain.agents.helping import Helping
from sel.brain.caching import Replies
from sel.brain.condensing import Condenser
from sel.brain.conversation import Conversation
from sel.brain.figures import Figures
from sel.brain.foresight import Foresight
from sel.brain.hormones.heart import Heart
from sel.brain.listening import Heard, Listener, Redo
from sel.brain.memory.remembering import Remembering
from sel.brain.parts import Parts
from sel.brain.prompter import Prompter, context_of
from sel.brain.recent import Recent
from sel.brain.safety.caring import LISTENING, Caring, warm
from sel.brain.sessions.kept import Kept
from sel.brain.stopwatch import Stopwatch
from sel.brain.turn import Turn
from sel.bus import Bus
from sel.engine.types import Message, Request
from sel.errors import SelError
from sel.events import DESK, SendMessage
from sel.observe.turns import TurnTimer
from sel.prompt.opening import first_words

RECENT = 6
"""Replies back in which an opening is not used twice."""


def _make_patterns() -> None:
    """Make what the first message would wait for otherwise."""
    warm()
    first_words("Hello!", name="", mood="", small_talk=True)


class TurnMaker:
    """Makes turns, and holds what they share."""

    def __init__(  # noqa: PLR0913 - what happens before, in and after a turn
        self,
        parts: Parts,
        heart: Heart,
        bus: Bus,
        memory: Remembering,
        *,
        helping: Helping,
        kept: Kept,
    ) -> None:
        self.parts, self.heart, self.bus, self.memory = parts, heart, bus, memory
        self.helping, self.kept = helping, kept
        self.listener = Listener(parts, heart, bus, Recent(parts.cache))
        self.replies = Replies(parts.cache, parts.persona_of)
        self.caring = Caring(parts.settings, bus)
        self.prompter = Prompter(
            parts.persona,
            parts.settings.context_tokens,
            memory.recaller.alike,
            parts.persona_of,
            parts.lore_of,
        )
        self.condenser = Condenser(parts, self.prompter, memory, self.request_id)
        self.foresight = Foresight(self)
        self.figures = Figures(parts.monitor)
        self._numbers = itertools.count(1)

    def begin(
        self,
        talk: Conversation,
        batch: list[SendMessage],
        turn_id: str,
        timer: TurnTimer,
        redo: Redo | None = None,
    ) -> Turn:
        """The turn that answers a batch of messages, and those that wait from before; `timer` runs
        since the first of them came."""
        timer.add("queue", timer.now(), 0.0)
        at = self.parts.clock()
        heard = Heard(turn_id, (*talk.unanswered, *batch), at, redo)
        return Turn(self, talk, heard, Stopwatch(timer))

    def become(self, talk: Conversation, persona: str) -> None:
        """Let SEL be this persona in a conversation from now on; at the desk with its own mood. One
        that is not known is SEL's own."""
        known = self.parts.personas is not None and self.parts.personas.known(persona)
        talk.persona = persona if known else ""
        if talk.name == DESK:
            self.temper(talk.persona)

    def temper(self, persona: str) -> None:
        """Feel as this persona at the desk, as its file says now."""
        self.heart.become(persona, self.parts.temper_of(persona), self.bus)

    def request_id(self) -> str:
        """A new id for an engine request."""
        return f"r{next(self._numbers)}"

    def opening(
        self, talk: Conversation, heard: Heard, expression: Expression, *, led: bool
    ) -> str:
        """How the reply to a text begins, where that is known; a small model is `led`."""
        persona = self.parts.persona_of(talk.persona)
        if led and talk.care.turn == heard.turn_id:
            return LISTENING
        return first_words(
            heard.text,
            name=persona.name,
            mood=expression.words,
            small_talk=led and persona.first_words and not talk.care.active(heard.at),
            before=[turn.reply for turn in talk.turns(RECENT)],
            to=heard.names,
            unseen=bool(heard.images) and not self.parts.experts.has("vision"),
        )

    async def warm(self) -> None:
        """Load the general expert and let it read what all conversations share."""
        await self._read("", self.parts.settings.persona, ())
        await asyncio.to_thread(_make_patterns)

    async def take_up(self, talk: Conversation) -> None:
        """Let the general expert take up a conversation of before, or read it."""
        with contextlib.suppress(SelError):  # then its next turn reads it, and says what is wrong
            await self._read(talk.name, talk.persona, tuple(talk.history.messages()))

    async def _read(self, slot: str, persona: str, messages: Sequence[Message]) -> None:
        async with self.parts.experts.lease("general") as engine:
            request = Request(
                id=self.request_id(),
                slot=slot,
                messages=(*self.prompter.head(context_of(engine), persona), *messages),
                max_tokens=0,
                take_up=bool(slot),
            )
            async for _ in engine.generate(request):
                pass

    def forget(self, channel: str) -> int:
        """Take a conversation out of the engine; how many replies it knew."""
        self.helping.forget(channel)
        self.prompter.forget(channel)
        self.condenser.forget(channel)
        return self.parts.experts.forget(channel)

    async def prompt_parts(self, channel: str) -> list[tuple[str, str, int]]:
        """Each part of the last prompt of a channel with its tokens."""
        parts = self.prompter.last(channel)
        async with self.parts.experts.lease("general") as engine:
            counts = await engine.count([part.text for part in parts])
        return [(one.name, one.text, count) for one, count in zip(parts, counts, strict=True)]
