"""What SEL's processes cost, while somebody looks: memory and processor."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.braille import Canvas
from tui.drawings.plot import round_up

if TYPE_CHECKING:
    from sel.observe.processes import ProcessFigures, ProcessView

NAME, FIGURE = 14, 9
TALLEST: Final = 5
LOOKS_KEPT: Final = 600
"""Ten minutes, at one look a second."""
NOTHING: Final = "Nobody has looked at the processes yet."


class Track:
    """How memory and processor went since one looks."""

    def __init__(self) -> None:
        self._memory: dict[str, deque[float]] = {}
        self._cpu: dict[str, deque[float]] = {}

    def add(self, view: ProcessView) -> None:
        """One look more. Those that are gone are forgotten."""
        there = {one.name for one in view.processes}
        for kept in (self._memory, self._cpu):
            for name in kept.keys() - there:
                del kept[name]
        for one in view.processes:
            self._memory.setdefault(one.name, deque(maxlen=LOOKS_KEPT)).append(one.memory)
            self._cpu.setdefault(one.name, deque(maxlen=LOOKS_KEPT)).append(one.cpu)

    def memory(self, name: str) -> list[float]:
        """Bytes at each look, the newest last."""
        return list(self._memory.get(name, ()))

    def cpu(self, name: str) -> list[float]:
        """Cores kept busy before each look, the newest last; at the first nothing is known."""
        return list(self._cpu.get(name, ()))[1:]


def machine(view: ProcessView, track: Track, width: int, height: int = 0) -> Content:
    """Every process: what it holds and how busy it is, now and since one looks; as high as there is
    room for."""
    lines = [words.caption("processes", f"{words.memory(view.memory)} in memory in all")]
    if view.note or not view.processes:
        return words.stacked([*lines, words.calm(view.note or NOTHING)])
    rows = min(max((height - 4) // len(view.processes) - 1, 1), TALLEST)
    spark = max((width - NAME - 2 * FIGURE - 2) // 2, 4)
    heads = f"{'memory'.rjust(FIGURE)}{'':<{spark + 1}}{'processor'.rjust(FIGURE)}"
    lines.append(words.calm(f"{'':<{NAME}}{heads}"))
    most = round_up(max((one.memory for one in view.processes), default=1))
    for one in view.processes:
        lines += _rows(one, track, spark, most, rows)
        lines += [Content("")] * (rows > 1)
    lines += [words.calm(f"{name.ljust(NAME)}gone") for name in view.gone]
    return words.stacked(lines)


def _rows(
    one: ProcessFigures, track: Track, spark: int, most: float, rows: int
) -> Iterator[Content]:
    busy = track.cpu(one.name)
    memory = _line(track.memory(one.name), spark, rows, most, "$body")
    cpu = _line(busy, spark, rows, max(1.0, *busy, 0.0), "$lift")
    for row in range(rows):
        last = row == rows - 1
        yield Content.assemble(
            ((one.name[: NAME - 1] if last else "").ljust(NAME), "$foreground"),
            ((words.memory(one.memory) if last else "").rjust(FIGURE), "$foreground"),
            " ",
            memory[row],
            ((f"{one.cpu:.0%}" if last else "").rjust(FIGURE), "$foreground"),
            " ",
            cpu[row],
        )


def _line(values: Sequence[float], width: int, rows: int, top: float, look: str) -> list[Content]:
    """The newest at the right, a dot for each look."""
    canvas = Canvas(width, rows)
    newest = values[-2 * width :]
    start = 2 * width - len(newest)
    last = max(2 * width - 1, 1)
    canvas.line((((start + place) / last, value / top) for place, value in enumerate(newest)), look)
    return canvas.rows()
