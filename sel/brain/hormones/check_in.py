"""A gentle question after a long tense while, where a person wants to be asked (`SEL_CHECKINS`).

Never at night, never twice in a day, and never a word about anybody's health: the hormones are
SEL's own (`sel.affect.analytics.use`).
"""

from __future__ import annotations

from sel.affect.history.port import Keeper
from sel.affect.history.tiers import DAY, FINE
from sel.bus import Bus
from sel.events import DESK, NoticeGiven

OFFERED = "a quiet moment was offered"
"""The reason under which an offer stands in the history, so that a restart knows of it."""


class CheckIn:
    """Offers at the desk, by the history of it. Whoever calls puts `OFFERED` into that."""

    def __init__(self, histories: Keeper, bus: Bus, zone: str) -> None:
        self._histories, self._bus, self._zone = histories, bus, zone
        self._last: float | None = None

    def look(self, now: float) -> bool:
        """Offer, if it is time to; whether it was. `now` in Unix seconds."""
        from sel.affect.analytics import use  # lazy: few want it

        past = use.SUSTAINED + 2 * use.FRESH
        seen = self._histories.history(DESK).readings(FINE, now - past, now)
        offer = use.check_in(
            seen.at, seen.columns["cortisol"], now, zone=self._zone, offered=self._offered(now)
        )
        if offer is None:
            return False
        self._last = now
        self._bus.publish(NoticeGiven(title=offer))
        return True

    def _offered(self, now: float) -> float | None:
        """When the last one was, in this process or before."""
        before = self._histories.happenings(DESK).within(now - DAY, now + DAY)
        times = [one.at for one in before if one.reason == OFFERED]
        return max([*times, *([self._last] if self._last is not None else [])], default=None)
