"""One reply, from SEL's typing to the last edit: follows its turn and writes what is new."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bridge.replies.course import Course
from bridge.replies.letters import units
from bridge.replies.pace import FIRST_SECONDS, RETRY_SECONDS, Typist, next_write, ready
from bridge.replies.paging import PAGE, pages
from bridge.replies.ports import PlaceBusy, PlaceGone
from bridge.replies.safety import safe
from bridge.replies.sign import Typing
from bridge.replies.writing import Writing
from sel.events import ErrorView, TurnEnded, TurnFailed, TurnFinished, TurnInterrupted

log = logging.getLogger(__name__)

MARK = "—"
"""Stands behind a reply that was broken off."""
ROOM = PAGE - 8
"""Characters of a page; the rest is for the mark."""
SPEECHLESS = "I found no words for that. Please ask me in another way."
"""Stands where a reply to somebody would stand that has nothing in it: a model began to go round in
circles at once, or wrote only what nobody should see."""
WEIGHT = 100
"""Characters from which on a reply is worth keeping, though its question was deleted."""
_FOR_PEOPLE = {"PromptTooLong": "That is too long for me. Please send it in parts."}
_NOW = 1e-4
"""Seconds that are not worth waiting, and may be too few for a clock to move."""
WITHDRAWN_SECONDS = 3.0
"""After its question is gone, a turn that tells nothing is waited for so long."""


@dataclass(frozen=True, slots=True)
class Style:
    """How replies are written: while they are made (`stream`), or when a person would have typed
    them (`delay`). `holds_secret` is asked of every word that goes out."""

    stream: bool
    delay: bool
    holds_secret: Callable[[str], bool]

    def pages(self, text: str, *, whole: bool) -> list[str]:
        """A reply as messages; with more to come, what is undecided is left out."""
        return pages(safe(text, self.holds_secret, whole=whole), ROOM)


class Telling:
    """See the module. `run` it; the other methods may be called meanwhile."""

    def __init__(
        self, writing: Writing, style: Style, clock: Callable[[], float], *, addressed: bool
    ) -> None:
        self.writing = writing
        self.gone = self.unsaid = self.passed_on = False
        self.ended = asyncio.Event()
        self._style, self._clock, self.addressed = style, clock, addressed
        self._typist = Typist(clock())
        self._typing = Typing(writing.place)
        self._course: Course | None = None
        self._retry_at = float("-inf")
        self._withdrawn_at = float("inf")
        self._keep = False
        self._stopped, self._now = asyncio.Event(), asyncio.Event()
        if addressed:
            self._typing.start()

    # ------------------------------------------------------------ from outside

    def address(self) -> None:
        """Somebody waits for it who spoke to SEL."""
        self.addressed = True
        if not self.writing.begun:
            self._typing.start()

    def stop(self) -> None:
        """Write no more than is there (the turn is ended by the mind). One whose turn has not come
        is left alone."""
        course = self._course
        if course is not None and (course.answering or course.ended is not None):
            self._stopped.set()

    def hurry(self) -> None:
        """Discord can be reached again, or SEL is leaving: try now what waits for its next try."""
        self._now.set()

    def withdraw(self, *, keep: bool) -> None:
        """The question is gone: write no more; what is there is kept for a new answer, or judged
        by its weight."""
        self._withdrawn_at, self._keep = self._clock(), keep
        self._stopped.set()
        if self._course is not None:
            self._course.changed.set()
            self._course.over.set()

    async def fail(self, error: ErrorView) -> None:
        """The turn could not even begin: say so to who spoke to SEL."""
        if self.addressed:
            await self._finish([_sentence(error, self._style)])
        await self.close()

    async def close(self) -> None:
        """It is over, however it went."""
        self._course = None
        await self._typing.stop()
        self.ended.set()

    # ------------------------------------------------------------ the turn

    async def run(self, course: Course) -> str:
        """Follow a turn to its end; the reply if it became whole, else ""."""
        self._course = course
        try:
            await self._follow(course)
            return await self._conclude(course)
        finally:
            await self.close()

    async def _follow(self, course: Course) -> None:
        while course.ended is None and not self.gone:
            course.changed.clear()
            if course.answering:
                self._typing.start()
            wait = self._wait(course)
            if wait is not None and wait < _NOW:
                if self._withdrawn:
                    return
                await self._write(self._style.pages(course.text, whole=False))
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._news(course, wait).wait()

    def _news(self, course: Course, wait: float | None) -> asyncio.Event:
        """What ends a wait: between two writes no more text, or each token would wake this."""
        pacing = wait is not None and self.writing.begun and not self._withdrawn
        return course.over if pacing else course.changed

    @property
    def _withdrawn(self) -> bool:
        return self._withdrawn_at < float("inf")

    def _wait(self, course: Course) -> float | None:
        """Seconds until there is something to do; None where only the turn can tell."""
        now = self._clock()
        if self._withdrawn:
            return self._withdrawn_at + WITHDRAWN_SECONDS - now
        if not self._style.stream or course.begun_at is None or self._stopped.is_set():
            return None
        if not self.writing.begun:
            return self._wait_to_begin(course, now - course.begun_at)
        due = next_write(self.writing.last, self.writing.place.pause("edit"))
        if (wait := max(due, self._retry_at) - now) >= _NOW:
            return wait
        shown = self.writing.shows(self._style.pages(course.text, whole=False))
        return None if shown else 0

    def _wait_to_begin(self, course: Course, since: float) -> float | None:
        if not any(shown := self._style.pages(course.text, whole=False)):
            return None
        return 0 if ready(shown[0], since) else FIRST_SECONDS - since

    async def _write(self, messages: Sequence[str]) -> None:
        """Show what there is so far; what does not work now is in the next write."""
        try:
            await self.writing.show(messages)
            await self._typing.stop()
        except PlaceBusy:
            self._retry_at = self._clock() + RETRY_SECONDS[1]
        except PlaceGone:
            self.gone = True

    # ------------------------------------------------------------ the end

    async def _conclude(self, course: Course) -> str:
        if self.gone:
            return ""
        if isinstance(course.ended, TurnFinished) and not self._withdrawn:
            messages = self._style.pages(course.text, whole=True)
            if not messages and self.addressed:
                messages = [SPEECHLESS]
            if await self._finish(messages, typed=True):
                return course.text
        if self._withdrawn:
            self.unsaid = True
            await self._take_back()
        else:
            cut = isinstance(course.ended, TurnInterrupted) and not course.ended.partial
            self.passed_on = cut and not self.writing.begun and not self._stopped.is_set()
            await self._finish(self._broken(course.ended))
        return ""

    def _broken(self, ended: TurnEnded | None) -> list[str]:
        """The messages of a reply that did not become whole; none where nothing is to be said."""
        match ended:
            case TurnInterrupted() if self.writing.begun:
                return _with(self._style.pages(ended.partial, whole=True), MARK, " ")
            case TurnFailed() if self.writing.begun or self.addressed:
                said = self._style.pages(ended.partial, whole=True)
                return _with(said, _sentence(ended.error, self._style), "\n\n")
        return []

    async def _take_back(self) -> None:
        """The question is gone. What was only begun goes, too; what weighs something is marked."""
        if self._keep or not self.writing.posted:
            return
        said = sum(len(one.text) for one in self.writing.posted)
        if said < WEIGHT:
            with contextlib.suppress(PlaceBusy, PlaceGone):
                await self.writing.take_back()
        else:
            await self._finish(_with([one.text for one in self.writing.posted], MARK, " "))

    async def _finish(self, messages: list[str], *, typed: bool = False) -> bool:
        """Write the end, as often as it takes, and nothing for no messages; whether it is there."""
        if typed and self._style.delay and not await self._type(messages):
            return False
        for seconds in (*RETRY_SECONDS, None) if messages else ():
            try:
                await self.writing.show(messages, whole=True)
            except PlaceGone:
                self.gone = True
                return False
            except PlaceBusy:
                if seconds is not None:
                    await self._pause(seconds)
            else:
                return True
        if messages:
            log.warning("a reply could not be written to its end")
        return False

    async def _pause(self, seconds: float) -> None:
        """Wait before the next try, or until somebody says that now is the time."""
        self._now.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._now.wait()

    async def _type(self, messages: list[str]) -> bool:
        """Write all but the last message as a person would have them done, and wait until the last
        would be; False when it was stopped before that."""
        for number in range(1, len(messages) + 1):
            done = self._typist.done(sum(map(len, messages[:number])))
            if await self._stopped_before(done):
                return False
            if number < len(messages):
                await self._write(messages[:number])
        return True

    async def _stopped_before(self, time: float) -> bool:
        """Wait until a time of the clock; True when it was stopped first."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, time - self._clock())):
                await self._stopped.wait()
        return self._stopped.is_set()


def _sentence(error: ErrorView, style: Style) -> str:
    """An error as people on Discord read it: what to do about SEL's machine is for its owner."""
    if error.kind == "InputRefused":
        told = f"{error.title} {error.hint}".strip()
    else:
        told = _FOR_PEOPLE.get(error.kind, f"{error.title} Please try again in a while.")
    return safe(told, style.holds_secret)[:ROOM]


def _with(messages: list[str], more: str, between: str) -> list[str]:
    """The messages with something behind the last, or after it where there is no room."""
    if not messages:
        return [more] if between != " " else []
    gap = "\n" if messages[-1].endswith("```") and between == " " else between
    longer = f"{messages[-1]}{gap}{more}"
    return [*messages[:-1], longer] if units(longer) <= PAGE else [*messages, more]
