"""What faces are shown of the hormones' history. It is looked into in threads: SciPy takes a second
to load, and it need not be there."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sel.affect.history.happened import Happening
from sel.affect.history.tiers import covering
from sel.affect.history.tile import Document
from sel.brain.hormones.heart import Day
from sel.brain.hormones.ledger import Known
from sel.errors import InputRefused
from sel.events import DESK

if TYPE_CHECKING:
    from sel.affect.analytics.looking import Looked as HormoneAnalysis
    from sel.brain.hormones.chronicle import Chronicle

__all__ = ("HistoryFace", "HormoneAnalysis", "HormoneHours")

HOUR = 3600.0
MOST_DAYS = 36_500.0
"""How far one may look back."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HormoneHours:
    """The last hours of a channel: per tile a mean moment (Unix seconds) in `at` and a mean level
    0..1 per hormone in `means`, oldest first, nothing where SEL did not run. A tile is `seconds`
    long, `tier` in words; `kept`: whether it goes to the disk."""

    channel: str
    since: float
    until: float
    tier: str
    seconds: int
    at: tuple[float, ...]
    means: Mapping[str, tuple[float, ...]]
    happenings: tuple[Happening, ...]
    kept: bool


class HistoryFace:
    """The part of a brain that shows how its hormones went. All of it raises `SelError`."""

    chronicle: Chronicle

    def day(self) -> Day:
        """SEL's day as it is now, and since when it has been in its mood."""
        return self.chronicle.day()

    async def hormone_channels(self) -> tuple[str, ...]:
        """The channels there is a sample of, the desk first."""
        await self.chronicle.ready()
        return tuple(sorted(self.chronicle.shown.channels(), key=lambda one: (one != DESK, one)))

    async def hormone_hours(self, channel: str = DESK, hours: float = 24.0) -> HormoneHours:
        """The last `hours` of a channel, in the finest tiles that reach so far back."""
        _check(hours / 24)
        until = self.chronicle.now()
        since, tier = until - hours * HOUR, covering(hours * HOUR)
        history, happenings = (await self._copies([channel]))[channel]
        seen = await asyncio.to_thread(history.readings, tier, since, until)
        return HormoneHours(
            channel=channel,
            since=since,
            until=until,
            tier=tier.name,
            seconds=tier.seconds,
            at=seen.at,
            means=seen.columns,
            happenings=tuple(happenings.within(since, until)),
            kept=self.chronicle.kept(channel),
        )

    async def hormone_analysis(
        self, channel: str = DESK, analysis: str = "trends", days: float | None = None
    ) -> HormoneAnalysis:
        """One of `looking.DAYS` over the last `days` (None: what suits it)."""
        from sel.affect.analytics import looking  # lazy: few look at it

        if not looking.is_analysis(analysis):
            raise InputRefused(
                f"There is no analysis called {analysis!r}.",
                hint=f"There are {', '.join(looking.DAYS)}.",
            )
        _check(days)
        now, (history, happenings) = self.chronicle.now(), (await self._copies([channel]))[channel]
        felt = happenings.within(0.0, now)
        return await asyncio.to_thread(looking.look, history, felt, analysis, days, now)

    async def hormone_comparison(
        self, channel: str = DESK, days: float | None = None
    ) -> dict[str, dict[str, Any]]:
        """A channel beside each other one: {other: {hormone: comparison}}."""
        from sel.affect.analytics import looking  # lazy: few look at it

        _check(days)
        span = looking.COMPARED_DAYS if days is None else days
        copies = await self._copies([channel, *await self.hormone_channels()])
        histories = {name: history for name, (history, _) in copies.items()}
        now = self.chronicle.now()
        found = await asyncio.to_thread(looking.compare, channel, histories, span, now)
        plain: dict[str, dict[str, Any]] = looking.as_json(found)
        return plain

    async def hormone_documents(self, channel: str) -> list[Document]:
        """Everything known of a channel, as it would lie on the disk."""
        history, happenings = (await self._copies([channel]))[channel]
        return await asyncio.to_thread(lambda: history.documents() + happenings.documents())

    async def _copies(self, channels: Iterable[str]) -> Known:
        """What threads may look at while the brain lives on."""
        await self.chronicle.ready()
        known = self.chronicle.shown
        return {
            channel: (known.history(channel).copy(), known.happenings(channel).copy())
            for channel in channels
        }


def _check(days: float | None) -> None:
    if days is not None and not 0.0 < days <= MOST_DAYS:
        raise InputRefused("Days must be more than 0 and at most a hundred years.")
