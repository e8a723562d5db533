"""What the face asks of a brain and of the settings; nothing more is known of either."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from sel.bus import Subscription
from sel.events import Command, Snapshot
from tui.mind_port import MindPort
from tui.models_port import ModelsPort
from tui.porting_port import PortingPort
from tui.session_port import SessionsPort

if TYPE_CHECKING:
    from sel.agent_events import AgentsView
    from sel.brain.insight import Insight
    from sel.bridge_events import BridgeView
    from sel.memory_events import MemoryView
    from sel.voice_events import VoiceView


class MapPort(Protocol):
    """A person's map: where each memory stands, by its id, in the unit square (y downwards)."""

    @property
    def places(self) -> Mapping[str, tuple[float, float]]:
        """Places by memory id."""
        ...


class SightPort(Protocol):
    """A drawing of a map: rows of (character, name of its colour), and which part of the unit
    square they show (left, top, right, bottom)."""

    @property
    def rows(self) -> Sequence[Sequence[tuple[str, str]]]:
        """The cells."""
        ...

    @property
    def window(self) -> tuple[float, float, float, float]:
        """What is seen."""
        ...


class MemoryPort(Protocol):
    """What a brain tells of its memory. All of these raise `SelError` where they cannot."""

    @property
    def consent_words(self) -> str:
        """What SEL asks before it remembers anybody: what is kept, where, how to undo it."""
        ...

    async def consent(self, person: str) -> str:
        """Whether this person may be remembered (a `ConsentState`)."""
        ...

    async def memories(self, person: str, *, tag: str = "", text: str = "") -> Sequence[MemoryView]:
        """A person's memories, newest first, of this tag and with these words, if given."""
        ...

    async def notes(self, person: str) -> int:
        """How many notes and reminders there are of this person."""
        ...

    def why(self, channel: str) -> Sequence[MemoryView]:
        """What was recalled for the last reply on this channel, best first."""
        ...

    async def forget_preview(self, person: str, about: str) -> Sequence[MemoryView]:
        """What "forget what I said about …" would take away."""
        ...

    async def memory_map(self, person: str) -> MapPort:
        """The person's map."""
        ...

    async def memory_drawing(  # noqa: PLR0913, PLR0917 - where, how big, and what of it
        self,
        person: str,
        width: int,
        height: int,
        level: int,
        centre: tuple[float, float],
        chosen: str = "",
    ) -> SightPort:
        """The map around `centre` in `height` rows of `width` cells; `chosen` is the id of a
        memory to point out."""
        ...

    async def memory_svg(self, person: str) -> str:
        """The map as a picture of its own."""
        ...


class AgentsPort(Protocol):
    """What a brain tells of its agents."""

    def agents(self) -> AgentsView:
        """Those there are, as far as it has looked."""
        ...

    async def look_at_agents(self) -> AgentsView:
        """Those there are; the person's own folder is looked at anew."""
        ...


class HappeningView(Protocol):
    """Something that moved hormones."""

    @property
    def at(self) -> float:
        """When, in Unix seconds."""
        ...

    @property
    def reason(self) -> str:
        """Why, in SEL's own words."""
        ...


class HoursView(Protocol):
    """The last hours of a channel, in tiles; oldest first, with gaps where SEL did not run."""

    @property
    def channel(self) -> str:
        """Of which channel."""
        ...

    @property
    def since(self) -> float:
        """From when on, in Unix seconds."""
        ...

    @property
    def until(self) -> float:
        """Until when: now."""
        ...

    @property
    def tier(self) -> str:
        """How long a tile is, in words."""
        ...

    @property
    def seconds(self) -> int:
        """How long a tile is."""
        ...

    @property
    def at(self) -> tuple[float, ...]:
        """The mean moment of each tile, in Unix seconds."""
        ...

    @property
    def means(self) -> Mapping[str, tuple[float, ...]]:
        """Per hormone its mean level 0..1 in each tile."""
        ...

    @property
    def happenings(self) -> Sequence[HappeningView]:
        """What moved them, oldest first."""
        ...

    @property
    def kept(self) -> bool:
        """Whether it is written to the disk."""
        ...


