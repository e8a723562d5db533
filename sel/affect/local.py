"""What is felt in one place only: a channel's mood around the one inner state. Pure.

SEL has one inner state. What happens at the desk moves all of it; what happens in one channel among
many moves it a little, and the rest stays in that channel: there the levels are those of the inner
state and what is left of the rest, which fades at each hormone's own rate. So a quarrel in one room
is felt there, and shows elsewhere as a mood, not as a grudge. Nothing has to be done as time
passes: what is left is computed when somebody looks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from sel.affect import stimuli
from sel.affect.appraisal_types import Appraisal
from sel.affect.hormones import HORMONES, STILL, Levels, clamp
from sel.affect.state import KEPT_MOVES, AffectState
from sel.events import HormoneMove

SHARED = 0.35
"""Share of what a channel stirs that reaches the inner state (SEL's own figure): three channels at
once move it as much as the desk does, and a single loud one does not rule it."""


@dataclass(frozen=True, slots=True)
class Local:
    """What a channel's levels differ by from the inner state's at a Unix second, the newest changes
    that came about there, and its own `mode`, "" for that of the rest."""

    offsets: Levels = STILL
    at: float = 0.0
    moves: tuple[HormoneMove, ...] = ()
    mode: str = ""

    def left(self, now: float) -> Levels:
        """The offsets at a later second; a clock set back changes nothing."""
        minutes = max(0.0, now - self.at) / 60
        return tuple(
            offset * math.exp(-hormone.rate * minutes)
            for offset, hormone in zip(self.offsets, HORMONES, strict=True)
        )

    def seen(self, base: AffectState) -> AffectState:
        """The state as it is on this channel."""
        levels = tuple(
            clamp(level + offset)
            for level, offset in zip(base.levels, self.left(base.at), strict=True)
        )
        return replace(base, levels=levels, moves=self.moves, mode=self.mode or base.mode)

    def felt(self, before: AffectState, after: AffectState, appraisal: Appraisal) -> Local:
        """What is left to this channel of something that was felt there; the inner state was
        `before` and is `after`, both at the same moment."""
        here = self.seen(before)
        levels, made = stimuli.apply(here.levels, appraisal, after.at)
        offsets = tuple(level - shared for level, shared in zip(levels, after.levels, strict=True))
        moves = (*self.moves, *made)[-KEPT_MOVES:]
        return replace(self, offsets=offsets, at=after.at, moves=moves)
