"""A brain that says what a test tells it to, on a real bus."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from face_models import FakeModels
from textual.pilot import Pilot

from sel.agent_events import AgentsView, AgentView
from sel.brain.insight import Insight
from sel.bridge_events import BridgeView
from sel.bus import Bus, Subscription
from sel.errors import SelError
from sel.events import (
    DESK,
    AffectView,
    ChannelView,
    Command,
    EngineView,
    Event,
    MessageReceived,
    MessageView,
    ReplyStats,
    SendMessage,
    Snapshot,
)
from sel.memory_events import MemoryView
from sel.voice_events import VoiceView
from tui.app import SelApp
from tui.blank import BlankHistory, BlankSight
from tui.blank_mind import BlankDays
from tui.blank_porting import BlankPorting
from tui.blank_sessions import BlankSessions
from tui.scene import NOON, READY, affect


@dataclass(frozen=True)
class FakeSettings:
    theme: str = "sel-dark"
    tts_default: bool = False
    compact: bool = False
    animations: bool = True
    plain: bool = False
    notify: str = "off"
    pictures: str = "auto"


@dataclass
class FakeMap:
    places: dict[str, tuple[float, float]] = field(default_factory=dict)


HELPERS = AgentsView(
    agents=(
        AgentView(
            name="calculator",
            description="sums such as 3*(4+5), 15% of 80, sqrt(2)",
            source="built-in",
            lasting=3600.0,
        ),
        AgentView(
            name="dice",
            description="dice such as 2d6+1, a coin, or one of several things",
            source="built-in",
        ),
        AgentView(
            name="joker", description="tells a joke about anything", source="own", lasting=300.0
        ),
        AgentView(
            name="files.search_everywhere",
            description="Searches all of the files below a folder for names that fit a pattern.",
            source="mcp",
        ),
    ),
    problems=("The agent broken in broken.py cannot be used: line 1 is no Python.",),
)


@dataclass
class FakeMemory:
    """Remembers what a test puts into `kept`; `places` are made of the ids' numbers. Those in
    `waiting` have none yet."""

    kept: tuple[MemoryView, ...] = ()
    recalled: tuple[MemoryView, ...] = ()
    state: str = "given"
    deaf: SelError | None = None
    waiting: frozenset[str] = frozenset()
    noted: int = 0
    helpers: AgentsView = HELPERS

    @property
    def consent_words(self) -> str:
        return WORDING

    async def consent(self, person: str) -> str:
        return self.state

    async def memories(
        self, person: str, *, tag: str = "", text: str = ""
    ) -> tuple[MemoryView, ...]:
        if self.deaf is not None:
            raise self.deaf
        return tuple(
            one
            for one in self.kept
            if (not tag or tag in one.tags) and text.lower() in one.text.lower()
        )

    async def forget_preview(self, person: str, about: str) -> tuple[MemoryView, ...]:
        return await self.memories(person, text=about)

    async def notes(self, person: str) -> int:
        return self.noted

    def agents(self) -> AgentsView:
        return self.helpers

    async def look_at_agents(self) -> AgentsView:
        return self.helpers

    def why(self, channel: str) -> tuple[MemoryView, ...]:
        return self.recalled

    async def memory_map(self, person: str) -> FakeMap:
        placed = places(self.kept).items()
        return FakeMap({id_: at for id_, at in placed if id_ not in self.waiting})

    async def memory_drawing(  # noqa: PLR0917 - the port
        self,
        person: str,
        width: int,
        height: int,
        level: int,
        centre: tuple[float, float],
        chosen: str = "",
    ) -> BlankSight:
        rows = [[(" ", "")] * width for _ in range(height)]
        for number, (id_, (x, y)) in enumerate(places(self.kept).items()):
            role = "chosen" if id_ == chosen else f"tag:{number % 8}"
            rows[int(y * height)][int(x * width)] = ("●", role)
        title = f"level {level} at {centre[0]:.2f} {centre[1]:.2f}"
        rows[0][: len(title)] = [(letter, "title") for letter in title]
        return BlankSight(rows)

    async def memory_svg(self, person: str) -> str:
        return "<svg/>"


WORDING = """\
I can remember what you tell me about yourself: facts, likes, people, plans, how things felt, \
in your own words. It stays in a folder on this machine and nowhere else.
You can see it all (/memories), take back the newest (/undo), or make me forget (/forget)."""


def places(memories: tuple[MemoryView, ...]) -> dict[str, tuple[float, float]]:
    """Somewhere for each, always the same."""
    return {
        one.id: (0.08 + 0.84 * ((n * 0.618) % 1), 0.1 + 0.8 * ((n * 0.377) % 1))
        for n, one in enumerate(memories)
    }


@dataclass
class FakeBrain(FakeMemory, BlankHistory, BlankSessions, BlankPorting, FakeModels, BlankDays):
    """Records commands and publishes what it is told; answers nothing by itself."""

    messages: tuple[MessageView, ...] = ()
    engine: EngineView = READY
    feeling: AffectView = field(default_factory=affect)
    last: ReplyStats | None = None
    refuse: SelError | None = None
    echo: bool = True
    consents: dict[str, str] = field(default_factory=dict)
    aloud: VoiceView = field(default_factory=VoiceView)
    bridged: BridgeView = field(default_factory=BridgeView)
    elsewhere: dict[str, ChannelView] = field(default_factory=dict)
    known: Insight = field(default_factory=lambda: Insight(at=NOON, since=NOON))

    seeing: bool = True

    slow: type[Command] | None = None
    """Commands that are not done before `done` is set."""

    def __post_init__(self) -> None:
        self.done = asyncio.Event()
        self.commands: list[Command] = []
        self.started = self.stopped = False
        self.now = NOON
        self.bus = Bus(self.snapshot, clock=lambda: self.now)
        self._turns = 0

    async def start(self) -> None:
        self.started = True

    async def stop(self) -> None:
        self.stopped = True

    def subscribe(self) -> Subscription:
        return self.bus.subscribe()

    async def insight(self) -> Insight:
        return self.known

    def sees(self) -> bool:
        return self.seeing

    def voice(self) -> VoiceView:
        return self.aloud

    def bridge(self) -> BridgeView:
        return self.bridged

    def snapshot(self) -> Snapshot:
        channel = ChannelView(messages=self.messages, last=self.last)
        return Snapshot(
            channels={DESK: channel, **self.elsewhere},
            affect=self.feeling,
            engine=self.engine,
            consent=self.consents,
        )

    async def submit(self, command: Command) -> str:
        if self.refuse is not None:
            raise self.refuse
        if self.slow is not None and isinstance(command, self.slow):
            await self.done.wait()
        self.commands.append(command)
        if not isinstance(command, SendMessage):
            return ""
        self._turns += 1
        turn = f"turn-{self._turns}"
        if self.echo:
            self.bus.publish(
                MessageReceived(text=command.text, turn_id=turn, images=command.images)
            )
        return turn

    @property
    def told(self) -> int:
        """The number of the newest event."""
        return self.bus._seq

    def tell(self, *events: Event) -> None:
        for event in events:
            self.bus.publish(event)


async def drawn(pilot: Pilot[None], brain: FakeBrain) -> None:
    """Wait until the screen shows everything the brain told so far."""
    app = pilot.app
    assert isinstance(app, SelApp)
    await pilot.pause()
    async with asyncio.timeout(60):
        while app.brain is None or app.main.desk.feed.seq < brain.told:
            await pilot.pause(0.01)
        while not app.main.query("#stats"):
            await pilot.pause(0.01)
    await pilot.pause()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all is answered that screens asked of the brain in the background."""
    app = pilot.app
    await pilot.pause()
    async with asyncio.timeout(60):
        while any(worker.name != "brain" and not worker.is_finished for worker in app.workers):
            await pilot.pause(0.005)
    await pilot.pause()
