"""The living inner state: holds the affect, lets time pass, feels messages, tells the bus.

One state for all channels, and around it what was felt in each of them alone (`sel.affect.local`).
Where SEL is another persona at the desk, that one feels what is said there, and SEL's own state
lives on beside it.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from sel.affect import dynamics
from sel.affect.appraisal_types import Appraisal
from sel.affect.clock import local_hour
from sel.affect.expression import Expression
from sel.affect.hormones import HORMONES, Levels
from sel.affect.local import SHARED, Local
from sel.affect.modes import tint
from sel.affect.state import AffectState, at_rest
from sel.brain.hormones.shared import Felt, SharedFeelings
from sel.bus import Bus
from sel.events import DESK, AffectView, HormonesChanged, ModeChanged

TICK = 2.0
"""Seconds between two looks at the clock; levels are exact whatever this is."""
STEPS = 48
"""Of a day's curve: half hours."""
FRESH = 0.1
"""Seconds for which a state is taken for the present one: no level moves by a thousandth."""
MOST_PLACES = 10_000
"""Channels with a mood of their own; of more, those silent for longest have none."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the hormones have it: the local `hour` now (0..24), `since` when the mood at the
    desk last changed (Unix seconds, 0 for not since the start), and per hormone where it rests
    (0..1), at equal steps from one midnight to the next."""

    hour: float
    since: float
    curves: Mapping[str, tuple[float, ...]]


