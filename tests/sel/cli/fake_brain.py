"""A brain of a few lines for tests of the plain face: answers at once, or when told."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from sel.agent_events import AgentsView, AgentView
from sel.brain.insight import Insight
from sel.bridge_events import BridgeView
from sel.bus import Bus, Subscription
from sel.errors import InputRefused
from sel.events import (
    DESK,
    AffectView,
    ChannelView,
    Command,
    ErrorView,
    Event,
    HormoneMove,
    Interrupt,
    MessageReceived,
    SendMessage,
    Snapshot,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnStarted,
)
from sel.memory_events import MemoryView
from sel.session_events import SessionView
from sel.voice_events import SetVoice, VoiceChanged, VoiceState, VoiceView


class FakeBrain:
    """Echoes; "wait" waits to be interrupted, "die" fails, "refuse" is refused.

    `opening` is told at the start; `kept` are the memories, `state` is the consent of "you".
    """

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.stopped = 0
        self.opening: list[Event] = []
        self.kept: list[MemoryView] = []
        self.state = "given"
        self.noted = 0
        self.talks: list[SessionView] = []
        self.aloud = VoiceView()
        self.waiting = asyncio.Event()
        self._answering = False
        self._turns = 0
        self._bus = Bus(self.snapshot)
        self._tasks: set[asyncio.Task[None]] = set()
        self._interrupted = asyncio.Event()

    async def start(self) -> None:
        self._later(self._open())

    async def _open(self) -> None:
        """As the real one does: once the memory is open, after `start` has returned."""
        for event in self.opening:
            self.publish(event)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        self.stopped += 1

    async def insight(self) -> Insight:
        return Insight(at=1.0, since=0.0)

    def sees(self) -> bool:
        return True

    def voice(self) -> VoiceView:
        return self.aloud

    def bridge(self) -> BridgeView:
        return BridgeView()

    def subscribe(self) -> Subscription:
        return self._bus.subscribe()

    def snapshot(self) -> Snapshot:
        affect = AffectView(
            levels={"dopamine": 0.5},
            mood="glowy",
            moves=(HormoneMove(hormone="oxytocin", delta=0.04, reason="thanks"),),
        )
        return Snapshot(
            channels={DESK: ChannelView(answering=self._answering)},
            affect=affect,
            consent={"you": self.state},
        )

    async def memories(self, person: str, *, tag: str = "", text: str = "") -> Sequence[MemoryView]:
        return [one for one in self.kept if text in one.text]

    async def notes(self, person: str) -> int:
        return self.noted

    async def sessions(self) -> list[SessionView]:
        return self.talks

    async def look_at_agents(self) -> AgentsView:
        return AgentsView(
            agents=(
                AgentView(name="dice", description="dice such as 2d6", source="built-in"),
                AgentView(name="joker", description="tells a joke", source="own"),
            ),
            problems=("broken.py cannot be used.",),
        )

    async def forget_preview(self, person: str, about: str) -> Sequence[MemoryView]:
        return await self.memories(person, text=about)

    async def consent(self, person: str) -> str:
        return self.state

    def sounds(self, state: VoiceState, detail: str = "") -> None:
        """The voice is like this from now on."""
        self.aloud = VoiceView(state=state, detail=detail)
        self.publish(VoiceChanged(voice=self.aloud))

    def hears(self, text: str) -> None:
        """Somebody said this, and it is answered."""
        self._turns += 1
        self.publish(MessageReceived(turn_id=f"t{self._turns}", text=text))
        self._answering = True
        self._later(self._answer(f"t{self._turns}", text))

    def publish(self, event: Event) -> None:
        self._bus.publish(event)

    async def submit(self, command: Command) -> str:
        self.commands.append(command)
        if isinstance(command, Interrupt):
            self._interrupted.set()
        if isinstance(command, SetVoice):
            self.sounds("listening" if command.on else "off")
        if not isinstance(command, SendMessage):
            return ""
        if command.text == "refuse":
            raise InputRefused("That is too long.", hint="Say less.")
        self._turns += 1
        turn = f"t{self._turns}"
        self._answering = True
        self.publish(MessageReceived(turn_id=turn, text=command.text))
        self._later(self._answer(turn, command.text))
        return turn

    async def _answer(self, turn: str, text: str) -> None:
        self.publish(TurnStarted(turn_id=turn))
        said = f"You said {text}."
        self.publish(TextArrived(turn_id=turn, text=said[:4]))
        await asyncio.sleep(0)
        if text == "wait":
            self.waiting.set()
            await self._interrupted.wait()
        self._answering = False
        if text == "wait":
            self.publish(TurnInterrupted(turn_id=turn, partial=said[:8]))
        elif text == "die":
            error = ErrorView(kind="EngineCrashed", title="The engine died.", hint="Try again.")
            self.publish(TurnFailed(turn_id=turn, partial=said[:8], error=error))
        else:
            self.publish(TextArrived(turn_id=turn, text=said[4:]))
            self.publish(TurnFinished(turn_id=turn, text=said))
