"""A small trained network, evaluated in plain Python: named features and a sentence vector in.

    outputs = bias + Σ feature · wide[feature] + out · relu(hidden · vector + hidden_bias)

Both routing and appraisal are such networks with weights of their own. With 24 hidden units that is
0.3 to 1 ms, nearly all of it for the vector; after `quicken` that part is numpy's and next to
nothing. It knows nothing of what goes in or what the outputs mean, and reads no files.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul
from typing import Any

_numpy: Any = None


def quicken() -> None:
    """Load numpy (0.1 to 0.3 s, so not before the first frame) for every network's vector part."""
    global _numpy  # noqa: PLW0603 - set once; without it all works, only slower
    import numpy

    _numpy = numpy


@dataclass(frozen=True, slots=True)
class Network:
    """Weights as read from JSON. `hidden` is empty for a network that reads no vector."""

    bias: tuple[float, ...]
    wide: dict[str, tuple[float, ...]]
    hidden: tuple[tuple[float, ...], ...] = ()
    hidden_bias: tuple[float, ...] = ()
    out: tuple[tuple[float, ...], ...] = ()
    _arrays: list[Any] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Network:
        """From parsed JSON. Raises `KeyError` or `TypeError` for another shape."""
        return cls(
            bias=tuple(data["bias"]),
            wide={name: tuple(row) for name, row in data["wide"].items()},
            hidden=tuple(tuple(row) for row in data.get("hidden", ())),
            hidden_bias=tuple(data.get("hidden_bias", ())),
            out=tuple(tuple(row) for row in data.get("out", ())),
        )

    def outputs(
        self, features: Mapping[str, float], vector: Sequence[float] | None = None
    ) -> list[float]:
        """One number per output. Unknown features count nothing."""
        total = list(self.bias)
        for name, value in features.items():
            for place, weight in enumerate(self.wide.get(name, ())):
                total[place] += weight * value
        if vector is None or not self.hidden:
            return total
        active = self._active_quickly(vector) if _numpy else self._active(vector)
        return [
            value + sum(map(mul, row, active)) for value, row in zip(total, self.out, strict=True)
        ]

    def _active(self, vector: Sequence[float]) -> list[float]:
        """What the hidden units say to a vector."""
        return [
            max(0.0, sum(map(mul, row, vector)) + bias)
            for row, bias in zip(self.hidden, self.hidden_bias, strict=True)
        ]

    def _active_quickly(self, vector: Sequence[float]) -> list[float]:
        """The same with numpy."""
        if not self._arrays:
            self._arrays.extend((_numpy.array(self.hidden), _numpy.array(self.hidden_bias)))
        hidden, bias = self._arrays
        found: list[float] = _numpy.maximum(hidden @ _numpy.array(vector) + bias, 0.0).tolist()
        return found

    def pulls(self, features: Mapping[str, float], output: int) -> list[tuple[float, str]]:
        """How much each feature speaks for this output above the others' mean, strongest first."""
        found = []
        for name, value in features.items():
            row = self.wide.get(name)
            if row:
                found.append((value * (row[output] - sum(row) / len(row)), name))
        return sorted(found, reverse=True)


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as shares that sum to 1."""
    most = max(scores)
    raised = [math.exp(score - most) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]
