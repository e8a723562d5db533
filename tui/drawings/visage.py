"""The mood's face, drawn: a round head, eyes, brows, a mouth. Pure; no mood is a caricature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from tui.drawings.braille import Canvas, Point

LEAST: Final = 7
"""Rows below which a face is no face any more."""


@dataclass(frozen=True, slots=True)
class Features:
    """`eyes`: how open, 0 (closed, as asleep) to 1; negative: closed and smiling. `mouth`: how it
    curves, −1..1; `parted`: how open it is; `brows`: how their inner ends stand, −1 (drawn down) to
    1 (raised), none at 0; `warm`: there is colour in the cheeks."""

    eyes: float = 0.6
    mouth: float = 0.3
    parted: float = 0.0
    brows: float = 0.0
    warm: bool = False


FEATURES: Final[dict[str, Features]] = {
    "glowy": Features(eyes=-1.0, mouth=1.0, parted=0.5, warm=True),
    "bonded": Features(eyes=0.8, mouth=0.8, warm=True),
    "focused": Features(eyes=0.5, mouth=0.0, brows=-0.4),
    "wired": Features(eyes=1.0, mouth=0.3, parted=1.0, brows=0.6),
    "stressed": Features(eyes=0.6, mouth=-0.35, brows=0.8),
    "drowsy": Features(eyes=0.0, mouth=0.15),
    "steady": Features(eyes=0.6, mouth=0.35),
    "calm": Features(eyes=-0.6, mouth=0.45),
    "melancholic": Features(eyes=0.4, mouth=-0.5, brows=0.5),
}
ASLEEP: Final = Features(eyes=0.0, mouth=0.1)


def visage(features: Features, height: int, *, blink: bool = False) -> list[Content]:
    """The face in so many rows; with `blink` its eyes are closed for this moment."""
    canvas = Canvas(height * 2, height)
    canvas.line([_round(0.5, 0.5, 0.46, turn / 60) for turn in range(61)], "$sel")
    for side in (-1, 1):
        _eye(canvas, 0.5 + side * 0.17, 0.0 if blink and features.eyes > 0 else features.eyes)
        if features.brows:
            _brow(canvas, side, features.brows)
        if features.warm:
            x = 0.5 + side * 0.29
            canvas.line([(x - 0.035, 0.42), (x + 0.035, 0.42)], "$alarm 60%")
    _mouth(canvas, features)
    return canvas.rows()


def _round(x: float, y: float, far: float, turn: float, flat: float = 1.0) -> Point:
    return x + far * math.sin(turn * math.tau), y + flat * far * math.cos(turn * math.tau)


def _eye(canvas: Canvas, x: float, openness: float) -> None:
    y, far = 0.58, 0.055
    if openness <= 0:  # an arc: upwards where it smiles, else down
        bend = 0.045 if openness < 0 else -0.03
        arc = [(x + far * step / 6, y + bend * (1 - (step / 6) ** 2)) for step in range(-6, 7)]
        canvas.line(arc, "$foreground")
        return
    for size in (1.0, 0.5):
        eye = [_round(x, y, far * size, turn / 16, 0.5 + openness * 0.8) for turn in range(17)]
        canvas.line(eye, "$foreground")


def _brow(canvas: Canvas, side: int, raised: float) -> None:
    inner, outer = 0.5 + side * 0.11, 0.5 + side * 0.25
    y = 0.73
    canvas.line([(inner, y + raised * 0.03), (outer, y - raised * 0.03)], "$foreground")


def _mouth(canvas: Canvas, features: Features) -> None:
    wide, y = 0.16, 0.33
    bend = features.mouth * 0.12

    def lip(depth: float) -> list[Point]:
        return [
            (0.5 + wide * step / 10, y + bend / 2 - depth * (1 - (step / 10) ** 2))
            for step in range(-10, 11)
        ]

    canvas.line(lip(bend), "$foreground")
    if features.parted:
        canvas.line(lip(bend + 0.11 * features.parted), "$foreground")
