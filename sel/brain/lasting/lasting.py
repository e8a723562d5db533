"""The conversation at the desk from one start to the next, for people who said yes to it.

Kept is what was said after their yes, between people who all gave it, without turns that hold a
secret. Whatever takes words out of the memory (forgetting, undoing, correcting, a leave taken
back), and whoever asks SEL not to keep something, ends what is kept so far; what is said after that
is kept again. The engine's state cannot be searched for words, so it is kept only where every word
that the engine read in this conversation may be.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sel.brain.conversation import Conversation
from sel.brain.lasting.files import TalkFiles
from sel.brain.lasting.talk import Talk
from sel.brain.listening import Heard
from sel.brain.memory.consents import Consents
from sel.brain.memory.reader import request_in, secret_in
from sel.brain.parts import Parts
from sel.brain.problems import Problems
from sel.bus import Bus
from sel.events import DESK
from sel.prompt.history import Turn

if TYPE_CHECKING:
    from sel.brain.channel import Channel

REST_SECONDS = 120.0
"""Between two looks whether something is to be kept while nobody talks."""
PUT_DOWN_SECONDS = 15.0
"""Longest wait for the engine to put its state down."""
MOST_SHOWN = 400
"""Messages kept to be shown again; the model sees those that its history still holds."""
_NOT_TO_BE_KEPT = frozenset({"dont_keep", "forget", "forget_all", "stop"})


@dataclass(slots=True)
class _Kept:
    """What may be kept: turns by what was said and answered, messages by the turn's id.

    `whole`: that is all that was said here."""

    turns: set[tuple[str, str]] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    whole: bool = True


class Lasting:
    """Keeps one channel's conversation. `settled` is set once it is clear what was taken up."""

    def __init__(
        self, parts: Parts, bus: Bus, consents: Consents, desk: Callable[[], Channel]
    ) -> None:
        self._parts, self._bus, self._consents, self._desk = parts, bus, consents, desk
        self._files: TalkFiles | None = parts.talk if parts.settings.resume else None
        self._kept = _Kept()
        self._since = float("-inf")
        self._dirty = self._spoken = False
        self._problems = Problems(bus)
        self.settled = asyncio.Event()
        if self._files is None:
            self.settled.set()

    # ------------------------------------------------------------ at the start

    async def take_up(self) -> None:
        """Go on with what was kept, if everybody in it still wants that."""
        try:
            with self._problems.told():
                if self._files is None:
                    await asyncio.to_thread(self._drop_old)
                else:
                    await self._take_up(self._files)
        finally:
            self.settled.set()

    def _drop_old(self) -> None:
        """The setting was switched off: what was kept before that goes."""
        if self._parts.talk is not None:
            self._parts.talk.erase()

    async def _take_up(self, files: TalkFiles) -> None:
        number = files.number
        talk = await asyncio.to_thread(files.read)
        for person in talk.people if talk else ():
            await self._consents.of(person)
        if talk is None or number != files.number:  # cleared or forgotten meanwhile
            return
        if not self._may(*talk.people):
            self.leave()
            return
        talk, self._spoken = _as_before(talk), True
        self._desk().take_up(talk)
        self._kept.turns |= {(turn.said, turn.reply) for turn in talk.turns}
        self._kept.ids |= {view.turn_id for view in talk.shown}
        self._bus.publish(self._bus.snapshot())

    # ------------------------------------------------------------ turn by turn

    def after(self, talk: Conversation, heard: Heard) -> None:
        """A turn has ended: note whether its words may be kept."""
        if self._files is None or talk.name != DESK:
            return
        self._dirty = self._spoken = True
        if any(_refuses(text) for text in heard.said):
            with self._problems.told():
                self.leave()
            return
        kept = self._kept  # before the look at the time: `leave` changes them the other way round
        if heard.at <= self._since or not self._may(*(one.person for one in heard.messages)):
            kept.whole = False
            return
        kept.ids.add(heard.turn_id)
        newest = talk.history.turns[-1:]
        kept.turns |= {(turn.said, turn.reply) for turn in newest if turn.said == heard.text}

    def cut(self, before: Turn, after: Turn | None) -> None:
        """A turn was cut to what was heard of it: that is what is kept now."""
        key = (before.said, before.reply)
        if key in self._kept.turns:
            self._kept.turns.discard(key)
            self._dirty = True
            if after is not None and after.reply:
                self._kept.turns.add((after.said, after.reply))

    def leave(self, *, patient: bool = False) -> None:
        """Delete what is kept, and keep nothing of what was said so far. From any thread; the
        `patient` wait until nothing is being written. Raises `StoreError`."""
        self._since = self._parts.clock()
        self._kept = _Kept(whole=not self._spoken)
        if self._files is not None:
            self._files.erase(patient=patient)

    def begin_anew(self) -> None:
        """The conversation was cleared. Raises `StoreError`."""
        self._spoken = False
        self.leave()

    def _may(self, *people: str) -> bool:
        return all(self._consents.may(person) for person in people)

    # ------------------------------------------------------------ when nobody waits

    async def tend(self) -> None:
        """Keep it now and then, while nobody is being answered."""
        while True:
            await asyncio.sleep(REST_SECONDS)
            if self._dirty and not self._desk().answering:
                await self.put_down()

    async def put_down(self) -> None:
        """Keep what was said since the last time."""
        if self._files is None or not self._dirty:
            return
        self._dirty = False
        with self._problems.told():
            desk, number = self._desk(), self._files.number
            if not self._may(*desk.people):
                self.leave()
                return
            talk, whole = self._talk(desk)
            clean = await asyncio.to_thread(_without_secrets, talk)
            if not clean.shown:
                self._files.erase()
                return
            written = await asyncio.to_thread(self._files.write, clean, number)
            if written and whole and clean == talk:
                await self._put_state_down(self._files, number)

    async def _put_state_down(self, files: TalkFiles, number: int) -> None:
        with files.putting_down(number), contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PUT_DOWN_SECONDS):
                await self._parts.experts.put_down(DESK)

    def _talk(self, desk: Channel) -> tuple[Talk, bool]:
        """What may be kept, and whether that is all that the engine knows of it."""
        kept, said = self._kept, desk.conversation
        turns = tuple(turn for turn in said.history.turns if (turn.said, turn.reply) in kept.turns)
        whole = kept.whole and turns == said.history.turns
        if not whole:  # a note may tell again what was said before
            turns = tuple(turn.bare() for turn in turns)
        return Talk(
            people=tuple(sorted(desk.people)),
            heard_at=said.heard_at,
            turns=turns,
            shown=tuple(view for view in desk.shown() if view.turn_id in kept.ids)[-MOST_SHOWN:],
            told=dict(said.told),
            forgotten=said.history.forgotten if whole else 0,
            summary=said.history.summary if whole else "",
        ), whole


def _as_before(talk: Talk) -> Talk:
    """The conversation with ids for its turns that none will have again."""
    old = dict.fromkeys(view.turn_id for view in talk.shown)
    new = {id_: f"{DESK}-before-{number}" for number, id_ in enumerate(old, 1)}
    return replace(talk, shown=tuple(replace(one, turn_id=new[one.turn_id]) for one in talk.shown))


def _refuses(text: str) -> bool:
    """Whether a person wants something not kept, whatever it is."""
    asked = request_in(text)
    return asked is not None and asked.kind in _NOT_TO_BE_KEPT


def _without_secrets(talk: Talk) -> Talk:
    """The conversation without what looks like a secret, and what was said with it."""
    secret = {view.turn_id for view in talk.shown if secret_in(view.text)}
    turns = (turn for turn in talk.turns if not (secret_in(turn.said) or secret_in(turn.reply)))
    shown = (view for view in talk.shown if view.turn_id not in secret)
    return replace(talk, turns=tuple(turns), shown=tuple(shown))