class Heart:
    """One inner state shared by every channel."""

    def __init__(
        self,
        zone: str,
        mode: str,
        clock: Callable[[], float] = time.time,
        state: AffectState | None = None,
        shared: SharedFeelings | None = None,
    ) -> None:
        """With `shared`, others feel along: what is felt counts once it has its place among all."""
        self._zone, self._clock = zone, clock
        now = clock()
        self._state = state or at_rest(now, local_hour(now, zone), mode)
        self._settled = self._state
        self._places: OrderedDict[str, Local] = OrderedDict()
        self._felt: Callable[[str, Appraisal], None] | None = None
        self._bus: Bus | None = None
        self._shared = shared
        self._own: dict[str, str] = {}
        self._selves: dict[str, AffectState] = {}
        self._self = ""
        self._mood, self._since = "", 0.0
        if shared is not None:
            shared.follow(self._take)

    def now(self, channel: str = DESK) -> AffectState:
        """The state at this moment, as it is on a channel."""
        at = self._clock()
        if not 0 <= at - self._state.at < FRESH:
            self._state = self._state.advance_to(at, local_hour(at, self._zone))
        if channel == DESK and self._self:
            return self._other(at)
        local = self._places.get(self._sign(channel))
        return self._state if local is None else local.seen(self._state)

    def sel(self, channel: str = DESK) -> AffectState:
        """The same, but SEL's own whoever it is at the desk."""
        here, self._self = self._self, ""
        try:
            return self.now(channel)
        finally:
            self._self = here

    def _other(self, at: float) -> AffectState:
        """The state of the persona at the desk."""
        state = self._selves[self._self]
        if not 0 <= at - state.at < FRESH:
            state = self._selves[self._self] = state.advance_to(at, local_hour(at, self._zone))
        return state

    def become(self, persona: str, temper: Levels, bus: Bus) -> None:
        """Be this persona at the desk from now on, "" for SEL's own; `temper` is what its baselines
        differ by. What it felt before is still there, with as much time gone by."""
        at = self._clock()
        if persona and persona not in self._selves:
            rest = at_rest(at, local_hour(at, self._zone), self._state.mode, temper)
            self._selves[persona] = rest
        elif persona:
            self._selves[persona] = replace(
                self._selves[persona], temper=temper, mode=self._state.mode
            )
        if persona != self._self:
            self._self = persona
            bus.publish(HormonesChanged(affect=self.view()))

    def view(self, channel: str = DESK) -> AffectView:
        """The state at this moment as a face shows it."""
        state = self.now(channel)
        view = state.view()
        if channel == DESK and view.mood != self._mood:
            self._since = state.at if self._mood else 0.0
            self._mood = view.mood
        return view

    def day(self) -> Day:
        """How a day goes here, for who SEL is at the desk."""
        state = self.now()
        steps = [dynamics.rest(24 * step / STEPS, state.temper) for step in range(STEPS)]
        curves = zip(*steps, strict=True)
        names = (hormone.name for hormone in HORMONES)
        return Day(state.hour, self._since, dict(zip(names, curves, strict=True)))

    def expression(self, channel: str = DESK) -> Expression:
        """How to say things at this moment."""
        return self.now(channel).expression()

    def foresee(self, appraisal: Appraisal) -> Expression:
        """How to say things once this will have been felt; nothing is felt now."""
        at = self._clock()
        return self.now().feel(appraisal, at, local_hour(at, self._zone)).expression()

    def on_feel(self, hook: Callable[[str, Appraisal], None]) -> None:
        """Call this with the channel and what was felt there, each time it was felt here."""
        self._felt = hook

    def feel(self, appraisal: Appraisal, bus: Bus, channel: str = DESK, id: str = "") -> None:
        """Let a message move the hormones. `id` is its name among all that share this state."""
        self._bus = bus
        if channel == DESK and self._self:
            at = self._clock()
            hour = local_hour(at, self._zone)
            self._selves[self._self] = self._other(at).feel(appraisal, at, hour)
            bus.publish(HormonesChanged(affect=self.view()))
            return
        name = self._sign(id) if id else uuid.uuid4().hex
        felt = Felt(id=name, channel=self._sign(channel), at=self._clock(), appraisal=appraisal)
        self._own[name] = channel
        if self._shared is not None:
            self._shared.put(felt)
        else:
            self._take(felt)

    def _take(self, felt: Felt) -> None:
        """Feel it, at its own time. Those who share a state must come to the same one, whenever
        they looked at it meanwhile: they go on from the last feeling, not from the last look."""
        at, hour = felt.at, local_hour(felt.at, self._zone)
        last = self._state if self._shared is None else self._settled
        before = last.advance_to(at, hour)
        share = 1.0 if felt.channel == DESK else SHARED
        self._state = self._settled = before.feel(felt.appraisal, at, hour, share=share)
        if felt.channel != DESK:
            self._take_there(felt, before)
        if self._bus is not None:
            self._bus.publish(HormonesChanged(affect=self._shown()))
        here = self._own.pop(felt.id, "")
        if here and self._felt is not None:  # what was felt elsewhere is in others' histories
            self._felt(here, felt.appraisal)

    def _take_there(self, felt: Felt, before: AffectState) -> None:
        local = self._places.pop(felt.channel, Local())
        self._places[felt.channel] = local.felt(before, self._state, felt.appraisal)
        if len(self._places) > MOST_PLACES:
            self._places.popitem(last=False)

    def forget(self, channel: str) -> None:
        """Let go of what was felt in one channel alone."""
        self._places.pop(self._sign(channel), None)

    def set_mode(self, mode: str, bus: Bus, channel: str = DESK) -> None:
        """Change the mode of a channel; the desk's is that of all that have none of their own.
        Raises `SettingError` for an unknown one."""
        if channel != DESK:
            tint(mode)
            sign = self._sign(channel)
            self._places[sign] = replace(self._places.pop(sign, Local()), mode=mode)
            bus.publish(ModeChanged(channel=channel, mode=mode))
            return
        self._state, self._settled = self.sel().in_mode(mode), self._settled.in_mode(mode)
        self._selves = {name: state.in_mode(mode) for name, state in self._selves.items()}
        bus.publish(ModeChanged(mode=mode))
        bus.publish(HormonesChanged(affect=self._shown()))

    def _shown(self) -> AffectView:
        """How it is at the desk, as it was computed last."""
        return self._selves[self._self].view() if self._self else self._state.view()

    def _sign(self, name: str) -> str:
        """What a channel or message is called among those who share this state: it lies in their
        database, also for people who gave no leave, so it is not its name."""
        if self._shared is None or name == DESK:
            return name
        return blake2b(name.encode(errors="replace"), digest_size=12).hexdigest()

    async def beat(self, bus: Bus) -> None:
        """Tell the bus how time moves the levels, for ever."""
        while True:
            await asyncio.sleep(TICK)
            bus.publish(HormonesChanged(affect=self.view()))
