"""The map of a person's memories as one SVG file that needs nothing else."""

from __future__ import annotations

from sel.memory.types import MapView


def svg(view: MapView, *, person: str, now: float) -> str:
    """A standalone drawing of `view`, the same for the same arguments, at most 6 MB.

    `now` (Unix seconds) is what ages are counted from. Any text is fine: it is escaped.
    """
    raise NotImplementedError
