"""SEL's inner state at one moment, and the two ways it goes on: time passes, a message is felt.

Immutable; whoever holds it replaces it. Moments come in as Unix seconds with the local hour, this
module reads no clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from sel.affect import dynamics, stimuli
from sel.affect.appraisal_types import Appraisal
from sel.affect.drives import Drives, drives
from sel.affect.expression import Expression, express
from sel.affect.hormones import STILL, Levels, named
from sel.affect.modes import tint
from sel.affect.mood import Mood, mood
from sel.events import AffectView, HormoneMove

KEPT_MOVES = 24
KEPT_MINUTES = 60
FOCUS_WISH = 0.15
"""What `deep_focus` adds to being focused: a little drive is then enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectState:
    """Levels at a moment.

    `at` is in Unix seconds, `hour` local (0..24); `silence` is minutes since anyone spoke to SEL;
    `moves` are the newest changes, newest last; `minutes` holds the levels at each full minute of
    the last hour, oldest first. `temper` is what a persona's baselines differ
    by from SEL's own.
    """

    levels: Levels
    at: float
    hour: float
    mode: str = "casual"
    silence: float = 0.0
    moves: tuple[HormoneMove, ...] = ()
    minutes: tuple[Levels, ...] = ()
    temper: Levels = STILL

    @property
    def rest(self) -> Levels:
        """Where the levels would be at this hour if nothing had happened."""
        return dynamics.rest(self.hour, self.temper)

    @property
    def drives(self) -> Drives:
        """The derived wants, measured from SEL's own rest: a persona's temper shows in its manner,
        not as a mood that never ends."""
        return drives(self.levels, dynamics.rest(self.hour))

    @property
    def mood(self) -> Mood:
        """The one word."""
        focus = FOCUS_WISH if self.mode == "deep_focus" else 0.0
        return mood(self.levels, self.rest, self.drives, focus=focus)

    def expression(self) -> Expression:
        """How to say things now."""
        return express(self.drives, self.mood, self.mode)

    def advance_to(self, now: float, hour: float) -> AffectState:
        """The state at Unix second `now`, when the local hour is `hour`.

        Exact however often it is called. A clock set back changes nothing but the clock.
        """
        minutes = (now - self.at) / 60
        if minutes <= 0.0:
            return replace(self, at=now, hour=hour)
        start = hour - minutes / 60
        levels, kept = self._through(minutes, start, math.floor(now / 60))
        return replace(
            self,
            levels=levels,
            at=now,
            hour=hour,
            silence=self.silence + minutes,
            minutes=(*self.minutes, *kept)[-KEPT_MINUTES:],
        )

    def feel(
        self, appraisal: Appraisal, now: float, hour: float, *, share: float = 1.0
    ) -> AffectState:
        """The state after a message (a `share` of it); its moves come with their reasons, and
        silence ends."""
        here = self.advance_to(now, hour)
        levels, made = stimuli.apply(here.levels, appraisal, now, share=share)
        return replace(here, levels=levels, silence=0.0, moves=(*here.moves, *made)[-KEPT_MOVES:])

    def in_mode(self, mode: str) -> AffectState:
        """The same state in another mode. Raises `SettingError` for an unknown one."""
        tint(mode)
        return replace(self, mode=mode)

    def view(self) -> AffectView:
        """The state as a face shows it."""
        columns = zip(*self.minutes, strict=True) if self.minutes else ()
        return AffectView(
            levels=named(self.levels),
            targets=named(self.rest),
            drives=self.drives.as_dict(),
            mood=self.mood,
            mode=self.mode,
            moves=self.moves,
            history=dict(zip(named(self.levels), columns, strict=False)),
        )

    def _through(
        self, minutes: float, start: float, last_minute: int
    ) -> tuple[Levels, list[Levels]]:
        """Levels `minutes` later, and those at each full minute on the way (the last hour's)."""
        first = max(math.floor(self.at / 60) + 1, last_minute - KEPT_MINUTES + 1)
        levels, done, kept = self.levels, 0.0, []
        for full in range(first, last_minute + 1):
            step = (full * 60 - self.at) / 60 - done
            levels = self._advance(levels, step, start, done)
            done += step
            kept.append(levels)
        return self._advance(levels, minutes - done, start, done), kept

    def _advance(self, levels: Levels, step: float, start: float, done: float) -> Levels:
        silence = self.silence + done
        return dynamics.advance(levels, max(0.0, step), start + done / 60, silence, self.temper)


def at_rest(now: float, hour: float, mode: str = "casual", temper: Levels = STILL) -> AffectState:
    """SEL as it is at this local hour when nothing has happened, with an uneventful hour behind it.

    Raises `SettingError` for an unknown mode.
    """
    tint(mode)
    full = math.floor(now / 60)
    past = [hour - (now / 60 - minute) / 60 for minute in range(full - KEPT_MINUTES + 1, full + 1)]
    return AffectState(
        levels=dynamics.rest(hour, temper),
        at=now,
        hour=hour,
        mode=mode,
        minutes=tuple(dynamics.rest(then, temper) for then in past),
        temper=temper,
    )
