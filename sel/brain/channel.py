"""One conversation: its messages in order, one turn at a time, interrupted by new input."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from sel.brain.batching import CAP, MOST_MESSAGES, pause_after
from sel.brain.conversation import Conversation
from sel.brain.cutting import cut_last
from sel.brain.listening import Redo
from sel.brain.parts import Parts
from sel.brain.shown import ListShown, Shown
from sel.brain.turn import Turn
from sel.brain.turns import TurnMaker
from sel.bus import Bus
from sel.company_events import MessagesUnsaid
from sel.events import (
    ChannelCleared,
    ChannelView,
    MessageReceived,
    MessageState,
    MessageView,
    ReplyStats,
    SendMessage,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
)
from sel.prompt.cleanup import clean_input
from sel.tasks import Stage, TaskOwner
from sel.voice_events import ReplyCut


class Channel:
    """A conversation. Turns of one channel follow each other; channels run side by side."""

    def __init__(
        self, name: str, turns: TurnMaker, bus: Bus, parts: Parts, shown: Shown | None = None
    ) -> None:
        """`shown` is what keeps the messages that people see; without it, the newest of them."""
        self.name = name
        self.conversation = Conversation(name, heard_at=parts.clock())
        self._turns, self._bus, self._parts = turns, bus, parts
        self._number = 0
        self._redo: Redo | None = None
        self._mailbox: list[SendMessage] = []
        self._arrived = asyncio.Event()
        self._next_id = ""
        self._timer = parts.monitor.turn("?")
        self._turn: Turn | None = None
        self._past: Turn | None = None
        self.said: Shown = shown or ListShown()
        self._last: ReplyStats | None = None
        self._tasks = TaskOwner(f"channel {name}")
        self._tasks.start(self._run(), "turns", Stage.WORK)

    @property
    def people(self) -> set[str]:
        """Who spoke here."""
        return self.conversation.people

    # ------------------------------------------------------------ from the brain

    def put(self, command: SendMessage) -> str:
        """Take a message; the id of the turn that will answer it. Raises `InputRefused`."""
        scope = command.scope or self.conversation.scope
        command = replace(command, text=clean_input(command.text), scope=scope)
        if command.data:
            command = replace(command, data=clean_input(command.data))
        if not self._next_id:
            self._next_id = self.next_id()
            self._timer = self._parts.monitor.turn(self._next_id)
        turn_id = self._next_id
        self.said.asked(  # before it is told: who falls behind right then sees it, too
            MessageView(
                role="person",
                text=command.text,
                turn_id=turn_id,
                person=command.person,
                name=command.name,
                id=command.id,
                at=self._parts.clock(),
                images=command.images,
            )
        )
        self._bus.publish(
            MessageReceived(
                channel=self.name,
                turn_id=turn_id,
                text=command.text,
                person=command.person,
                name=command.name,
                images=command.images,
            )
        )
        self.conversation.people.add(command.person)
        self._mailbox.append(command)
        self._arrived.set()
        self._turns.condenser.disturb()
        self._turns.foresight.disturb()
        if self._turn is not None and self._talks_over(command, self._turn):
            self._turn.interrupt(by_message=True)
        return turn_id

    def _talks_over(self, command: SendMessage, turn: Turn) -> bool:
        """Whether a message ends the reply under way: in company only that of whom it answers."""
        asks = command.addressed and command.person in turn.heard.people
        return asks or not self.conversation.company

    def again(self, messages: Sequence[SendMessage], redo: Redo) -> str:
        """Answer messages that were said before; the id of the turn that does."""
        self._redo = redo
        for message in messages:
            turn_id = self.put(replace(message, whole=True))
        return turn_id

    def next_id(self) -> str:
        """An id for a turn that no message asks for."""
        self._number += 1
        return f"{self.name}-{self._number}"

    def count_from(self, number: int) -> None:
        """Give turns to come numbers above this one."""
        self._number = max(self._number, number)

    async def interrupt(self) -> None:
        """Stop the reply; returns when it has ended."""
        if self._turn is not None:
            self._turn.interrupt()
            await self._turn.ended.wait()

    async def cut(self, turn_id: str, heard: str) -> None:
        """Keep of this turn's reply what was heard; a turn that is gone is left alone."""
        if self._turn is not None and self._turn.id == turn_id:
            self._turn.cut(heard)
            await self._turn.ended.wait()
        elif self._past is not None and self._past.id == turn_id:
            self._cut_past(self._past, heard)

    def _cut_past(self, turn: Turn, heard: str) -> None:
        """The same for the last turn, which has ended."""
        self._turns.condenser.disturb()
        recorded, turn.recorded = turn.recorded, None
        cut = None
        if recorded is not None:
            cut = cut_last(self.conversation, recorded, heard)
            if cut is not None and not cut.reply and self._turn is None:
                self.conversation.unanswered = list(turn.heard.messages)
            self.conversation.talked_over = True
        self.said.cut(turn.id, heard, cut)
        self._turns.kept.changed(self.name)
        self._bus.publish(ReplyCut(channel=self.name, turn_id=turn.id, heard=heard))
        self._turns.condenser.after(self.conversation)

    async def withdraw(self, ids: Collection[str]) -> None:
        """These messages were never said: what waits of them, and a reply to them, goes."""
        self.conversation.unhear(lambda one: one.id in ids)
        waiting = self.conversation.unanswered
        self.conversation.unanswered = [one for one in waiting if one.id not in ids]
        if any(one.id in ids for one in self._mailbox):
            self._mailbox = [one for one in self._mailbox if one.id not in ids]
            if not self._mailbox:
                self._unsay()
        if self._turn is not None and self._turn.heard.includes(ids):
            self._turn.withdraw()
            await self._turn.ended.wait()
        elif self._past is not None and self._past.heard.includes(ids):
            self._cut_past(self._past, "")
            self.conversation.unanswered = []
        self.said.unsay(ids)
        self._bus.publish(MessagesUnsaid(channel=self.name, ids=tuple(ids)))

    def _unsay(self) -> None:
        """Nothing waits any more for the turn that was to come."""
        turn_id, self._next_id = self._next_id, ""
        self._timer.end("interrupted")
        self._redo = None
        self.said.unanswer(turn_id)
        self._bus.publish(TurnInterrupted(channel=self.name, turn_id=turn_id, partial=""))

    async def settle(self) -> None:
        """End what is under way and what waits; returns when nothing is being answered."""
        await self.interrupt()
        if self._mailbox:
            self._mailbox = []
            self._unsay()

    async def clear(self) -> None:
        """Forget the conversation: its text here, its place in the KV cache."""
        await self.settle()
        self.conversation.clear()
        self.said.clear()
        self._past = None
        self._last = None
        self._turns.forget(self.name)
        self._bus.publish(ChannelCleared(channel=self.name))

    def forget(self, ids: Sequence[str], quotes: Sequence[str]) -> Counter[str]:
        """Drop what holds forgotten words; how much of what went."""
        answering = self._turn is not None
        words = (*quotes, *(self.conversation.told.get(id_, "") for id_ in ids))
        gone = self.conversation.forget(ids, quotes, answering=answering)
        self.said.forget(words)
        self._past = None
        return Counter({"turns": gone, "cached replies": self._turns.forget(self.name)})

    def hush(self) -> None:
        """Tell the model no more of what was recalled here."""
        if self.conversation.hush(answering=self._turn is not None):
            self._turns.forget(self.name)

    def turned(self) -> None:
        """The conversation was set on another branch: the turn before is none of its business."""
        self._past = None

    def underway(self) -> tuple[str, str] | None:
        """The turn under way and its reply so far; None where none is."""
        return (self._turn.id, self._turn.shown) if self._turn is not None else None

    async def stop(self) -> None:
        """End the turn under way; returns when nothing of this channel runs."""
        await self.interrupt()
        await self._tasks.stop()

    def view(self) -> ChannelView:
        """The conversation as a face shows it, the reply under way included."""
        messages = self.said.views()
        if self._turn is not None and (text := self._turn.shown):
            now = MessageView(
                role="sel",
                text=text,
                turn_id=self._turn.id,
                name=self._speaker,
                at=self._parts.clock(),
                state="streaming",
            )
            messages = (*messages, now)
        mood = self._turns.heart.now(self.name).mood
        return ChannelView(messages=messages, answering=self.answering, mood=mood, last=self._last)

    @property
    def _speaker(self) -> str:
        return self._parts.speaker(self.conversation.persona)

    @property
    def answering(self) -> bool:
        """Whether a turn is under way or a message waits for one."""
        return self._turn is not None or bool(self._mailbox)

    # ------------------------------------------------------------ turns

    async def _run(self) -> None:
        await self._turns.kept.settled.wait()  # till then what is said waits in the mailbox
        while True:
            batch, turn_id = await self._gather()
            redo, self._redo = self._redo, None
            turn = self._turn = self._turns.begin(
                self.conversation, batch, turn_id, self._timer, redo
            )
            try:
                ending = await turn.run()
                self.conversation.settle()
                self._keep(ending, turn)
                self._turn = None  # before it is told: who falls behind right then sees it ended
                self._bus.publish(ending)
                turn.remember()
            finally:
                self._turn, self._past = None, turn
                turn.ended.set()
                self._turns.condenser.after(self.conversation)

    async def _gather(self) -> tuple[list[SendMessage], str]:
        """Wait for a message, then for as long as the person seems to go on; with a hard cap."""
        while not self._mailbox:
            await self._wait_for_more(None)
        loop = asyncio.get_running_loop()
        seconds = self._parts.settings.batch_seconds
        deadline = loop.time() + CAP * seconds
        while 0 < len(self._mailbox) < MOST_MESSAGES:
            last = self._mailbox[-1]
            wait = 0.0 if last.whole else pause_after(last.text, self.name, seconds)
            pause = min(wait, deadline - loop.time())
            if pause <= 0 or not await self._wait_for_more(pause):
                break
        if not self._mailbox:  # cleared while it waited
            return await self._gather()
        batch, self._mailbox = self._mailbox, []
        turn_id, self._next_id = self._next_id, ""
        self._arrived.clear()
        return batch, turn_id

    async def _wait_for_more(self, seconds: float | None) -> bool:
        """Wait for the next message; False when `seconds` passed without one."""
        try:
            async with asyncio.timeout(seconds):  # wait_for may swallow a cancel (Python 3.11)
                await self._arrived.wait()
        except TimeoutError:
            return False
        self._arrived.clear()
        return True

    def _keep(self, ending: TurnEnded, turn: Turn) -> None:
        """Put how the turn ended into what faces are shown; nothing of one that is unsaid."""
        self.conversation.heard_at = self._parts.clock()
        if isinstance(ending, TurnFinished):
            self._last = ending.stats
        shown = None if turn.withdrawn else _reply(ending)
        reply = None
        if shown is not None:
            text, state, cached = shown
            reply = MessageView(
                role="sel",
                text=text,
                turn_id=ending.turn_id,
                name=self._speaker,
                at=self._parts.clock(),
                state=state,
                cached=cached,
            )
        self.said.answered(ending.turn_id, reply, turn.recorded)


def _reply(ending: TurnEnded) -> tuple[str, MessageState, bool] | None:
    """What people see of a reply: its text, its state, whether it was made before."""
    match ending:
        case TurnFinished():
            return ending.text, "whole", ending.stats.source == "cached"
        case TurnInterrupted() if ending.partial:
            return ending.partial, "interrupted", False
        case TurnFailed():
            return ending.partial or ending.error.title, "failed", False
        case TurnSilenced():
            return "", "silenced", False
    return None
