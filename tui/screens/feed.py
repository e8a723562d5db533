"""Events to widgets: what each event changes on the screen. Unknown events change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sel.agent_events import AgentAsked
from sel.bridge_events import BridgeChanged, BridgeView
from sel.events import (
    DESK,
    AffectView,
    ChannelCleared,
    ChannelView,
    EngineChanged,
    EngineView,
    Event,
    HormonesChanged,
    MessageReceived,
    MessageRouted,
    ModeChanged,
    NoticeGiven,
    PromptRead,
    Snapshot,
    TextArrived,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)
from sel.memory_events import ConsentAsked, ConsentChanged, MemoriesRecalled
from sel.voice_events import VoiceChanged
from tui import elsewhere
from tui.remembered import ME
from tui.screens import helping, sessions, speaking, turns
from tui.screens.attaching import Attaching
from tui.screens.meter import Meter
from tui.screens.remembering import KINDS, Remembering
from tui.widgets.conversation import Conversation
from tui.widgets.message import Notice
from tui.widgets.readings import Readings

WORTH_SAYING = 256
"""Prompts of fewer tokens are read too fast for a progress to mean anything."""


class Feed:
    """Keeps the desk's conversation, the affect and the readings up to date.

    `now` and `seq` are the newest drawn event's time (Unix seconds) and number.
    `changed` is called once per batch in which affect, readings, answering or the voice changed,
    `said_before` when a reply was not made anew. `bridge_now` tells how the bridge is, where events
    were missed.
    """

    def __init__(
        self,
        conversation: Conversation,
        remembering: Remembering,
        voice: speaking.Speaking,
        changed: Callable[[], None],
        said_before: Callable[[], None] = lambda: None,
    ) -> None:
        self._conversation = conversation
        self._remembering = remembering
        self.voice = voice
        self.sessions = sessions.Sessions(lambda _: None, lambda _: None)
        self._helping = helping.Helping(conversation, remembering)
        self._changed, self._said_before = changed, said_before
        self.bridge_now: Callable[[], BridgeView] = BridgeView
        self.attaching: Attaching | None = None
        self._meter = Meter()
        self._dirty = False
        self.affect = AffectView()
        self.readings = Readings(EngineView())
        self.answering = ""
        self.now = 0.0
        self.seq = 0

    def apply(self, batch: Iterable[Event]) -> None:
        """Bring the screen up to date. Urgent events come early; their number puts them right."""
        batch = sorted(batch, key=lambda event: event.seq)
        ours = [event for event in batch if type(event) in _HANDLERS and _concerns(event)]
        self._measure(ours)
        if batch:
            self._conversation.now = max(self.now, batch[-1].at)
        for event in turns.joined(ours):
            _HANDLERS[type(event)](self, event)
        if batch:
            self.now, self.seq = max(self.now, batch[-1].at), batch[-1].seq
        if self._dirty:
            self._dirty = False
            self._changed()

    # ------------------------------------------------------------ the whole

    def _snapshot(self, event: Snapshot) -> None:
        channel = event.channels.get(DESK)
        messages = channel.messages if channel else ()
        if messages or self._conversation.messages:
            self._conversation.show(messages)
            self._drawn_anew()
        else:
            self.sessions.again()
        if any(message.cached for message in messages):
            self._said_before()
        self.voice.again()
        self._bridged(self.bridge_now())
        self.affect = event.affect
        last = channel.last if channel else None
        self.readings = replace(
            self.readings,
            engine=event.engine,
            last=last or self.readings.last,
            consent=event.consent.get(ME, self.readings.consent),
        )
        streaming = [message.turn_id for message in messages if message.state == "streaming"]
        self.answering = streaming[-1] if streaming else _awaited(channel)
        if not streaming:
            self.readings = replace(self.readings, live_speed=0.0)
        self._dirty = True

    def _cleared(self, _event: ChannelCleared) -> None:
        self._conversation.wipe()
        self._drawn_anew()
        self.answering = ""
        self._dirty = True

    def _drawn_anew(self) -> None:
        self._remembering.again()
        self._helping.again()
        self.sessions.again()

    # ------------------------------------------------------------ a turn

    def _received(self, event: MessageReceived) -> None:
        self._conversation.person(
            event.text, event.person, event.at, event.turn_id, images=event.images
        )
        if self.attaching is not None and event.images:
            self.attaching.sent(event.turn_id, event.images)

    def _started(self, event: TurnStarted) -> None:
        if not self._conversation.is_ended(event.turn_id):
            ready = self.readings.engine.state == "ready"
            words = "…" if ready else "… as soon as I am awake"
            self._conversation.streaming(event.turn_id).waiting(words)
            self.answering = event.turn_id
            self._dirty = True

    def _routed(self, event: MessageRouted) -> None:
        route = f"{event.expert}: {event.reason or event.intent} ({event.confidence:.0%})"
        self.readings = replace(self.readings, route=route)
        if event.turn_id == self.answering:
            self._conversation.streaming(event.turn_id).expert(event.expert)

    def _recalled(self, event: MemoriesRecalled) -> None:
        self._remembering.lexical, self._remembering.recalled = event.lexical, event.turn_id
        if event.turn_id == self.answering and event.memories:
            self._conversation.streaming(event.turn_id).recalled(len(event.memories))

    def _read(self, event: PromptRead) -> None:
        if event.total >= WORTH_SAYING and event.turn_id == self.answering:
            words = f"… reading, {event.done / event.total:.0%}"
            self._conversation.streaming(event.turn_id).waiting(words)

    def _text(self, event: TextArrived) -> None:
        if self._conversation.is_ended(event.turn_id):
            return
        self._conversation.streaming(event.turn_id).append(event.text)
        if self.answering != event.turn_id:
            self.answering, self._dirty = event.turn_id, True

    def _ended(self, event: TurnEnded) -> None:
        turn = event.turn_id
        turns.end(self._conversation, event)
        if self.attaching is not None:
            self.attaching.answered(event)
        if isinstance(event, TurnFinished):
            self.readings = self.readings.after(event.stats)
            if event.stats.source == "cached":
                self._said_before()
        if turn == self.answering:
            self.answering = ""
            self.readings = replace(self.readings, live_speed=0.0)
        self._dirty = True

    # ------------------------------------------------------------ the state

    def allowed(self, state: str) -> None:
        """Whether SEL may remember the person, known before anything was said."""
        self.readings = replace(self.readings, consent=state)
        self._changed()

    def saved(self, tokens: int) -> None:
        """So many tokens did not have to be made again, so far."""
        if tokens != self.readings.saved:
            self.readings = replace(self.readings, saved=tokens)
            self._changed()

    def _measure(self, batch: list[Event]) -> None:
        """Count pieces of text that arrived, for the live speed."""
        pieces = sum(isinstance(event, TextArrived) for event in batch)
        if (speed := self._meter.count(pieces, batch[-1].at if batch else 0.0)) is not None:
            self.readings = replace(self.readings, live_speed=speed if self.answering else 0.0)
            self._dirty = True

    def _hormones(self, event: HormonesChanged) -> None:
        self.affect = event.affect
        self._dirty = True

    def _mode(self, event: ModeChanged) -> None:
        self.affect = replace(self.affect, mode=event.mode)
        self._dirty = True

    def _engine(self, event: EngineChanged) -> None:
        self.readings = replace(self.readings, engine=event.engine)
        self._dirty = True

    def _memory(self, event: Event) -> None:
        self._remembering.apply(event)
        if isinstance(event, ConsentAsked | ConsentChanged) and event.person == ME:
            state = event.state if isinstance(event, ConsentChanged) else "unasked"
            self.readings = replace(self.readings, consent=state)
            self._dirty = True

    def _agents(self, event: Event) -> None:
        self._helping.apply(event)
        if isinstance(event, AgentAsked) and event.turn_id == self.answering:
            self._conversation.streaming(event.turn_id).expert("general")  # no expert is asked

    def _voice(self, event: Event) -> None:
        self.voice.apply(event)
        self._dirty = self._dirty or isinstance(event, VoiceChanged)

    def _session(self, event: Event) -> None:
        self.sessions.apply(event)

    def _bridge(self, event: BridgeChanged) -> None:
        self._bridged(event.bridge)

    def _bridged(self, bridge: BridgeView) -> None:
        told = elsewhere.brief(bridge)
        if told != self.readings.bridge:
            self.readings = replace(self.readings, bridge=told)
            self._dirty = True

    def _notice(self, event: NoticeGiven) -> None:
        self._conversation.notice(Notice(event.title, event.hint, event.level))


_HANDLERS: dict[type[Event], Callable[..., None]] = {
    **dict.fromkeys(KINDS, Feed._memory),
    **dict.fromkeys(helping.KINDS, Feed._agents),
    **dict.fromkeys(speaking.KINDS, Feed._voice),
    **dict.fromkeys(sessions.KINDS, Feed._session),
    MemoriesRecalled: Feed._recalled,
    Snapshot: Feed._snapshot,
    ChannelCleared: Feed._cleared,
    MessageReceived: Feed._received,
    TurnStarted: Feed._started,
    MessageRouted: Feed._routed,
    PromptRead: Feed._read,
    TextArrived: Feed._text,
    TurnFinished: Feed._ended,
    TurnInterrupted: Feed._ended,
    TurnFailed: Feed._ended,
    TurnSilenced: Feed._ended,
    HormonesChanged: Feed._hormones,
    ModeChanged: Feed._mode,
    EngineChanged: Feed._engine,
    NoticeGiven: Feed._notice,
    BridgeChanged: Feed._bridge,
}


def _concerns(event: Event) -> bool:
    """Whether this is for the desk: what is said and felt elsewhere is shown there, if at all."""
    return event.channel == DESK or isinstance(event, Snapshot | EngineChanged | BridgeChanged)


def _awaited(channel: ChannelView | None) -> str:
    """The turn that is being answered and has not said a word yet; "" for none."""
    if channel is None or not channel.answering or not channel.messages:
        return ""
    newest = channel.messages[-1]
    return newest.turn_id if newest.role == "person" else ""
