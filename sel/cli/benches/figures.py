"""A measured figure beside its raw counterpart and its aim, as a row and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. `value` is what the aim is about; `detail` where it comes from."""

    name: str
    value: float
    unit: str = ""
    aim: float
    at_most: bool
    detail: str = ""

    @property
    def met(self) -> bool:
        """Whether the aim is reached."""
        return self.value <= self.aim if self.at_most else self.value >= self.aim

    def as_json(self) -> dict[str, Any]:
        """The figure as plain values."""
        return {**dataclasses.asdict(self), "met": self.met}


def table(figures: Iterable[Figure]) -> str:
    """The figures as aligned lines."""
    rows = [
        (
            one.name,
            f"{one.value:.3g} {one.unit}".strip(),
            f"{'≤' if one.at_most else '≥'} {one.aim:g} {one.unit}".strip(),
            "met" if one.met else "missed",
            one.detail,
        )
        for one in figures
    ]
    heads = ("figure", "measured", "aim", "", "from")
    widths = [max(len(row[n]) for row in (heads, *rows)) for n in range(len(heads))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, *rows)
    )
    return "\n".join(lines)


def resident() -> int:
    """Bytes of RAM this process holds; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * 4096
