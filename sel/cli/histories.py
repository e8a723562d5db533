"""Histories of hormones as the metrics ask for them: those of a brain, or any that are at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.affect.analytics.looking import Analysis, Looked
    from sel.affect.history.happened import Happening
    from sel.affect.history.port import Keeper
    from sel.affect.history.pyramid import History
    from sel.affect.hormones import Levels


class KeptHistories:
    """Histories by channel.

    `known` gives those that are loaded, `felt` what happened on a channel. They are read in another
    thread while their owner adds to them: a history copies its tiles in one step before it looks at
    any, so the worst is a sample that comes a scrape later.
    """

    def __init__(
        self,
        known: Callable[[], Mapping[str, History]],
        felt: Callable[[str], Sequence[Happening]] = lambda _: (),
    ) -> None:
        self._known, self._felt = known, felt

    @classmethod
    def of(cls, keeper: Keeper) -> KeptHistories:
        """Those of a brain (`brain.chronicle.shown`)."""
        return cls(
            lambda: {channel: keeper.history(channel) for channel in keeper.channels()},
            lambda channel: keeper.happenings(channel).copy().within(0.0, float("inf")),
        )

    def channels(self) -> Sequence[str]:
        """The channels there is a history of."""
        return tuple(self._known())

    def last(self, channel: str) -> tuple[float, Levels] | None:
        """The newest sample."""
        history = self._known().get(channel)
        return history.last() if history else None

    def look(self, channel: str, analysis: Analysis, days: float | None) -> Looked:
        """Look into a channel. Raises `SettingError` without SciPy."""
        from sel.affect.analytics.looking import NOTHING, look

        history = self._known().get(channel)  # it may have been forgotten just now
        return look(history, self._felt(channel), analysis, days) if history else NOTHING
