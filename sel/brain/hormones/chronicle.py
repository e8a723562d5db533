"""How the hormones went: samples of the heart on every channel that talks.

In RAM there is all of this process, and what lay on the disk before. On the disk there is what was
felt while everybody on a channel let SEL remember them; it is written in the memory's thread, when
five minutes are over and at the end. A sample takes a turn microseconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sel.affect.appraisal.reasons import generic
from sel.affect.appraisal_types import Appraisal
from sel.affect.history.port import Keeper, RamTiles
from sel.affect.history.pyramid import BACKWARDS
from sel.affect.hormones import Levels
from sel.affect.state import AffectState
from sel.brain.hormones.check_in import OFFERED, CheckIn
from sel.brain.hormones.heart import Day, Heart
from sel.brain.hormones.ledger import Ledger, Step, receipt
from sel.brain.memory.shelf import Shelf
from sel.brain.parts import Parts
from sel.bus import Bus
from sel.events import DESK, NoticeGiven
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.memory.library import Library

SAMPLE_SECONDS = 30.0
"""Between two samples of the desk, and of every channel in conversation."""
WRITE_EVERY = 10
"""Samples between two writes: five minutes, as long as the finest tile."""
TALK_SECONDS = 300.0
"""A channel is in conversation for so long after something was felt there."""
BELIEVED_SECONDS = 3600.0
"""A clock that runs behind the newest sample is believed after so long, as one that leaps ahead."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Company:
    """Who is there: the `people` of a channel, whether SEL may remember one of them (`allowed`),
    whether anybody is being answered (`busy`); in a block of `problems`, what fails is told."""

    people: Callable[[str], Collection[str]]
    allowed: Callable[[str], bool]
    busy: Callable[[], bool]
    problems: Callable[[], AbstractContextManager[None]]


