"""How long what takes: measured where it happens, read while it happens.

    with monitor.measure("engine", "first_token", role="coder"): …      # also `async with`
    monitor.record("engine", "read", 0.21, tokens=300)                  # measured elsewhere
    with monitor.turn(turn_id) as turn:
        with turn.stage("appraisal"): …

One lock, held for moments and never taken twice. No text is ever kept: details are figures and
words from the lists in `names`, errors are counted and not looked at.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType

from sel.errors import SelError
from sel.observe.names import Detail, allowed, is_name
from sel.observe.turns import TURNS, TurnTimer, Waterfall
from sel.observe.windows import OperationStats, Outcome, Window

SLOW_AFTER = 1.0
"""Seconds from which an operation counts as slow, unless it is given another threshold."""

SLOW_KEPT = 100
"""Slow operations that are kept; the newest."""

OPERATIONS = 256
"""The most operations that are told apart: memory stays bounded whatever they are called."""


_ENDLESS = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowOperation:
    """One that took long. `at` is in Unix seconds, when it ended."""

    subsystem: str
    operation: str
    seconds: float
    at: float
    outcome: Outcome
    details: tuple[Detail, ...] = ()


class Measure:
    """One operation under way. `ok` may be set to False by who knows better."""

    __slots__ = ("_began", "_details", "_key", "_monitor", "ok")

    def __init__(self, monitor: Monitor, key: tuple[str, str], details: dict[str, object]) -> None:
        self._monitor = monitor
        self._key = key
        self._details = details
        self.ok = True

    def note(self, **details: object) -> None:
        """Details that are known only now."""
        self._details.update(details)

    def __enter__(self) -> Measure:
        self._began = self._monitor.clock()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        monitor = self._monitor
        seconds = monitor.clock() - self._began
        outcome: Outcome = "ok" if kind is None and self.ok else outcome_of(kind)
        monitor.note(self._key, seconds, outcome, self._details)

    async def __aenter__(self) -> Measure:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, trace)


class Monitor:
    """All measured times of one SEL. Every method may be called from any thread.

    `clock` is monotonic, `wall` tells Unix seconds; both may misbehave, which costs only figures.
    `slow` gives single operations thresholds of their own, in seconds.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.perf_counter,
        wall: Callable[[], float] = time.time,
        slow_after: float = SLOW_AFTER,
        slow: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        self.clock = clock
        self._wall = wall
        self._slow_after = _seconds(slow_after)
        self._slower = {key: _seconds(seconds) for key, seconds in (slow or {}).items()}
        self._least_slow = min([slow_after, *self._slower.values()])
        self.lock = threading.Lock()
        self._windows: dict[tuple[str, str], Window] = {}
        self._told: dict[tuple[str, str], OperationStats] = {}
        self._slow: deque[SlowOperation] = deque(maxlen=SLOW_KEPT)
        self._turns: deque[TurnTimer] = deque(maxlen=TURNS)
        self._refused = 0

    def measure(self, subsystem: str, operation: str, **details: object) -> Measure:
        """A context manager that times its block; an exception counts as failed, and goes on."""
        return Measure(self, (subsystem, operation), details)

    def record(
        self, subsystem: str, operation: str, seconds: float, *, ok: bool = True, **details: object
    ) -> None:
        """A time that was measured elsewhere. Raises `SelError` for what is no time or no name."""
        if not self.note(
            (subsystem, operation), _seconds(seconds), "ok" if ok else "failed", details
        ):
            raise SelError("An operation needs a short name in small letters.")

    def note(
        self, key: tuple[str, str], seconds: float, outcome: Outcome, details: Mapping[str, object]
    ) -> bool:
        """`record` for the blocks that are timed: what cannot be kept is only counted. Whether it
        was kept."""
        with self.lock:
            window = self._windows.get(key) or self._window(key, seconds)
            if window is None or not 0 <= seconds < _ENDLESS:
                self._refused += 1
                return False
            window.add(seconds, outcome)
        if seconds >= self._least_slow:
            self._note_slow(key, seconds, outcome, details)
        return True

    def turn(self, turn_id: str) -> TurnTimer:
        """The waterfall of a turn, from now until its end."""
        return TurnTimer(turn_id, self, self._wall())

    def keep(self, turn: TurnTimer) -> None:
        """A turn is over (called by itself)."""
        with self.lock:
            self._turns.append(turn)

    # ------------------------------------------------------------ reading

    def stats(self, subsystem: str = "") -> tuple[OperationStats, ...]:
        """All operations, or those of one subsystem, by name."""
        with self.lock:
            # What has not changed since it was told last is not sorted again.
            windows = {
                key: told if told and told.count == window.count else window.copy()
                for key, window in self._windows.items()
                if not subsystem or key[0] == subsystem
                for told in (self._told.get(key),)
            }
        stats = {
            key: found.stats(*key) if isinstance(found, Window) else found
            for key, found in sorted(windows.items())
        }
        self._told.update(stats)
        return tuple(stats.values())

    def slow(self, at_least: float = 0.0) -> tuple[SlowOperation, ...]:
        """Slow operations of at least so many seconds, the newest last."""
        with self.lock:
            return tuple(one for one in self._slow if one.seconds >= at_least)

    def turns(self, last: int = TURNS) -> tuple[Waterfall, ...]:
        """The waterfalls of the last turns, the newest last."""
        with self.lock:
            turns = list(self._turns)
        return tuple(turn.waterfall() for turn in turns[max(0, len(turns) - last) :])

    @property
    def refused(self) -> int:
        """Times that were none (a clock that jumped), or whose name was none."""
        return self._refused

    def clear(self) -> None:
        """Forget everything measured so far."""
        with self.lock:
            self._windows.clear()
            self._told.clear()
            self._slow.clear()
            self._turns.clear()
            self._refused = 0

    # ------------------------------------------------------------ inside

    def _window(self, key: tuple[str, str], seconds: float) -> Window | None:
        """A new window, if the name may have one and the time is one. The lock is held."""
        if len(self._windows) >= OPERATIONS or not all(map(is_name, key)):
            return None
        if not 0 <= seconds < _ENDLESS:
            return None
        window = self._windows[key] = Window()
        return window

    def _note_slow(
        self, key: tuple[str, str], seconds: float, outcome: Outcome, details: Mapping[str, object]
    ) -> None:
        if seconds < self._slower.get(key, self._slow_after):
            return
        slow = SlowOperation(
            subsystem=key[0],
            operation=key[1],
            seconds=seconds,
            at=self._wall(),
            outcome=outcome,
            details=allowed(details),
        )
        with self.lock:
            self._slow.append(slow)


def outcome_of(kind: type[BaseException] | None) -> Outcome:
    """How a block ended that did not end well; one that was interrupted has not failed."""
    if kind is not None and issubclass(kind, asyncio.CancelledError | GeneratorExit):
        return "cancelled"
    return "failed"


def _seconds(seconds: float) -> float:
    if not 0 <= seconds < _ENDLESS:
        raise SelError("A duration is a number of seconds, 0 or more.")
    return seconds
