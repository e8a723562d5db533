"""The MixtureBrain: commands in, events out, one inner state for every face and channel."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from sel.agent_events import AgentsView, AnswerShell
from sel.brain.agents.helping import Helping
from sel.brain.channel import Channel
from sel.brain.channel_commands import ChannelCommands
from sel.brain.hormones.chronicle import Chronicle, Company
from sel.brain.hormones.face import HistoryFace
from sel.brain.hormones.heart import Heart
from sel.brain.insight import Insight, Observer
from sel.brain.memory.commands import MEMORY_COMMANDS
from sel.brain.memory.face import YOU, MemoryFace
from sel.brain.memory.remembering import Around, Remembering
from sel.brain.parts import Parts
from sel.brain.porting.face import PortingFace
from sel.brain.porting.porting import Porting
from sel.brain.problems import notice_of
from sel.brain.sessions.face import SessionsFace
from sel.brain.sessions.kept import Kept
from sel.brain.sessions.sessions import Sessions
from sel.brain.summing import Line, Summing
from sel.brain.swapping import Swapping
from sel.brain.turns import TurnMaker
from sel.bus import Bus, Subscription
from sel.errors import SelError
from sel.events import (
    DESK,
    AffectView,
    ClearCache,
    ClearChannel,
    Command,
    EngineChanged,
    EngineView,
    Event,
    NoticeGiven,
    SendMessage,
    SetMode,
    Snapshot,
    UseModel,
)
from sel.network import quicken
from sel.routing.priority import priority
from sel.tasks import Stage, TaskOwner

log = logging.getLogger(__name__)

MOST_CHANNELS = 1000
"""Conversations whose words are known (the predecessors' figure)."""


class MixtureBrain(MemoryFace, HistoryFace, SessionsFace, PortingFace):
    """One mind. `submit` never waits for a reply; everything it does is seen on the bus."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._bus = Bus(self.snapshot, parts.clock)
        settings = parts.settings
        self._heart = Heart(
            settings.timezone, settings.mode, parts.clock, parts.affect, parts.feelings
        )
        self._engine = EngineView(model=parts.experts.model("general"))
        self._channels: dict[str, Channel] = {}
        self._tasks = TaskOwner("brain")
        around = Around(
            self._drop_words,
            self._hush,
            self._answering,
            self._progress,
            self._erase,
            self._leave,
            self._forget_kept,
            self._unkeep,
            self._talks_of,
        )
        super().__init__(Remembering(parts, self._bus, around))
        company = Company(
            self._people,
            self.memory.consents.may,
            self._answering,
            self.memory.problems.told,
        )
        self.chronicle = Chronicle(parts, self._heart, self._bus, self.memory.shelf, company)
        self._helping = Helping(parts, self._bus, self.memory.shelf)
        self._kept = Kept(parts, self._bus, self.memory.consents, lambda: self._channel(DESK))
        self._turns = TurnMaker(
            parts, self._heart, self._bus, self.memory, helping=self._helping, kept=self._kept
        )
        self.conversations = Sessions(
            parts, self._bus, self._kept, self._turns, lambda: self._channel(DESK)
        )
        self._kept.told = self.conversations.after
        self.swapping = Swapping(parts, self._bus, self._turns, lambda: self._channels.get(DESK))
        self.porting = Porting(parts, self._bus, self.conversations, self._turns)
        self._summing = Summing(parts, self._turns.request_id)
        self.observer = Observer(parts, self._turns.figures)
        self._handlers: dict[type[Command], Callable[[Command], Awaitable[str]]] = {
            SendMessage: self._send,
            SetMode: self._set_mode,
            UseModel: self.swapping.obey,
            ClearChannel: self._clear,
            ClearCache: self._clear_cache,
            AnswerShell: self._decide,
            **dict.fromkeys(MEMORY_COMMANDS, self._remember),
            **self.conversations.handlers,
            **ChannelCommands(
                parts, self._bus, self._heart, self._turns, self._channel, self._channels
            ).handlers,
        }
        parts.experts.on_change(self._engine_changed)

    # ------------------------------------------------------------ life

    async def start(self) -> None:
        """Begin to wake up; returns at once. The engine's state comes as `EngineChanged`."""
        for notice in self._parts.notices:
            self._bus.publish(notice)
        self._tasks.start(self._wake(), "wake", Stage.BACKGROUND)
        self._tasks.start(self._heart.beat(self._bus), "heart", Stage.BACKGROUND)
        self._tasks.start(self._feel_along(), "feelings", Stage.BACKGROUND)
        self.memory.start()
        self.chronicle.start()
        self._tasks.start(self.porting.watch(), "personas", Stage.BACKGROUND)
        self._helping.start()
        self._tasks.start(self.conversations.take_up(), "take-up", Stage.WORK)
        self._tasks.start(self._kept.tend(), "kept", Stage.BACKGROUND)

    async def _feel_along(self) -> None:
        """Feel what all that share a mind feel, if several do."""
        if self._parts.feelings is not None:
            try:
                await self._parts.feelings.start()
            except SelError as error:
                self._problem(error)

    async def _wake(self) -> None:
        """Load the general expert and let it read the persona; then warm the embedder."""
        try:
            await self._turns.warm()
            await self._kept.settled.wait()
            desk = self._channels.get(DESK)
            if desk is not None and desk.conversation.taken_up and not desk.answering:
                await self._turns.take_up(desk.conversation)
        except SelError as error:
            self._engine_changed(replace(self._engine, state="failed", detail=error.sentence()))
        if self._parts.embedder is not None:
            try:
                await self._parts.embedder.start()
                await asyncio.to_thread(quicken)
            except SelError as error:
                log.warning("embedder: %s", error)
                if self._parts.settings.embedding_model:
                    self._problem(error)
            else:
                self.memory.embedder_ready()
        self._helping.awake()

    async def stop(self) -> None:
        """End replies, then the engines; returns when every child is gone."""
        await asyncio.gather(*(channel.stop() for channel in self._channels.values()))
        await self._helping.stop()
        await self.swapping.stop()
        await self.chronicle.stop()
        await self._turns.foresight.stop()
        await self._turns.condenser.stop()
        await self.conversations.stop()
        await self.memory.stop()
        await self._tasks.stop()
        if self._parts.feelings is not None:
            await self._parts.feelings.stop()
        await self._parts.experts.stop()
        if self._parts.embedder is not None:
            await self._parts.embedder.stop()

    # ------------------------------------------------------------ faces

    def subscribe(self) -> Subscription:
        """All events from now on, a `Snapshot` first."""
        return self._bus.subscribe()

    def snapshot(self) -> Snapshot:
        """Everything a face needs to draw itself."""
        return Snapshot(
            channels={name: channel.view() for name, channel in self._channels.items()},
            affect=self._heart.view(),
            engine=self._engine,
            consent=dict(self.memory.consents.states),
        )

    def publish(self, event: Event) -> None:
        """Tell every face something that did not come about in here (the voice does so)."""
        self._bus.publish(event)

    async def submit(self, command: Command) -> str:
        """Take a command; the id of the turn a message belongs to, else "".

        Raises `SelError` for a message or mode that cannot be taken.
        """
        return await self._handlers[type(command)](command)

    async def prompt_parts(self, channel: str) -> list[tuple[str, str, int]]:
        """What the model saw last on a channel: name, text and tokens of each component."""
        return await self._turns.prompt_parts(channel)

    def affect(self, channel: str = DESK) -> AffectView:
        """The inner state as it is on a channel now."""
        return self._heart.view(channel)

    def urgency(self, text: str, *, addressed: bool, named: bool) -> float:
        """How much a message wants an answer, 0..1, by its words alone."""
        signals = self._parts.appraiser.appraise(text).signals
        return priority(addressed=addressed, named=named, silence_minutes=0.0, signals=signals)[0]

    def sees(self) -> bool:
        """Whether there is a model that can look at pictures."""
        return self._parts.experts.has("vision")

    async def summarise(self, lines: Sequence[Line]) -> str:
        """What was said, in short; nothing of it is kept. Raises `EngineError`."""
        return await self._summing.of(lines)

    async def insight(self) -> Insight:
        """What SEL knows of itself at this moment, in figures."""
        return await self.observer.look(self._engine)

    def agents(self) -> AgentsView:
        """The agents there are, as far as SEL has looked."""
        return self._helping.known()

    async def look_at_agents(self) -> AgentsView:
        """The agents there are; the person's own folder is looked at anew."""
        return await self._helping.look()

    # ------------------------------------------------------------ commands

    async def _send(self, command: Command) -> str:
        assert isinstance(command, SendMessage)  # noqa: S101 - by the table of handlers
        turn_id = self._channel(command.channel).put(command)
        if command.addressed or command.channel == DESK:
            self.memory.meet(command.person, command.channel)
        return turn_id

    async def _set_mode(self, command: Command) -> str:
        assert isinstance(command, SetMode)  # noqa: S101 - by the table of handlers
        self._heart.set_mode(command.mode, self._bus, command.channel)
        return ""

    async def _clear(self, command: Command) -> str:
        if command.channel == DESK:
            await self.conversations.clear()
        else:
            await self._channel(command.channel).clear()
        return ""

    async def _clear_cache(self, command: Command) -> str:
        assert isinstance(command, ClearCache)  # noqa: S101 - by the table of handlers
        gone = await asyncio.to_thread(self._parts.cache.clear, command.kind)
        self._bus.publish(NoticeGiven(title=f"Kept answers that went: {gone}."))
        return ""

    async def _decide(self, command: Command) -> str:
        assert isinstance(command, AnswerShell)  # noqa: S101 - by the table of handlers
        self._helping.shelling.answer(command)
        return ""

    async def _remember(self, command: Command) -> str:
        await self.memory.commands.obey(command)
        return ""

    def _drop_words(self, person: str, ids: Sequence[str], quotes: Sequence[str]) -> Counter[str]:
        """Take forgotten words out of a person's conversations; how much of what went."""
        self.conversations.forget(quotes)
        gone: Counter[str] = sum((one.forget(ids, quotes) for one in self._with(person)), Counter())
        if gone["turns"]:
            self.conversations.show()
        return gone

    def _hush(self, person: str) -> None:
        """Take what was recalled of a person out of their conversations."""
        for channel in self._with(person):
            channel.hush()

    def _with(self, person: str) -> list[Channel]:
        return [one for one in self._channels.values() if person in one.people]

    def _erase(self, person: str) -> dict[str, int]:
        self.conversations.erase()
        return self.chronicle.erase(person) | self._kept.erase(person)

    def _leave(self) -> None:
        self._kept.leave()

    def _forget_kept(self, words: Sequence[str]) -> dict[str, int]:
        return self._kept.forget(words)

    def _talks_of(self, person: str) -> int:
        return self._kept.talks_of(person)

    def _unkeep(self, words: Sequence[str]) -> None:
        self._kept.unkeep(words)

    def _people(self, channel: str) -> set[str]:
        """Who has spoken on a channel; the desk is somebody's own."""
        there = self._channels.get(channel)
        return (there.people if there else set()) | ({YOU} if channel == DESK else set())

    def _answering(self) -> bool:
        return any(channel.answering for channel in self._channels.values())

    def _channel(self, name: str) -> Channel:
        """A channel, which is then the one used last; with too many, the one that was silent for
        longest is let go of."""
        found = self._channels.pop(name, None)
        if found is None:
            shown = self._kept.session if name == DESK else None
            found = Channel(name, self._turns, self._bus, self._parts, shown)
            if shown is not None:
                self.conversations.began(found)
            self._make_room()
        self._channels[name] = found
        return found

    def _make_room(self) -> None:
        if len(self._channels) < MOST_CHANNELS:
            return
        idle = (one for one in self._channels.values() if one.name != DESK and not one.answering)
        if (oldest := next(idle, None)) is not None:
            del self._channels[oldest.name]
            self._turns.forget(oldest.name)
            self._tasks.start(oldest.stop(), "let go", Stage.WORK)

    # ------------------------------------------------------------ from the engines

    def _engine_changed(self, view: EngineView) -> None:
        self._engine = replace(view, progress=round(view.progress, 3))
        self._bus.publish(EngineChanged(engine=self._engine))

    def _progress(self, words: str, share: float) -> None:
        """Something long is under way beside the conversation: told with the engine's state."""
        if self._engine.state == "ready" and (words or self._engine.detail):
            self._engine_changed(replace(self._engine, detail=words, progress=share))

    def _problem(self, error: SelError) -> None:
        self._bus.publish(notice_of(error))
