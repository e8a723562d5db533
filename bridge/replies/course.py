"""How turns go, as the bus tells it: one subscription for all replies, a course for each turn."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.place import is_here
from bridge.ports import Mind
from sel.bus import Subscription
from sel.company_events import ReactionGiven
from sel.events import (
    ChannelView,
    ErrorView,
    Event,
    MessageRouted,
    MessageView,
    Snapshot,
    TextArrived,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
)
from sel.tasks import Stage, TaskOwner

MOST = 512
"""Courses that are kept for somebody who may ask for them; a turn is asked for at once."""
_MISSED = "Something went wrong while I answered."


@dataclass(slots=True)
class Course:
    """A turn so far. `begun_at` is when its first text came, `answering` that SEL wants to
    answer; `emoji` is all it answers with; `changed` is set at all that happens, `over` when
    nothing more will."""

    turn_id: str
    channel: str
    text: str = ""
    emoji: str = ""
    begun_at: float | None = None
    answering: bool = False
    ended: TurnEnded | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Courses:
    """All turns on Discord's channels. Start it in the loop, before the first message."""

    def __init__(self, mind: Mind, clock: Callable[[], float]) -> None:
        self._mind, self._clock = mind, clock
        self._courses: OrderedDict[str, Course] = OrderedDict()
        self._followed: set[str] = set()
        self._subscription: Subscription | None = None
        self._tasks = TaskOwner("replies")

    def start(self) -> None:
        """Listen to the bus; again does nothing."""
        if self._subscription is None:
            self._subscription = self._mind.subscribe()
            self._tasks.start(self._listen(self._subscription), "bus", Stage.INPUT)

    async def stop(self) -> None:
        """Listen no more."""
        if self._subscription is not None:
            self._subscription.close()
        await self._tasks.stop()
        self._subscription = None

    def follow(self, turn_id: str, channel: str) -> Course:
        """The course of a turn, whatever was told of it already. Let it go with `leave`."""
        self._followed.add(turn_id)
        return self._course(turn_id, channel)

    def leave(self, course: Course) -> None:
        """Nobody needs this course any more."""
        self._followed.discard(course.turn_id)
        self._courses.pop(course.turn_id, None)

    def _course(self, turn_id: str, channel: str) -> Course:
        if turn_id not in self._courses:
            self._courses[turn_id] = Course(turn_id, channel)
            self._forget()
        return self._courses[turn_id]

    def _forget(self) -> None:
        """Turns that somebody else follows, or nobody, are not kept for ever."""
        for turn_id in list(self._courses)[: max(0, len(self._courses) - MOST)]:
            if turn_id not in self._followed:
                del self._courses[turn_id]

    async def _listen(self, subscription: Subscription) -> None:
        async for event in subscription:
            if isinstance(event, Snapshot):
                self._catch_up(event)
            elif event.turn_id and is_here(event.channel):
                self._hear(event)

    def _hear(self, event: Event) -> None:
        course = self._course(event.turn_id, event.channel)
        if course.ended is not None:  # an interrupt overtakes what was told before it
            return
        match event:
            case TextArrived():
                self._grow(course, course.text + event.text)
            case TurnEnded():
                self._end(course, event)
            case ReactionGiven():
                course.emoji = event.emoji
            case MessageRouted():
                course.answering = True
            case _:
                return
        course.changed.set()

    def _grow(self, course: Course, text: str) -> None:
        if course.begun_at is None and text:
            course.begun_at = self._clock()
        course.text, course.answering = text, True

    def _end(self, course: Course, ending: TurnEnded) -> None:
        if isinstance(ending, TurnFinished):
            course.text = ending.text
        elif isinstance(ending, TurnInterrupted | TurnFailed):
            course.text = ending.partial
        course.ended = ending
        course.over.set()

    # ------------------------------------------------------------ having fallen behind

    def _catch_up(self, snapshot: Snapshot) -> None:
        """What was missed, from the picture of all there is."""
        for course in list(self._courses.values()):
            if course.ended is None and course.turn_id in self._followed:
                view = snapshot.channels.get(course.channel, ChannelView())
                self._compare(course, view)
                course.changed.set()

    def _compare(self, course: Course, view: ChannelView) -> None:
        mine = _of(course, view)
        if mine and mine[-1].role == "sel":
            heard, reply = bool(course.text), mine[-1]
            self._grow(course, reply.text)
            if reply.state != "streaming":
                self._end(course, _ending(course, reply, heard=heard))
        elif not view.answering and (mine or self._lost(course)):
            self._end(course, _broken_off(course))

    def _lost(self, course: Course) -> bool:
        """Whether a turn that is not in an old picture is not in a new one either."""
        now = self._mind.snapshot().channels.get(course.channel, ChannelView())
        return not now.answering and not _of(course, now)


def _of(course: Course, view: ChannelView) -> list[MessageView]:
    return [one for one in view.messages if one.turn_id == course.turn_id]


def _broken_off(course: Course) -> TurnInterrupted:
    return TurnInterrupted(turn_id=course.turn_id, channel=course.channel, partial=course.text)


def _ending(course: Course, view: MessageView, *, heard: bool) -> TurnEnded:
    """How a turn ended, as its message shows it; of one that failed it is what was said, or if
    nothing was (`heard`), what went wrong."""
    turn_id, channel = course.turn_id, course.channel
    match view.state:
        case "silenced":
            return TurnSilenced(turn_id=turn_id, channel=channel, reason="")
        case "interrupted":
            return _broken_off(course)
        case "failed":
            partial, title = (view.text, _MISSED) if heard else ("", view.text)
            error = ErrorView(kind="SelError", title=title)
            return TurnFailed(turn_id=turn_id, channel=channel, partial=partial, error=error)
        case _:
            return TurnFinished(turn_id=turn_id, channel=channel, text=view.text)
