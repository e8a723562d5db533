"""What SEL knows of itself: how long what took, how fast it was, what it saved and what it cost.

It looks about once a second while it is open and in front, and not at all otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.worker import WorkType

from sel.errors import SelError
from tui.drawings import words
from tui.drawings.hours import happenings, hours
from tui.drawings.kept import cache
from tui.drawings.machine import Track, machine
from tui.drawings.speed import first_word, reuse, speed
from tui.drawings.stages import stages
from tui.drawings.trouble import silences, slow
from tui.drawings.turns import reply_of, waterfall
from tui.drawings.voice import voice
from tui.heard import stats as heard
from tui.screens.figures import FiguresScreen, Keys
from tui.text import one_line
from tui.widgets.readings import Readings

if TYPE_CHECKING:
    from sel.brain.insight import Insight
    from sel.voice_events import VoiceView
    from tui.port import HoursView
    from tui.screens.desk import ScreenDesk

EVERY = 1.0
"""Seconds between two looks at the figures."""
HOURS_EVERY = 60
"""Looks between two at the hormones' hours, which are written down every few minutes."""
WIDE = 100
"""Cells from which there is room for two columns."""
BESIDE = 76
"""Cells from which two short lists stand beside each other."""
LABEL, ENGINE = 24, 43
"""Cells of a label, and of the list of the engine with its labels where another is beside it."""
NOW, CACHE, HORMONES = 0, 3, 6
LOOKING = "Looking…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All there is to draw. `back` is how many turns before the last one is looked at."""

    insight: Insight
    readings: Readings
    track: Track
    hours: HoursView | None
    voice: VoiceView
    back: int


