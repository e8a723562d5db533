"""What several SELs feel together, where one machine is not enough (`sel.scale`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sel.affect.appraisal_types import Appraisal


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """Something was felt on a channel, at a Unix second. `id` is its name everywhere: it counts
    once, whoever tells of it."""

    id: str
    channel: str
    at: float
    appraisal: Appraisal


class SharedFeelings(Protocol):
    """One order of what was felt, for every process that shares a mind."""

    def put(self, felt: Felt) -> None:
        """Add it, behind what others felt; never waits. Again does nothing."""

    def follow(self, hook: Callable[[Felt], None]) -> None:
        """Call this in the loop with all that is felt, one's own as well, in the order that is the
        same for everybody; before `start`."""

    async def start(self) -> None:
        """Begin, with what was felt in the last hours. Raises `StoreError`."""

    async def stop(self) -> None:
        """Write what waits, and end."""
