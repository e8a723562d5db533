"""What the window into the inner state asks of a brain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class DayView(Protocol):
    """A day of SEL's own: `hour` is the local one now (0..24), `since` when the mood of the desk
    last became another (Unix seconds, 0 for unknown). `curves` are where each hormone rests, 0..1,
    at equal steps from one midnight to the next."""

    @property
    def hour(self) -> float:
        """The local hour."""
        ...

    @property
    def since(self) -> float:
        """When the mood began."""
        ...

    @property
    def curves(self) -> Mapping[str, tuple[float, ...]]:
        """The day's curve per hormone."""
        ...


class MindPort(Protocol):
    """The inner state beyond `AffectView`."""

    def day(self) -> DayView:
        """SEL's day as it is now. Cheap."""
        ...