class StatsScreen(FiguresScreen):
    """The figures, live."""

    NAME = "statistics"
    CALM = 10.0
    """Seconds between two tellings of what moves by itself, where it is heard."""
    SECTIONS = ("now", "stages", "speed", "cache", "machine", "trouble", "hormones", "voice")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "earlier", "Earlier turn", show=False, id="stats-earlier"),
        Binding("right", "later", "Later turn", show=False, id="stats-later"),
    ]

    def __init__(self, desk: ScreenDesk, section: int = NOW) -> None:
        super().__init__(section)
        self._desk = desk
        self._seen: Insight | None = None
        self._problem = ""
        self._hours: HoursView | None = None
        self._hours_left = 0
        self._track = Track()
        self._back = 0

    # ------------------------------------------------------------ looking

    def on_mount(self) -> None:
        """Look at once, and again every second."""
        self._timer = self.set_interval(EVERY, self._look_again)
        self._look_again()

    def on_screen_suspend(self) -> None:
        """Something lies over it: no need to look."""
        self._timer.pause()

    def on_screen_resume(self) -> None:
        """In front again."""
        self._timer.resume()

    def _look_again(self) -> None:
        if not any(worker.group == "look" and not worker.is_finished for worker in self.workers):
            looking: WorkType[None] = self._look
            self.run_worker(looking, group="look")

    async def _look(self) -> None:
        try:
            brain = self._desk.brain()
            seen = await brain.insight()
            if self.sections.chosen == HORMONES and self._hours_left <= 0:
                self._hours = await brain.hormone_hours()
                self._hours_left = HOURS_EVERY
        except SelError as error:
            self._problem = error.sentence()
        else:
            self._keep(seen)
        self.draw()

    def _keep(self, seen: Insight) -> None:
        """What is looked at stays the same turn, whatever comes after."""
        if self._back and self._seen is not None and self._seen.turns:
            looked = self._seen.turns[-1 - self._back].turn_id
            ids = [turn.turn_id for turn in seen.turns]
            self._back = len(ids) - 1 - ids.index(looked) if looked in ids else len(ids) - 1
        if self._seen is None or seen.at > self._seen.at:  # a moment is one reading, however often
            self._track.add(seen.processes)  # one looks at it
        self._problem, self._seen = "", seen
        self._hours_left -= 1
        engine = seen.engine
        self.note(f"{engine.state} · up {words.seconds(max(seen.at - seen.since, 0))}")

    # ------------------------------------------------------------ drawing

    def columns(self, width: int, height: int) -> Sequence[Content]:
        """The chosen section."""
        seen = self._all()
        if seen is None:
            return [words.calm(self._problem or LOOKING)]
        return DRAWERS[self.sections.chosen](seen, width, height)

    def told(self) -> Iterable[str]:
        """The same in words."""
        seen = self._all()
        return [self._problem or LOOKING] if seen is None else TELLERS[self.sections.chosen](seen)

    def _all(self) -> Seen | None:
        if self._seen is None or self._problem:
            return None
        return Seen(
            insight=self._seen,
            readings=self._desk.feed.readings,
            track=self._track,
            hours=self._hours,
            voice=self._desk.feed.voice.view,
            back=self._back,
        )

    def keys_now(self) -> Keys:
        """The keys of this section."""
        keys: list[tuple[str, str, str]] = [("1-8", "views", "screen.next(1)")]
        if self.sections.chosen == NOW:
            keys += [("←", "earlier turn", "screen.earlier"), ("→", "later", "screen.later")]
        return [*keys, ("Esc", "back", "screen.dismiss")]

    def action_earlier(self) -> None:
        """Look at the turn before."""
        self._turn(1)

    def action_later(self) -> None:
        """Look at the turn after."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self._seen is not None and self.sections.chosen == NOW:
            self._back = min(max(self._back + by, 0), max(len(self._seen.turns) - 1, 0))
            self.draw()

    def on_sections_chosen(self) -> None:
        """What only this section shows is looked at now."""
        self._look_again()


def _half(width: int) -> int:
    return (width - 5) // 2


def _now(seen: Seen, width: int, height: int) -> Sequence[Content]:
    known = seen.insight
    if width < WIDE:
        return [
            Content("\n\n").join([waterfall(known.turns, seen.back, width), _rows(seen, width)])
        ]
    half = _half(width)
    live = seen.readings.live_speed
    left = [
        waterfall(known.turns, seen.back, half),
        _rows(seen, half),
        stages(known.operations, half),
    ]
    right = [
        speed(known.replies, half, max(min(height // 3, 14), 8), live=live),
        machine(known.processes, seen.track, half),
        cache(known.cache, half, hint=False),
        reuse(known.replies, half, 8),
        slow(known.slow, half, 6),
        silences(known.silences, known.refused, half),
    ]
    return [words.fitting(left, height), words.fitting(right, height)]


def _reply(seen: Seen) -> tuple[str, Readings]:
    """What is known of the reply of the turn looked at, and what it is called."""
    turns, replies, readings = seen.insight.turns, seen.insight.replies, seen.readings
    if not seen.back or not turns:
        return "the last reply", readings
    found = reply_of(turns[-1 - seen.back], replies)
    return "its reply", replace(readings, last=found.stats if found else None, route="")


def _rows(seen: Seen, width: int) -> Content:
    """The engine, and what the reply of the turn looked at did cost."""
    title, readings = _reply(seen)
    beside = width >= BESIDE
    half = min(width // 2, ENGINE) if beside else width
    engine = _table("the engine", readings.rows(), half - 2 * beside, 15 if beside else LABEL)
    reply = _table(title, readings.more(), width - half if beside else width, LABEL)
    if not beside:
        return words.stacked([*engine, Content(""), *reply])
    missing = len(reply) - len(engine)
    engine += [Content("")] * max(missing, 0)
    reply += [Content("")] * max(-missing, 0)
    return words.stacked(
        Content.assemble(one, " " * max(half - one.cell_length, 1), other)
        for one, other in zip(engine, reply, strict=True)
    )


def _table(title: str, rows: Sequence[tuple[str, str]], width: int, label: int) -> list[Content]:
    room = max(width - label, 8)
    return [
        words.caption(title),
        *(
            Content.assemble((name.ljust(label), "$quiet"), (one_line(value, room), "$foreground"))
            for name, value in rows
        ),
    ]


def _stages(seen: Seen, width: int, height: int) -> Sequence[Content]:  # noqa: ARG001 - scrolls
    legend = words.calm("● half of the times no longer   ━ 95 of 100   ─ 99 of 100")
    return [words.stacked([stages(seen.insight.operations, min(width, 130)), Content(""), legend])]


def _speed(seen: Seen, width: int, height: int) -> Sequence[Content]:
    replies, live = seen.insight.replies, seen.readings.live_speed
    first = max((height - 4) * 2 // 5, 5)  # the rest for the axis and the gaps between
    rest = max((height - 4 - first) // 2, 4)
    pictures = [speed(replies, width, first, live=live, foot=False)]
    pictures += [reuse(replies, width, rest, foot=False), first_word(replies, width, rest + 2)]
    return [Content("\n\n").join([one for one in pictures if one.plain])]


def _cache(seen: Seen, width: int, height: int) -> Sequence[Content]:  # noqa: ARG001
    return [cache(seen.insight.cache, min(width, 100))]


def _machine(seen: Seen, width: int, height: int) -> Sequence[Content]:
    since = words.calm("\nA dot is a second, since this screen was opened.")
    drawn = machine(seen.insight.processes, seen.track, width, height - 2)
    return [words.stacked([drawn, since])]


def _trouble(seen: Seen, width: int, height: int) -> Sequence[Content]:  # noqa: ARG001
    known = seen.insight
    if width >= WIDE:
        half = _half(width)
        return [slow(known.slow, half), silences(known.silences, known.refused, half)]
    both = [slow(known.slow, width), silences(known.silences, known.refused, width)]
    return [Content("\n\n").join(both)]


def _hormones(seen: Seen, width: int, height: int) -> Sequence[Content]:
    if seen.hours is None:
        return [words.calm(LOOKING)]
    if width >= WIDE:
        half = _half(width)
        return [hours(seen.hours, half, height), happenings(seen.hours, half, max(height - 2, 1))]
    return [hours(seen.hours, width, height)]


def _voice(seen: Seen, width: int, height: int) -> Sequence[Content]:
    return [voice(seen.insight.voice, seen.voice, min(width, 110), height)]


def _told_now(seen: Seen) -> Iterator[str]:
    title, readings = _reply(seen)
    yield from heard.turn(seen.insight.turns, seen.back)
    yield from heard.rows("the engine", readings.rows())
    yield from heard.rows(title, readings.more())


TELLERS: Sequence[Callable[[Seen], Iterator[str]]] = (
    _told_now,
    lambda seen: heard.stages(seen.insight.operations),
    lambda seen: heard.speed(seen.insight.replies, seen.readings.live_speed),
    lambda seen: heard.cache(seen.insight.cache),
    lambda seen: heard.machine(seen.insight.processes, seen.track),
    lambda seen: heard.trouble(seen.insight.slow, seen.insight.silences, seen.insight.refused),
    lambda seen: heard.hours(seen.hours),
    lambda seen: heard.voice(seen.insight.voice, seen.voice),
)
DRAWERS: Sequence[Callable[[Seen, int, int], Sequence[Content]]] = (
    _now,
    _stages,
    _speed,
    _cache,
    _machine,
    _trouble,
    _hormones,
    _voice,
)
"""One per section, in their order; both."""