class AnalysisView(Protocol):
    """What an analysis found."""

    @property
    def since(self) -> float | None:
        """From when on it looked, in Unix seconds."""
        ...

    @property
    def until(self) -> float | None:
        """Until when."""
        ...

    @property
    def tier(self) -> str:
        """Which tiles it read, in words."""
        ...

    @property
    def readings(self) -> int:
        """How many."""
        ...

    @property
    def enough(self) -> bool:
        """Whether that was enough to tell anything."""
        ...

    @property
    def why(self) -> str:
        """If not: a sentence."""
        ...

    @property
    def found(self) -> dict[str, Any]:
        """What was found, by hormone or pair; see `sel.affect.analytics`. A single entry may say
        that it had not enough: {"enough": False, "why": …}."""
        ...


class HistoryPort(Protocol):
    """How a brain's hormones went. All of these raise `SelError` where they cannot."""

    async def hormone_channels(self) -> tuple[str, ...]:
        """Channels with at least one sample, the desk first."""
        ...

    async def hormone_hours(self, channel: str = "desk", hours: float = 24.0) -> HoursView:
        """The last so many hours of a channel."""
        ...

    async def hormone_analysis(
        self, channel: str = "desk", analysis: str = "trends", days: float | None = None
    ) -> AnalysisView:
        """Trends, anomalies, correlations, circadian or forecast of the last so many days; None
        for as many as suit it."""
        ...

    async def hormone_comparison(
        self, channel: str = "desk", days: float | None = None
    ) -> dict[str, dict[str, Any]]:
        """Each other channel beside this one, by hormone."""
        ...


class BrainPort(
    MemoryPort, AgentsPort, HistoryPort, SessionsPort, ModelsPort, PortingPort, MindPort, Protocol
):
    """The brain as a face sees it."""

    async def start(self) -> None:
        """Begin to wake; returns at once, progress arrives as `EngineChanged`."""
        ...

    async def stop(self) -> None:
        """End everything the brain runs; returns when it is gone."""
        ...

    async def submit(self, command: Command) -> str:
        """Take a command; the turn's id or "". Raises `SelError` where it is refused."""
        ...

    def subscribe(self) -> Subscription:
        """Events from now on, a `Snapshot` first."""
        ...

    def snapshot(self) -> Snapshot:
        """Everything there is to draw, now."""
        ...

    async def insight(self) -> Insight:
        """What SEL knows of itself at this moment, in figures."""
        ...

    def sees(self) -> bool:
        """Whether there is a model that can look at pictures."""
        ...

    def voice(self) -> VoiceView:
        """How the voice is at this moment."""
        ...

    def bridge(self) -> BridgeView:
        """How the bridge to Discord is at this moment."""
        ...

    async def serve(self, port: int | None = None) -> str:
        """Offer the figures over HTTP, to this machine only; the address. Raises `SelError`."""
        ...

    async def stop_serving(self) -> bool:
        """End it; whether there was anything to end."""
        ...


class LogLine(Protocol):
    """One line of the log: `number` counts up from 1, `at` in Unix seconds, `level` as `logging`
    has it."""

    @property
    def number(self) -> int:
        """Its place."""
        ...

    @property
    def at(self) -> float:
        """When."""
        ...

    @property
    def level(self) -> int:
        """How loud."""
        ...

    @property
    def source(self) -> str:
        """Who says it."""
        ...

    @property
    def text(self) -> str:
        """What it says; may have several lines."""
        ...


class LogPort(Protocol):
    """The last lines of the log, without anybody's words."""

    def lines(self, after: int = 0, level: int = 0) -> Sequence[LogLine]:
        """Lines with a number above `after`, at least as loud as `level`, the newest last."""
        ...


class FaceSettings(Protocol):
    """The settings a face reads."""

    @property
    def theme(self) -> str:
        """Name of the theme to begin with."""
        ...

    @property
    def tts_default(self) -> bool:
        """Whether to talk aloud from the start."""
        ...

    @property
    def compact(self) -> bool:
        """Whether to draw close together."""
        ...

    @property
    def animations(self) -> bool:
        """Whether anything may move by itself."""
        ...

    @property
    def plain(self) -> bool:
        """Whether to draw for screen readers."""
        ...

    @property
    def notify(self) -> str:
        """How to tell of a reply while the person looks elsewhere: off, title, bell, desktop."""
        ...

    @property
    def pictures(self) -> str:
        """How pictures are drawn, "auto" or one of its kinds."""
        ...


BrainMaker = Callable[[], BrainPort]
"""Builds the brain; called after the first frame, so that its imports do not delay it."""
