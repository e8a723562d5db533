"""Events to widgets: what each event changes on the screen. Unknown events change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sel.agent_events import AgentAsked
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
from tui.remembered import ME
from tui.screens import helping, speaking
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
    `said_before` when a reply was not made anew.
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
        self._helping = helping.Helping(conversation, remembering)
        self._changed, self._said_before = changed, said_before
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
        self._measure(batch)
        for event in _joined(batch):
            self.now, self.seq = max(self.now, event.at), event.seq
            handler = _HANDLERS.get(type(event))
            if handler is not None and self._concerns(event):
                handler(self, event)
        if self._dirty:
            self._dirty = False
            self._changed()

    def _concerns(self, event: Event) -> bool:
        everywhere = isinstance(event, Snapshot | HormonesChanged | EngineChanged | NoticeGiven)
        return everywhere or event.channel == DESK

    # ------------------------------------------------------------ the whole

    def _snapshot(self, event: Snapshot) -> None:
        channel = event.channels.get(DESK)
        messages = channel.messages if channel else ()
        if messages or self._conversation.messages:
            self._conversation.show(messages)
            self._drawn_anew()
        if any(message.cached for message in messages):
            self._said_before()
        self.voice.again()
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

    # ------------------------------------------------------------ a turn

    def _received(self, event: MessageReceived) -> None:
        self._conversation.person(event.text, event.person, event.at)

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
        self._remembering.lexical = event.lexical
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
        if isinstance(event, TurnFinished):
            self._conversation.end(turn, "whole", event.text)
            self.readings = self.readings.after(event.stats)
            if event.stats.source == "cached":
                self._conversation.streaming(turn).said_before()
                self._said_before()
        elif isinstance(event, TurnInterrupted):
            self._conversation.end(turn, "interrupted", event.partial)
        elif isinstance(event, TurnFailed):
            problem = f"{event.error.title} {event.error.hint}".rstrip()
            self._conversation.end(turn, "failed", event.partial, problem)
        elif isinstance(event, TurnSilenced):
            self._conversation.drop(turn)
            self._conversation.notice(Notice(f"SEL keeps quiet: {event.reason}"))
        if turn == self.answering:
            self.answering = ""
            self.readings = replace(self.readings, live_speed=0.0)
        self._dirty = True

    # ------------------------------------------------------------ the state

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

    def _notice(self, event: NoticeGiven) -> None:
        self._conversation.notice(Notice(event.title, event.hint, event.level))


_HANDLERS: dict[type[Event], Callable[..., None]] = {
    **dict.fromkeys(KINDS, Feed._memory),
    **dict.fromkeys(helping.KINDS, Feed._agents),
    **dict.fromkeys(speaking.KINDS, Feed._voice),
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
}


def _awaited(channel: ChannelView | None) -> str:
    """The turn that is being answered and has not said a word yet; "" for none."""
    if channel is None or not channel.answering or not channel.messages:
        return ""
    newest = channel.messages[-1]
    return newest.turn_id if newest.role == "person" else ""


def _joined(events: Iterable[Event]) -> Iterable[Event]:
    """Neighbouring pieces of one reply as one piece, so that a batch is drawn once."""
    held: list[TextArrived] = []
    for event in events:
        if held and not (isinstance(event, TextArrived) and event.turn_id == held[0].turn_id):
            yield _merged(held)
            held = []
        if isinstance(event, TextArrived):
            held.append(event)
        else:
            yield event
    if held:
        yield _merged(held)


def _merged(pieces: list[TextArrived]) -> TextArrived:
    return replace(pieces[-1], text="".join(piece.text for piece in pieces))
