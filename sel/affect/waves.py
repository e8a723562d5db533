"""Sums of exponentials: the exact mathematics under `sel.affect.dynamics`.

A wave is f(t) = Re Σ c·e^(λt), t in minutes: a constant has λ = 0, the daily rhythm λ = iω, a
fading disturbance λ = −rate. What follows such a target at a rate is such a sum again, so levels
are computed, not stepped, and any way of splitting a time span gives the same result. Clipping
cuts a wave into pieces; a path is a run of pieces, each timed from its own beginning.

This module knows nothing of hormones.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

Wave = dict[complex, complex]
"""Coefficients by exponent (per minute)."""

NEGLIGIBLE = 1e-15
"""Terms fainter than this are dropped: below what a float near 1 can hold."""

ROOT_TOLERANCE = 1e-5
"""Minutes. A clip is continuous, so a cut this far off is wrong by its square only."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A wave over `length` minutes, t = 0 at its own beginning."""

    length: float
    wave: Wave


Path = list[Piece]


def value(wave: Wave, at: float) -> float:
    """The wave's value `at` minutes after its beginning."""
    if at == 0.0:  # asked at every step
        return sum(c.real for c in wave.values())
    return sum((c * cmath.exp(rate * at)).real for rate, c in wave.items())


def constant(level: float) -> Wave:
    """The same level all the time."""
    return {0j: complex(level)}


def shifted(wave: Wave, by: float) -> Wave:
    """The wave as it looks `by` minutes later, without what has faded away."""
    if by == 0.0:
        return wave
    moved = {rate: c * cmath.exp(rate * by) for rate, c in wave.items()}
    return {rate: c for rate, c in moved.items() if abs(c) > NEGLIGIBLE}


def summed(one: Wave, other: Wave, gain: float = 1.0) -> Wave:
    """one + gain · other."""
    total = dict(one)
    for rate, c in other.items():
        total[rate] = total.get(rate, 0j) + gain * c
    return total


def bounds(wave: Wave, length: float) -> tuple[float, float]:
    """Two values the wave stays between for `length` minutes (not the tightest ones)."""
    start = value(wave, 0.0)
    reach = sum(abs(c) * min(abs(rate) * length, 2.0) for rate, c in wave.items())
    middle = wave.get(0j, 0j).real
    swing = sum(abs(c) for rate, c in wave.items() if rate != 0)
    return max(start - reach, middle - swing), min(start + reach, middle + swing)


def crossings(wave: Wave, level: float, length: float) -> list[float]:
    """Every moment in (0, length) at which the wave crosses `level`, in order."""
    low, high = bounds(wave, length)
    if level <= low or level >= high:
        return []
    return _roots(summed(wave, constant(-level)), length)


def _roots(wave: Wave, length: float) -> list[float]:
    """Rolle's theorem, term by term.

    Multiplying by e^(−λt) moves no root and turns one real term into a constant, which the
    derivative loses: between that derivative's roots the function is monotone and holds at most
    one root. What is left at the end is a single oscillation, whose roots are known.
    """
    real = [rate for rate in wave if rate.imag == 0.0]
    if not real:
        return _oscillation_roots(wave, length)
    slowest = max(real, key=lambda rate: rate.real)
    scaled = {rate - slowest: c for rate, c in wave.items()}
    turns = _roots({rate: c * rate for rate, c in scaled.items() if rate != 0}, length)
    edges = [0.0, *turns, length]
    found = (_root_between(scaled, a, b) for a, b in pairwise(edges))
    return [root for root in found if root is not None]


def _oscillation_roots(wave: Wave, length: float) -> list[float]:
    """Roots of |c|·e^(σt)·cos(ωt + φ), or none of an empty wave."""
    if not wave:
        return []
    ((rate, c),) = wave.items()
    omega, phase = rate.imag, cmath.phase(c)
    first = math.ceil((phase - math.pi / 2) / math.pi)
    moments = []
    while (at := (math.pi / 2 + first * math.pi - phase) / omega) < length:
        if at > 0.0:
            moments.append(at)
        first += 1
    return moments


def _root_between(wave: Wave, a: float, b: float) -> float | None:
    """The root of a function monotone on [a, b], by false position (Illinois); None without one."""
    fa, fb = value(wave, a), value(wave, b)
    if fa * fb >= 0.0:
        return None
    while b - a > ROOT_TOLERANCE:
        at = b - fb * (b - a) / (fb - fa)
        at = min(max(at, a + ROOT_TOLERANCE / 2), b - ROOT_TOLERANCE / 2)
        f = value(wave, at)
        if f == 0.0:
            return at
        if f * fa > 0.0:
            a, fa, fb = at, f, fb / 2
        else:
            b, fb, fa = at, f, fa / 2
    return (a + b) / 2


def clipped(path: Path, low: float, high: float) -> Path:
    """The path held within low..high, cut where it goes beyond them."""
    return [part for piece in path for part in _clipped_piece(piece, low, high)]


def _clipped_piece(piece: Piece, low: float, high: float) -> Iterable[Piece]:
    bottom, top = bounds(piece.wave, piece.length)
    if bottom >= low and top <= high:
        yield piece
        return
    inner = [*crossings(piece.wave, low, piece.length), *crossings(piece.wave, high, piece.length)]
    edges = [0.0, *sorted(inner), piece.length]
    for begin, end in pairwise(edges):
        middle = value(piece.wave, (begin + end) / 2)
        if low < middle < high:
            yield Piece(end - begin, shifted(piece.wave, begin))
        else:
            yield Piece(end - begin, constant(low if middle <= low else high))


def added(one: Path, other: Path, gain: float) -> Path:
    """one + gain · other; both must be equally long in all."""
    total: Path = []
    left, right = iter(one), iter(other)
    a, b = next(left), next(right)
    while True:
        length = min(a.length, b.length)
        total.append(Piece(length, summed(a.wave, b.wave, gain)))
        rest_a = _rest(a, length) or next(left, None)
        rest_b = _rest(b, length) or next(right, None)
        if rest_a is None or rest_b is None:
            return total
        a, b = rest_a, rest_b


def _rest(piece: Piece, done: float) -> Piece | None:
    """What is left of a piece; crumbs shorter than any root's error count as nothing."""
    left = piece.length - done
    return Piece(left, shifted(piece.wave, done)) if left > 1e-9 else None


def followed(path: Path, rate: float, start: float) -> tuple[Path, float]:
    """What starts at `start` and follows the path at `rate`: its own path and its last value.

    Solves h' = −rate · (h − path). No term of the path may fade at exactly `rate`.
    """
    levels: Path = []
    for piece in path:
        wave = {r: c * rate / (rate + r) for r, c in piece.wave.items()}
        own = complex(-rate)
        wave[own] = wave.get(own, 0j) + (start - value(wave, 0.0))
        levels.append(Piece(piece.length, wave))
        start = value(wave, piece.length)
    return levels, start
