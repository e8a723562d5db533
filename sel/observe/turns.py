"""One turn as a waterfall: when each stage began, and how long it took.

Stages do not overlap: what the style takes while the reply streams is told as `style` and not as
`stream`. A stage that comes in parts is their sum, from the beginning of the first. Of a turn, its
id is kept and its times; nothing of what was said.
"""

from __future__ import annotations

import math
import re
import threading
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol

from sel.errors import SelError
from sel.observe.windows import Outcome

STAGES = (
    "queue",
    "appraisal",
    "routing",
    "recall",
    "agent",
    "prompt",
    "first_token",
    "stream",
    "style",
    "persist",
)
TURN, WHOLE = "turn", "whole"
"""What the times of stages, and those of whole turns, are recorded as."""

TURNS = 200
"""Turns whose waterfalls are kept."""

Ending = Literal["finished", "silenced", "interrupted", "failed"]

_OUTCOMES: dict[Ending, Outcome] = {"failed": "failed", "interrupted": "cancelled"}
_PLACES = {stage: place for place, stage in enumerate(STAGES)}
_ID = re.compile(r"[\w.:-]{1,64}")
_NEVER = -1.0


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: seconds from the turn's beginning until its own, and what it took."""

    name: str
    began: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """A turn that is over. `at` is when it began, in Unix seconds; `seconds` is its length.

    `stages` are those that there were, in the order of `STAGES`; one may lie after the end
    (`persist`). `rest` is the time that no stage accounts for.
    """

    turn_id: str
    at: float
    seconds: float
    ending: Ending
    stages: tuple[Stage, ...]

    @property
    def rest(self) -> float:
        """Seconds of the turn in no stage."""
        inside = (stage.seconds for stage in self.stages if stage.began < self.seconds)
        return max(0.0, self.seconds - math.fsum(inside))


class Keeper(Protocol):
    """The monitor, as far as a turn knows it."""

    lock: threading.Lock

    @property
    def clock(self) -> Callable[[], float]:
        """Monotonic seconds."""

    def note(
        self, key: tuple[str, str], seconds: float, outcome: Outcome, details: Mapping[str, object]
    ) -> bool:
        """Take a time down."""

    def keep(self, turn: TurnTimer) -> None:
        """Keep a turn that is over."""


class StageTimer:
    """A block that is one stage, or a part of one."""

    __slots__ = ("_began", "_stage", "_turn")

    def __init__(self, turn: TurnTimer, stage: str) -> None:
        self._turn = turn
        self._stage = stage
        self._began = 0.0

    def __enter__(self) -> None:
        self._began = self._turn.now()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        began = self._began
        self._turn.take(self._stage, began, self._turn.now() - began)


class TurnTimer:
    """The stages of a turn under way; `with` ends it. May be told of stages after its end.

    32-bit floats: two hundred turns are to cost little memory, and a microsecond in ten seconds is
    enough. Any thread may tell of a stage.
    """

    __slots__ = ("_at", "_ending", "_id", "_keeper", "_start", "_times")

    def __init__(self, turn_id: str, keeper: Keeper, at: float) -> None:
        self._id = turn_id if _ID.fullmatch(turn_id) else "?"
        self._at = at
        self._keeper = keeper
        self._start = keeper.clock()
        self._ending: Ending | None = None
        self._times = array("f", [_NEVER] * len(STAGES) + [0.0] * (len(STAGES) + 1))

    def now(self) -> float:
        """Seconds since the turn's beginning."""
        return self._keeper.clock() - self._start

    def stage(self, name: str) -> StageTimer:
        """A block that is this stage. Raises `SelError` for a name that is none of `STAGES`."""
        _place(name)
        return StageTimer(self, name)

    def add(self, stage: str, seconds: float, began: float | None = None) -> None:
        """A stage measured elsewhere; it ended just now, unless its beginning is given, in seconds
        from the turn's. Raises `SelError` for what is no stage or no time."""
        _place(stage)
        if not 0 <= seconds < math.inf:
            raise SelError("A duration is a number of seconds, 0 or more.")
        self.take(stage, max(0.0, self.now() - seconds) if began is None else began, seconds)

    def take(self, stage: str, began: float, seconds: float) -> None:
        """`add`, where a time that is none (the clock jumped) is left out."""
        if not (0 <= began < math.inf and 0 <= seconds < math.inf):
            return
        place = _PLACES[stage]
        with self._keeper.lock:
            first = self._times[place]
            self._times[place] = began if first == _NEVER else min(first, began)
            self._times[len(STAGES) + place] += seconds
        self._keeper.note((TURN, stage), seconds, "ok", {})

    def end(self, ending: Ending = "finished") -> None:
        """The turn is over; only the first call counts."""
        if self._ending is not None:
            return
        self._ending = ending
        seconds = self.now()
        if not 0 <= seconds < math.inf:
            seconds = 0.0
        self._times[-1] = seconds
        self._keeper.note((TURN, WHOLE), seconds, _OUTCOMES.get(ending, "ok"), {})
        self._keeper.keep(self)

    def waterfall(self) -> Waterfall:
        """What there is so far."""
        with self._keeper.lock:
            times = self._times.tolist()
        began, took = times[: len(STAGES)], times[len(STAGES) : -1]
        return Waterfall(
            turn_id=self._id,
            at=self._at,
            seconds=times[-1],
            ending=self._ending or "finished",
            stages=tuple(
                Stage(name, began[place], took[place])
                for name, place in _PLACES.items()
                if began[place] != _NEVER
            ),
        )

    def __enter__(self) -> TurnTimer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.end()
        else:
            self.end("failed" if issubclass(kind, Exception) else "interrupted")


def _place(stage: str) -> int:
    if stage not in _PLACES:
        raise SelError("A turn has no such stage.", hint=f"There are {', '.join(STAGES)}.")
    return _PLACES[stage]
