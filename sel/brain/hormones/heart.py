"""The living inner state: holds the affect, lets time pass, feels messages, tells the bus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from sel.affect.appraisal_types import Appraisal
from sel.affect.clock import local_hour
from sel.affect.expression import Expression
from sel.affect.state import AffectState, at_rest
from sel.bus import Bus
from sel.events import DESK, AffectView, HormonesChanged, ModeChanged

TICK = 2.0
"""Seconds between two looks at the clock; levels are exact whatever this is."""
FRESH = 0.1
"""Seconds for which a state is taken for the present one: no level moves by a thousandth."""


class Heart:
    """One inner state shared by every channel."""

    def __init__(
        self,
        zone: str,
        mode: str,
        clock: Callable[[], float] = time.time,
        state: AffectState | None = None,
    ) -> None:
        self._zone, self._clock = zone, clock
        now = clock()
        self._state = state or at_rest(now, local_hour(now, zone), mode)
        self._felt: Callable[[str, Appraisal], None] | None = None

    def now(self) -> AffectState:
        """The state at this moment."""
        at = self._clock()
        if not 0 <= at - self._state.at < FRESH:
            self._state = self._state.advance_to(at, local_hour(at, self._zone))
        return self._state

    def view(self) -> AffectView:
        """The state at this moment as a face shows it."""
        return self.now().view()

    def expression(self) -> Expression:
        """How to say things at this moment."""
        return self.now().expression()

    def foresee(self, appraisal: Appraisal) -> Expression:
        """How to say things once this will have been felt; nothing is felt now."""
        at = self._clock()
        return self.now().feel(appraisal, at, local_hour(at, self._zone)).expression()

    def on_feel(self, hook: Callable[[str, Appraisal], None]) -> None:
        """Call this with the channel and what was felt there, each time."""
        self._felt = hook

    def feel(self, appraisal: Appraisal, bus: Bus, channel: str = DESK) -> None:
        """Let a message move the hormones."""
        at = self._clock()
        self._state = self._state.feel(appraisal, at, local_hour(at, self._zone))
        bus.publish(HormonesChanged(affect=self._state.view()))
        if self._felt is not None:
            self._felt(channel, appraisal)

    def set_mode(self, mode: str, bus: Bus) -> None:
        """Change the mode. Raises `SettingError` for an unknown one."""
        self._state = self.now().in_mode(mode)
        bus.publish(ModeChanged(mode=mode))
        bus.publish(HormonesChanged(affect=self._state.view()))

    async def beat(self, bus: Bus) -> None:
        """Tell the bus how time moves the levels, for ever."""
        while True:
            await asyncio.sleep(TICK)
            bus.publish(HormonesChanged(affect=self.view()))
