"""The map of a person's memories as terminal cells."""

from __future__ import annotations

from typing import NamedTuple

from sel.memory.types import MapView


class Cell(NamedTuple):
    """One column of one line. `char` is "" in the right half of a wide character, so that the
    characters of a line joined are as many columns wide as there are cells.

    `role` is the name of a colour: "" (ground), "tag:0" … "tag:6" (colours of `palette.tags`),
    "tag:other", "dim", "line", "title", "label", "halo:warm", "halo:cool", "chosen".
    """

    char: str
    role: str


def drawing(
    view: MapView,
    *,
    width: int,
    height: int,
    level: int,
    centre: tuple[float, float],
    now: float,
    chosen: str = "",
) -> list[list[Cell]]:
    """`height` lines of `width` cells: the `window` around `centre` (unit square, y downwards).

    Level 3 is the whole map with its themes, 0 a corner with single moments. `chosen` is the id of
    a memory to point out. Works from 1 × 1 on; made for 40 × 12 to 200 × 50.
    """
    raise NotImplementedError
