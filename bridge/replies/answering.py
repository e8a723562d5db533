"""What answers messages on Discord: puts them to the mind and writes what comes of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bridge.ears.incoming import Incoming, uncalled
from bridge.ports import Mind, Wordless
from bridge.replies.course import Courses
from bridge.replies.paging import pages
from bridge.replies.ports import Places
from bridge.replies.safety import nobody, safe
from bridge.replies.telling import ROOM, Style, Telling
from bridge.replies.writing import Posted, Writing
from sel.company_events import Withdraw
from sel.config.settings import Settings
from sel.errors import SelError
from sel.events import ErrorView, Interrupt, SendMessage
from sel.media.fence import data_of, own_words

log = logging.getLogger(__name__)

KEPT = 500
"""Newest questions whose replies can still be stopped, deleted or written anew."""
REFUSED_SECONDS = 60.0
"""The same reason is said once within so long on a channel."""
WITHDRAWING_SECONDS = 5.0
"""A reply to what was unsaid has so long to end, before something else is put in its place."""
MARKING_SECONDS = 2.0
"""Of the time in which replies may come to their end, the last is for marking them."""

ONLY_DATA = "(What follows came without a word.)"
"""Stands for the words of somebody who sent only a file."""

Said = Callable[[Sequence[Incoming], str], Awaitable[None]]


@dataclass(slots=True)
class Reply:
    """A reply as long as something may still happen to it."""

    channel: str
    questions: frozenset[int]
    people: frozenset[int]
    telling: Telling
    turn_id: str = ""
    withdrawn: set[int] = field(default_factory=set)
    changed: bool = False
    joined: Reply | None = None

    @property
    def begun(self) -> bool:
        """Whether something of it may stand there: also where another reply was joined."""
        return self.telling.writing.begun or (self.joined is not None and self.joined.begun)

    @property
    def messages(self) -> list[Posted]:
        """The messages it stands in."""
        return self.telling.writing.posted

    @property
    def open(self) -> bool:
        """Whether it is still to come."""
        return not self.telling.ended.is_set()

    @property
    def free(self) -> bool:
        """Whether its messages may be written anew: a whole one may answer others, too, who said
        nothing else since."""
        return self.telling.unsaid or self.questions <= self.withdrawn


class Answering:
    """See `bridge.ports.Answers`. `start` before the first message; `finish`, then
    `close` in the end."""

    def __init__(
        self,
        mind: Mind,
        places: Places,
        settings: Settings,
        *,
        holds_secret: Callable[[str], bool] = nobody,
        said: Said | None = None,
    ) -> None:
        """`holds_secret` is asked whether a word holds the token. `said` is told of each reply that
        became whole. All waiting is by the loop's clock."""
        self._mind, self._places, self._said = mind, places, said
        self._clock = _seconds
        self._style = Style(
            stream=settings.discord_stream and not settings.discord_delay,
            delay=settings.discord_delay,
            holds_secret=holds_secret,
        )
        self._courses = Courses(mind, self._clock)
        self._live: list[Reply] = []
        self._leaving = False
        self._past: OrderedDict[int, Reply] = OrderedDict()
        self._refused: dict[tuple[str, str], float] = {}

    def start(self) -> None:
        """Follow what the mind does."""
        self._courses.start()

    async def finish(self, seconds: float) -> None:
        """Let replies come to their end within so many seconds; break off and mark the others."""
        self.hurry()
        await self._all_ended(self._live, max(0.0, seconds - MARKING_SECONDS))
        self._leaving = True
        self.hurry()
        for channel in {reply.channel for reply in self._live}:
            await self.stop(channel)
        await self._all_ended(self._live, min(seconds, MARKING_SECONDS))

    def hurry(self) -> None:
        """Write now what Discord would not take a while ago: it can be reached again."""
        for reply in self._live:
            reply.telling.hurry()

    async def _all_ended(self, replies: Iterable[Reply], seconds: float) -> None:
        """Wait for these, so long at the most."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for reply in list(replies):
                    await reply.telling.ended.wait()

    async def close(self) -> None:
        """Follow nothing any more; replies under way stay as they are."""
        await self._courses.stop()

    # ------------------------------------------------------------ answering

    async def answer(self, batch: Sequence[Incoming], *, addressed: bool, aside: bool) -> bool:
        """Put messages of one channel to the mind as one turn, and write what comes of it. Where
        some of them are unsaid meanwhile, the others are answered anew. False where SEL left before
        a word of it stood there."""
        rest, begun = list(batch), False
        while rest:
            own = self._begin(rest, addressed=addressed)
            try:
                reply = await self._once(own, rest, addressed=addressed, aside=aside)
            except asyncio.CancelledError as cancelled:
                if begun or own.begun:
                    raise
                raise Wordless from cancelled
            begun = bool(reply.messages)
            left = [one for one in rest if one.id not in reply.withdrawn]
            rest = left if reply.telling.unsaid else []
        return begun or not self._leaving

    async def _once(
        self, reply: Reply, batch: Sequence[Incoming], *, addressed: bool, aside: bool
    ) -> Reply:
        try:
            turn_id = await self._submit(batch, addressed=addressed, aside=aside)
        except SelError as error:
            view = ErrorView(kind=type(error).__name__, title=error.title, hint=error.hint)
            await reply.telling.fail(view)
        else:
            if (first := self._of_turn(turn_id)) is not None:
                return await self._join(first, reply)
            reply.turn_id = turn_id
            await self._tell(reply, turn_id, batch)
            if (heir := self._heir(reply)) is not None:
                return await self._join(heir, reply)
        finally:
            await reply.telling.close()
            self._end(reply)
        return reply

    def _of_turn(self, turn_id: str) -> Reply | None:
        """The reply to a turn that is being written already."""
        return next((one for one in self._live if one.turn_id == turn_id), None)

    def _heir(self, reply: Reply) -> Reply | None:
        """Where a turn was cut in on before it had a word, the mind answers its messages with those
        that cut in: the reply to them."""
        if not reply.telling.passed_on:
            return None
        after = self._live[self._live.index(reply) + 1 :]
        return next((one for one in after if one.channel == reply.channel and one.open), None)

    async def _join(self, first: Reply, reply: Reply) -> Reply:
        """The mind answers these messages together with others that wait for their turn: they have
        one reply, that of the others, which is returned once it has ended."""
        reply.joined = first
        first.questions |= reply.questions
        first.people |= reply.people
        if reply.telling.addressed:
            first.telling.address()
        await reply.telling.close()
        await self._quietly(reply.telling.writing.take_back())  # of an earlier edition
        await first.telling.ended.wait()
        return first

    def _begin(self, batch: Sequence[Incoming], *, addressed: bool) -> Reply:
        """SEL is typing."""
        last = batch[-1]
        questions = frozenset(one.id for one in batch)
        place = self._places.of(last)
        writing = Writing(place, self._clock, last.id, self._taken_over(questions))
        telling = Telling(writing, self._style, self._clock, addressed=addressed)
        people = frozenset(one.author_id for one in batch)
        reply = Reply(last.channel, questions, people, telling)
        self._live.append(reply)
        return reply

    async def _submit(self, batch: Sequence[Incoming], *, addressed: bool, aside: bool) -> str:
        """The id of the turn. Raises `SelError` where the mind takes none of the messages."""
        turn_id, refused = "", SelError("There is nothing to answer.")
        for message in batch:
            data = data_of(message.text)
            command = SendMessage(
                channel=message.channel,
                text=uncalled(own_words(message.text)) or (ONLY_DATA if data else ""),
                data=data,
                person=message.person,
                name=message.name,
                id=str(message.id),
                addressed=addressed,
                aside=aside,
                whole=message is batch[-1],
                images=message.images,
                scope=message.scope,
            )
            try:
                turn_id = await self._mind.submit(command)
            except SelError as error:
                refused = error
        if not turn_id:
            raise refused
        return turn_id

    async def _tell(self, reply: Reply, turn_id: str, batch: Sequence[Incoming]) -> None:
        course = self._courses.follow(turn_id, reply.channel)
        try:
            text = await reply.telling.run(course)
        finally:
            self._courses.leave(course)
        if course.emoji:
            await self._quietly(self._places.of(batch[-1]).react(batch[-1].id, course.emoji))
        if reply.telling.gone:
            await self._quietly(self._mind.submit(Interrupt(channel=reply.channel)))
        elif text and self._said is not None:
            await self._quietly(self._said(batch, text))

    def _end(self, reply: Reply) -> None:
        self._live.remove(reply)
        if reply.messages:
            for question in reply.questions:
                self._past[question] = reply
        while len(self._past) > KEPT:
            self._past.popitem(last=False)

    def _taken_over(self, questions: Iterable[int]) -> list[Posted]:
        """The messages of the reply to the same question as it was before."""
        for question in questions:
            reply = self._past.get(question)
            if reply is not None and reply.changed and reply.free:
                self._drop(reply)
                return reply.messages
        return []

    def _drop(self, reply: Reply) -> None:
        for question in reply.questions:
            self._past.pop(question, None)

    # ------------------------------------------------------------ not answering, and no more

    async def refuse(self, message: Incoming, reason: str) -> None:
        """Say why a message is not answered, once in a while per channel and reason."""
        now = self._clock()
        self._refused = {key: at for key, at in self._refused.items() if now - at < REFUSED_SECONDS}
        if (message.channel, reason) in self._refused:
            return
        self._refused[message.channel, reason] = now
        writing = Writing(self._places.of(message), self._clock, message.id)
        await self._quietly(writing.show(pages(safe(reason), ROOM)))

    async def withdraw(self, ids: Sequence[int], *, changed: bool = False) -> None:
        """These messages are deleted, or `changed` and put again: returns when their replies have
        ended. What was posted is then taken over by the new one."""
        gone = frozenset(ids)
        live = [one for one in self._live if one.questions & gone]
        past = [one for question in ids if (one := self._past.get(question)) is not None]
        told: dict[str, set[int]] = {}
        for reply in (*live, *past):
            reply.withdrawn |= reply.questions & gone
            reply.changed = changed or reply.withdrawn < reply.questions
            told.setdefault(reply.channel, set()).update(reply.questions & gone)
        for reply in live:
            reply.telling.withdraw(keep=reply.changed)
        for channel, questions in told.items():
            command = Withdraw(channel=channel, ids=tuple(map(str, sorted(questions))))
            await self._quietly(self._mind.submit(command))
        await self._all_ended(live, WITHDRAWING_SECONDS)

    async def stop(self, channel: str) -> None:
        """End what is being said on a channel; it stays as far as it went."""
        for reply in self._live:
            if reply.channel == channel:
                reply.telling.stop()
        await self._quietly(self._mind.submit(Interrupt(channel=channel)))

    async def crossed(self, message: int, user: int) -> bool:
        """Somebody put a cross on a message of SEL's. If it answers them, it ends, or is deleted
        when it has ended; False where it is not theirs, or too old to be known."""
        for reply in self._live:
            if user in reply.people and any(one.id == message for one in reply.messages):
                await self.stop(reply.channel)
                return True
        for reply in list(self._past.values()):
            if user in reply.people and any(one.id == message for one in reply.messages):
                self._drop(reply)
                await self._quietly(reply.telling.writing.take_back())
                return True
        return False

    async def _quietly(self, doing: Awaitable[object]) -> None:
        """Do what nobody waits for to be told of; a failure is noted."""
        try:
            await doing
        except SelError as error:
            log.info("on Discord: %s", error)


def _seconds() -> float:
    """The time by which all waiting here is done."""
    return asyncio.get_running_loop().time()
