"""What measuring costs, beside an empty context manager, in the same run: for `sel bench`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from types import TracebackType
from typing import Protocol

from sel.observe.monitor import Monitor


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTimes:
    """Seconds one block takes that does nothing: measured, and in an empty context manager."""

    measured: float
    empty: float

    @property
    def cost(self) -> float:
        """What the measuring adds."""
        return max(0.0, self.measured - self.empty)


class _Block(Protocol):
    def __enter__(self) -> object: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class _Empty:
    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass


class _Maker(Protocol):
    def __call__(self, subsystem: str, operation: str, *, tokens: int) -> _Block: ...


def _empty(subsystem: str, operation: str, *, tokens: int) -> _Block:  # noqa: ARG001
    return _Empty()


def measure(rounds: int = 21, blocks: int = 5_000) -> MeasureTimes:
    """The median of some rounds, in which the two take turns."""
    monitor = Monitor()
    measured, empty = [], []
    for _ in range(rounds):
        measured.append(_time(monitor.measure, blocks))
        empty.append(_time(_empty, blocks))
    return MeasureTimes(measured=median(measured), empty=median(empty))


def _time(block: _Maker, blocks: int) -> float:
    began = time.perf_counter()
    for _ in range(blocks):
        with block("bench", "nothing", tokens=1):
            pass
    return (time.perf_counter() - began) / blocks
