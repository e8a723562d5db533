"""A mind with nothing in it, for brains that are only looked at or measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tui.blank_mind import BlankDays
from tui.blank_models import BlankModels
from tui.blank_porting import BlankPorting
from tui.blank_sessions import BlankSessions

if TYPE_CHECKING:
    from sel.agent_events import AgentsView
    from sel.brain.insight import Insight
    from sel.bridge_events import BridgeView
    from sel.memory_events import MemoryView
    from sel.voice_events import VoiceView


class BlankMap:
    """A map with nothing on it, or with what a picture puts there."""

    def __init__(self, places: Mapping[str, tuple[float, float]] | None = None) -> None:
        self.places = dict(places or {})


@dataclass(frozen=True, slots=True)
class BlankSight:
    """Blank paper."""

    rows: Sequence[Sequence[tuple[str, str]]]
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankHappening:
    """Something that moved hormones."""

    at: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankHours:
    """Hours, none of which was lived through unless told."""

    channel: str = "desk"
    since: float = 0.0
    until: float = 0.0
    tier: str = "5 minutes"
    seconds: int = 300
    at: tuple[float, ...] = ()
    means: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    happenings: tuple[BlankHappening, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankAnalysis:
    """A look that found nothing, unless told."""

    since: float | None = None
    until: float | None = None
    tier: str = ""
    readings: int = 0
    enough: bool = False
    why: str = "There is no sample of this channel yet."
    found: dict[str, Any] = field(default_factory=dict)


class BlankHistory:
    """What a brain tells that never felt anything and offers nothing."""

    async def serve(self, port: int | None = None) -> str:  # noqa: ARG002 - the port's shape, below too
        """Nothing is offered."""
        return ""

    async def stop_serving(self) -> bool:
        """There is nothing to end."""
        return False

    async def hormone_channels(self) -> tuple[str, ...]:
        """None."""
        return ()

    async def hormone_hours(
        self,
        channel: str = "desk",
        hours: float = 24.0,  # noqa: ARG002
    ) -> BlankHours:
        """None."""
        return BlankHours(channel=channel)

    async def hormone_analysis(
        self,
        channel: str = "desk",  # noqa: ARG002
        analysis: str = "trends",  # noqa: ARG002
        days: float | None = None,  # noqa: ARG002
    ) -> BlankAnalysis:
        """Nothing to look at."""
        return BlankAnalysis()

    async def hormone_comparison(
        self,
        channel: str = "desk",  # noqa: ARG002
        days: float | None = None,  # noqa: ARG002
    ) -> dict[str, dict[str, Any]]:
        """No other channel."""
        return {}


class BlankMind(BlankHistory, BlankSessions, BlankModels, BlankPorting, BlankDays):
    """What a brain tells of somebody who was never met, and of itself before anything happened."""

    async def insight(self) -> Insight:
        """Nothing was measured."""
        from sel.brain.insight import Insight  # lazy: not part of the first frame

        return Insight(at=0.0, since=0.0)

    @property
    def consent_words(self) -> str:
        """Nobody asks."""
        return ""

    def agents(self) -> AgentsView:
        """None."""
        from sel.agent_events import AgentsView

        return AgentsView()

    async def look_at_agents(self) -> AgentsView:
        """None."""
        return self.agents()

    def sees(self) -> bool:
        """Everything there is."""
        return True

    def voice(self) -> VoiceView:
        """It has none."""
        from sel.voice_events import VoiceView

        return VoiceView()

    def bridge(self) -> BridgeView:
        """It goes nowhere."""
        from sel.bridge_events import BridgeView

        return BridgeView()

    async def consent(self, person: str) -> str:  # noqa: ARG002 - the port's shape, here and below
        """Nobody asked."""
        return "unasked"

    async def memories(
        self,
        person: str,  # noqa: ARG002
        *,
        tag: str = "",  # noqa: ARG002
        text: str = "",  # noqa: ARG002
    ) -> Sequence[MemoryView]:
        """None."""
        return ()

    async def notes(self, person: str) -> int:  # noqa: ARG002
        """None."""
        return 0

    def why(self, channel: str) -> Sequence[MemoryView]:  # noqa: ARG002
        """Nothing was recalled."""
        return ()

    async def forget_preview(self, person: str, about: str) -> Sequence[MemoryView]:  # noqa: ARG002
        """There is nothing to forget."""
        return ()

    async def memory_map(self, person: str) -> BlankMap:  # noqa: ARG002
        """An empty map."""
        return BlankMap()

    async def memory_drawing(  # noqa: PLR0913, PLR0917 - the port's shape
        self,
        person: str,  # noqa: ARG002
        width: int,
        height: int,
        level: int,  # noqa: ARG002
        centre: tuple[float, float],  # noqa: ARG002
        chosen: str = "",  # noqa: ARG002
    ) -> BlankSight:
        """Blank paper."""
        return BlankSight([[(" ", "")] * width] * height)

    async def memory_svg(self, person: str) -> str:  # noqa: ARG002
        """An empty picture."""
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'
