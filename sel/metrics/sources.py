"""What the figures are read from. Plain ports: who fills them decides what there is to see.

Everything here is called from the server's own thread, one call after another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sel.affect.analytics.looking import DAYS, Analysis, Looked
from sel.affect.hormones import Levels
from sel.cache.stats import Stats
from sel.observe.monitor import Monitor
from sel.observe.processes import Processes, ProcessView
from sel.observe.replies import ReplyCounts

ANALYSES: tuple[Analysis, ...] = tuple(DAYS)

_CHANNEL = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class CacheView(Protocol):
    """A cache as far as it is shown and cleared; `sel.cache.cache.ResponseCache` is one. Of a cache
    of agents' answers, a kind is an agent's name."""

    def stats(self) -> Stats:
        """What it did, by kind."""

    def clear(self, kind: str = "") -> int:
        """Let go of everything, or of one kind; how many there were. Raises `SelError`."""


class Histories(Protocol):
    """The hormones of every channel."""

    def channels(self) -> Sequence[str]:
        """The ids of the channels there is a history of."""

    def last(self, channel: str) -> tuple[float, Levels] | None:
        """The newest sample: Unix seconds and levels in the order of `HORMONES`."""

    def look(self, channel: str, analysis: Analysis, days: float | None) -> Looked:
        """Look into the last `days` (None: what suits the analysis). Raises `SelError` where that
        cannot be done here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything the API shows. A part that is None is answered with a sentence (404).

    `agents_cache` has a kind per agent. `processes` looks at this process and its children.
    `note` is a sentence that is told with the health, for whoever has to know something first.
    """

    monitor: Monitor
    cache: CacheView | None = None
    agents_cache: CacheView | None = None
    histories: Histories | None = None
    replies: ReplyCounts | None = None
    processes: Callable[[], ProcessView] = field(default_factory=lambda: _this_process)
    version: str = ""
    note: str = ""

    def channels(self) -> list[str]:
        """Channels with a history, by id. A name that is no id could be a person's: left out."""
        known = self.histories.channels() if self.histories else ()
        return sorted(one for one in known if _CHANNEL.fullmatch(one))


_PROCESSES = Processes()


def _this_process() -> ProcessView:
    return _PROCESSES.look({})