class Chronicle:
    """The histories of one brain; all but `erase` in its loop."""

    def __init__(
        self, parts: Parts, heart: Heart, bus: Bus, shelf: Shelf, company: Company
    ) -> None:
        self._parts, self._heart, self._bus, self._shelf = parts, heart, bus, shelf
        self._company = company
        zone = parts.settings.timezone
        self.shown = Keeper(RamTiles(), zone)
        """Everything that is known, per channel."""
        self._ledger = (
            Ledger(parts.hormone_folder, zone, self._tell)
            if parts.hormone_folder is not None and shelf.there
            else None
        )
        self._check_in = CheckIn(self.shown, bus, zone)
        self._talked: dict[str, float] = {}
        self._behind: dict[str, float] = {}
        self._said: set[str] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reading: asyncio.Task[None] | None = None
        self._tasks = TaskOwner("chronicle")
        heart.on_feel(self.felt)

    def day(self) -> Day:
        """How a day goes, and where it is now."""
        return self._heart.day()

    def now(self) -> float:
        """Unix seconds."""
        return self._parts.clock()

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Begin; what is on the disk is read beside everything else."""
        self._loop = asyncio.get_running_loop()
        self._reading = self._tasks.start(self._read(), "read", Stage.BACKGROUND)
        self._tasks.start(self._live(), "live", Stage.BACKGROUND)

    async def stop(self) -> None:
        """Write what is not written yet, and let go of the disk."""
        await self._tasks.stop()
        if self._ledger is not None and not self._ledger.idle:
            await self._asked(self._ledger.close)

    async def _live(self) -> None:
        await self.ready()  # who is there, too: what is sampled first may go to the disk
        while True:
            for _ in range(WRITE_EVERY):
                self.sample()
                await asyncio.sleep(SAMPLE_SECONDS)
            await self.write()
            self.check_in()

    # ------------------------------------------------------------ samples

    def felt(self, channel: str, appraisal: Appraisal) -> None:
        """Something was said on a channel: how the heart is now, and why. It is taken down when the
        turn first waits for something."""
        state = self._heart.sel(channel)
        self._talked[channel] = state.at
        asyncio.get_running_loop().call_soon(self._feel, channel, state, appraisal)

    def _feel(self, channel: str, state: AffectState, appraisal: Appraisal) -> None:
        self.sample(channel, state)
        for reason in generic(appraisal.reasons, appraisal.emotions, appraisal.valence):
            self._note(channel, state.at, reason)

    def sample(self, there: str = "", was: AffectState | None = None) -> None:
        """Take the heart's levels into the history of the desk and of every channel that talks: as
        they are there, or as they `was` on one channel, `there`."""
        now = was.at if was is not None else self._heart.sel().at
        self._talked = {
            one: at for one, at in self._talked.items() if abs(now - at) <= TALK_SECONDS
        }
        for channel in dict.fromkeys((DESK, *self._talked)):
            state = was if was is not None and channel == there else self._heart.sel(channel)
            self._take(channel, state.at, state.levels)

    def check_in(self) -> None:
        """Ask gently how things are, where that is wanted, nobody is being answered, and it is
        time."""
        if not self._parts.settings.checkins or self._company.busy():
            return
        now = self.now()
        if self._check_in.look(now):
            self._note(DESK, now, OFFERED)

    def _take(self, channel: str, at: float, levels: Levels) -> None:
        try:
            added = self.shown.add(channel, at, levels)
        except ValueError as error:  # a clock on no calendar; its words are SEL's own
            self._say(f"The hormones of this moment were not taken down: {error}.")
            return
        if added.said:
            self._say(added.said, "clock")
        self._keep(channel, lambda keeper: keeper.add(channel, at, levels))
        if added.late <= BACKWARDS:
            self._behind.pop(channel, None)
            return
        since = self._behind[channel] = min(at, self._behind.get(channel, at))
        if at - since >= BELIEVED_SECONDS:
            del self._behind[channel]
            self.shown.right(channel, at)
            self._keep(channel, lambda keeper: keeper.right(channel, at))

    def _note(self, channel: str, at: float, reason: str) -> None:
        """Something happened."""
        try:
            self.shown.happened(channel, at, reason)
        except ValueError:  # as above, where it was told
            return
        self._keep(channel, lambda keeper: keeper.happened(channel, at, reason))

    def _keep(self, channel: str, step: Step) -> None:
        """On the disk, too, if everybody there may be remembered."""
        if self._ledger is not None and self.kept(channel):
            self._ledger.put(channel, self._company.people(channel), step)

    def kept(self, channel: str) -> bool:
        """Whether what is felt on a channel goes to the disk now."""
        people = self._company.people(channel)
        there = self._ledger is not None and bool(people)
        return there and all(map(self._company.allowed, people))

    # ------------------------------------------------------------ the disk

    async def ready(self) -> None:
        """Return when what lay on the disk is known."""
        if self._reading is not None:
            await asyncio.wait((self._reading,))

    async def _read(self) -> None:
        """Take in what lies on the disk."""
        if self._ledger is None:
            return
        for channel, found in (await self._asked(self._ledger.read) or {}).items():
            self.shown.join(channel, *found)

    async def write(self) -> None:
        """Write what waits."""
        if self._ledger is not None and not self._ledger.idle:
            await self._asked(self._ledger.write)

    def erase(self, person: str) -> dict[str, int]:
        """In the memory's thread: a person's channels leave RAM and disk; what went, for the
        receipt. Raises `StoreError`."""
        gone = self._ledger.erase(person) if self._ledger is not None else []
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._forget, person, gone)
        return receipt(gone)

    def _forget(self, person: str, gone: Collection[str]) -> None:
        for channel in self.shown.channels():
            if channel in gone or person in self._company.people(channel):
                self.shown.forget(channel)

    async def _asked(self, work: Callable[[Library], T]) -> T | None:
        """What the memory's thread makes of it; None where it failed, which is told."""
        with self._company.problems():
            return await self._shelf.ask(work)
        return None

    # ------------------------------------------------------------ telling

    def _tell(self, text: str) -> None:
        """From the memory's thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._say, text)

    def _say(self, title: str, kind: str = "") -> None:
        """Tell it, the same thing or kind of thing once."""
        if (kind or title) not in self._said:
            self._said.add(kind or title)
            self._bus.publish(NoticeGiven(title=title, level="warning"))
