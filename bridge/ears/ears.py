"""The ears: every message from Discord comes here, and is answered, overheard or left alone.

`hear` never waits: it reads, judges and puts things down; all else is done by tasks. Nothing here
knows how a reply is made or written.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bridge.book.channels import ChannelBook, Rules
from bridge.ears.addressee import Judgement, Said, Verdict, judge
from bridge.ears.dispatcher import Dispatcher
from bridge.ears.earlier import overhear
from bridge.ears.errands import Errands
from bridge.ears.inbox import Kind, Waiting
from bridge.ears.incoming import Incoming
from bridge.ears.ledger import Entry, Ledger
from bridge.ears.limits import Limits
from bridge.ears.policy import deed
from bridge.ears.reading import by_a_person, called, is_own, read, rules_of, sent_at
from bridge.ears.room import Room, Rooms
from bridge.ears.telling import Telling
from bridge.ears.typing_hint import TypingHint
from bridge.ears.worker import Media, Worker
from bridge.place import id_of
from sel.bridge_events import PlaceView, Policy
from sel.company_events import Withdraw
from sel.config.settings import Settings

if TYPE_CHECKING:
    import discord

    from bridge.ports import Answers, Book, Claims, Mind

log = logging.getLogger(__name__)

STOP_SECONDS = 10.0
FULL = (
    "More is being said here than I can take in. I answer what seems most urgent; "
    "what I passed over, please say again in a while."
)
_NOT_TO_SEL: dict[Verdict, str] = {
    "to_sel": "this channel is kept quiet",
    "aside": "said to somebody else",
    "open": "said to nobody in particular",
}
LOOP = "We seem to go round in circles, so I stop here for ten minutes."


class Ears:
    """Hears messages, and has those answered that are for SEL."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is beside it in the bridge
        self,
        mind: Mind,
        answers: Answers,
        book: Book,
        claims: Claims,
        settings: Settings,
        media: Media | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`book` is read at once. Raises `StoreError`."""
        self._mind, self._answers, self._clock = mind, answers, clock
        self._oldest, self._remembers = settings.drop_old_seconds, settings.discord_history > 0
        self._channels = ChannelBook(book)
        self._ledger = Ledger()
        self._rooms = Rooms(
            settings.discord_queue, settings.batch_seconds, settings.discord_history
        )
        self._telling = Telling(mind, settings.discord_history)
        limits = Limits(claims, settings.discord_person_limit, settings.discord_guild_limit)
        self._errands = Errands(answers)
        self._worker = Worker(
            answers,
            claims=claims,
            limits=limits,
            ledger=self._ledger,
            telling=self._telling,
            errands=self._errands,
            media=media,
        )
        self._dispatcher = Dispatcher(self._worker.answer)
        self._typing = TypingHint(self._errands)
        self._silences: Counter[str] = Counter()
        self._stopped = False

    # ------------------------------------------------------------ from Discord

    def hear(self, message: discord.Message) -> None:
        """Something was said, or was missed and is handed in later. Each message counts once."""
        if self._stopped or self._ledger.get(message.id) is not None:
            return
        if is_own(message):
            self._spoke(message)
        elif self._may_read(message) and (said := read(message)) is not None:
            if self._clock() - said.at > self._oldest:
                self._drop(said, "too old")
            else:
                self._take(message, said)

    def changed(self, message: discord.Message) -> None:
        """A message reads otherwise now: it is heard anew, and its reply is written anew."""
        entry = self._ledger.get(message.id)
        if self._stopped or entry is None or entry.state == "dropped":
            return
        said = read(message) if self._may_read(message) else None
        if said is None:
            self.deleted(message.id)
        elif hash(said.text) != entry.print and self._clock() - said.at <= self._oldest:
            self._unsay(message.id, entry, changed=True)
            self._take(message, said)

    def deleted(self, message_id: int) -> None:
        """A message is gone: nothing is answered to it, and a reply that is being made ends."""
        if (entry := self._ledger.get(message_id)) is not None:
            self._unsay(message_id, entry, changed=False)
            self._ledger.turn(message_id, "dropped")

    # ------------------------------------------------------------ from people who may

    def rules(self, channel_id: int, parent_id: int = 0) -> Rules:
        """What holds on a channel; in a thread its parent counts, too."""
        room = self._rooms.get(channel_id)
        return self._channels.rules(channel_id, parent_id or (room.parent_id if room else 0))

    def look_again(self) -> None:
        """See what others who share the book have decided. Raises `StoreError`."""
        self._channels.look_again()

    async def set_policy(self, channel_id: int, policy: Policy) -> None:
        """Decide what SEL may do on a channel. Raises `StoreError`; then nothing has changed."""
        await self._channels.set_policy(channel_id, policy)
        for room in self._under(channel_id):
            if self.rules(room.id).policy == "deny":
                room.inbox.clear()
                room.told.clear()
                await self._end(room)

    async def pause(self, channel: str, paused: bool) -> None:
        """Say nothing on a channel of the brain's, or speak again. Raises `StoreError`;
        then nothing has changed.

        What waits is known to the mind and not answered; what is being said ends.
        """
        channel_id = id_of(channel)
        await self._channels.set_paused(channel_id, paused)
        for room in self._under(channel_id) if paused else ():
            for one in room.inbox.clear():
                self._know_of(room, one.message, "paused")
            await self._end(room)

    def _under(self, channel_id: int) -> list[Room]:
        """The channel and its threads, where something was said."""
        return [room for room in self._rooms if channel_id in (room.id, room.parent_id)]

    async def _end(self, room: Room) -> None:
        """End what is being said there, and begin nothing."""
        for one in room.answering:
            self._ledger.turn(one.id, "done")
        await self._answers.stop(room.key)

    # ------------------------------------------------------------ how it is

    def places(self) -> tuple[PlaceView, ...]:
        """Where something was said, newest first."""
        return tuple(self._view(room) for room in self._rooms.newest_first() if room.name)

    @property
    def busy(self) -> bool:
        """Whether anything waits, or is being answered."""
        return any(len(room.inbox) or room.answering for room in self._rooms)

    def silences(self) -> Mapping[str, int]:
        """Why messages were left unanswered since the start, and how many."""
        return self._silences

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Hear nothing more; replies under way may end within so many seconds, and what waits is
        left to who comes next."""
        self._stopped = True
        await self._dispatcher.stop(seconds)
        await self._telling.stop()
        await self._errands.stop()

    # ------------------------------------------------------------ what is done with it

    def _may_read(self, message: discord.Message) -> bool:
        """Whether a person said it where SEL may read at all."""
        rules = self._channels.rules(*rules_of(message))
        denied = rules.policy == "deny" and message.guild is not None
        return not denied and by_a_person(message)

    def _spoke(self, message: discord.Message) -> None:
        """SEL's own words came back: now it is known whom SEL talks with."""
        room = self._rooms.enter(message.channel.id)
        at = sent_at(message.id)
        asked = message.reference.message_id if message.reference is not None else None
        entry = self._ledger.get(asked) if asked else None
        people = {one.author_id for one in room.answering}
        room.talk.spoke(people if entry is None else people | {entry.author_id}, at)
        room.loops.spoke(at)
        room.at = max(room.at, at)

    def _take(self, message: discord.Message, said: Incoming) -> None:
        room = self._rooms.enter(said.channel_id)
        room.entered(message, said.name)
        room.parent_id, room.at = said.parent_id, max(room.at, said.at)
        if room.loops.muted(said.author_id, said.at):
            self._drop(said, "a talk that goes round in circles")
            return
        rules = self._channels.rules(said.channel_id, said.parent_id)
        found = self._judge(room, said, called(message), joins=rules.policy == "allow")
        going_round = room.loops.heard(said.author_id, said.at)
        room.talk.heard(said.author_id, said.name, said.at)
        self._telling.begin(room, message)
        what = deed(said, found.verdict, rules)
        if what == "overhear":
            self._know_of(room, said, "paused" if rules.paused else _NOT_TO_SEL[found.verdict])
        elif going_round:
            self._drop(said, "a talk that goes round in circles")
            self._errands.refuse(said, LOOP)
        elif what != "nothing":
            self._queue(room, said, what, named=found.named)

    def _judge(
        self, room: Room, said: Incoming, names: tuple[str, ...], *, joins: bool
    ) -> Judgement:
        who, at, talk = said.author_id, said.at, room.talk
        found = judge(
            Said(
                text=said.text,
                dm=said.dm,
                mentioned=said.mentioned,
                others=said.others,
                to_sel=said.to_sel,
                to_other=said.to_other,
                called=names,
                present=talk.present(who, at),
                after_sel=talk.after_sel(who, at),
                next_to_sel=talk.next_to_sel(who, at),
                after_other=talk.after_other(who, at),
                takes_part=joins or talk.takes_part(at),
            )
        )
        if found.verdict == "open" and room.inbox.speaks_to_sel(who):
            return Judgement("to_sel", found.sel, found.other, found.named)  # they go on
        return found

    def _queue(self, room: Room, said: Incoming, kind: Kind, *, named: bool) -> None:
        if not said.text and kind != "answer":
            return
        urgency = self._mind.urgency(said.text, addressed=kind == "answer", named=named)
        room.flooded = room.flooded and len(room.inbox) > 0
        gone = room.inbox.put(Waiting(said, kind, urgency, time.monotonic()))
        self._ledger.put(said, "waiting")
        if gone is not None:
            self._passed_over(room, gone)
        if kind == "answer" and (gone is None or gone.message is not said):
            self._typing.show(room, said)
        self._dispatcher.notice(room)

    def _passed_over(self, room: Room, gone: Waiting) -> None:
        """The queue was full. That is said once in a flood, to somebody who waits for an answer."""
        self._know_of(room, gone.message, "too many at once")
        self._errands.do(lambda: self._worker.pass_over(gone.message.id))
        if gone.kind == "answer" and not room.flooded:
            room.flooded = True
            log.warning("the queue of channel %d is full", room.id)
            self._errands.refuse(gone.message, FULL)

    def _drop(self, said: Incoming, why: str) -> None:
        self._silences[why] += 1
        self._ledger.put(said, "dropped")

    def _know_of(self, room: Room, said: Incoming, why: str) -> None:
        self._silences[why] += 1
        self._ledger.put(said, "overheard")
        if said.text and self._remembers:
            self._telling.put(room, overhear(said))

    def _unsay(self, message_id: int, entry: Entry, *, changed: bool) -> None:
        room = self._rooms.get(entry.channel_id)
        if entry.state in ("answering", "done"):
            self._errands.withdraw(message_id, changed=changed)
        elif room is None:
            return
        elif entry.state == "waiting":
            room.inbox.remove(message_id)
        elif entry.state == "overheard":
            self._telling.put(room, Withdraw(channel=room.key, ids=(str(message_id),)))

    def _view(self, room: Room) -> PlaceView:
        rules = self._channels.rules(room.id, room.parent_id)
        return PlaceView(
            channel=room.key,
            name=room.name,
            guild=room.guild,
            policy=rules.policy,
            paused=rules.paused,
            waiting=len(room.inbox),
            at=room.at,
        )
