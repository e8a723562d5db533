"""A circuit breaker: a server that fails again and again is left alone for a while.

Pure: the clock is given. Knows nothing of HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

State = Literal["closed", "open", "half-open"]


class CircuitBreaker:
    """Closed: all may pass. Open, after `threshold` failures in a row: none may, for `cooldown`
    seconds. Then half-open: one probe may pass; its success closes, its failure opens again.

    Whoever was admitted reports exactly one of `succeeded`, `failed` or `abandoned`.
    """

    def __init__(
        self, clock: Callable[[], float], *, threshold: int = 5, cooldown: float = 30.0
    ) -> None:
        self._clock = clock
        self._threshold = threshold
        self._cooldown = cooldown
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> State:
        """How it stands at this moment."""
        if self._opened_at is None:
            return "closed"
        return "open" if self.remaining > 0 else "half-open"

    @property
    def remaining(self) -> float:
        """Seconds until a probe may pass; 0 unless open."""
        if self._opened_at is None:
            return 0.0
        return max(0.0, self._opened_at + self._cooldown - self._clock())

    def admits(self) -> bool:
        """Whether one request may pass now; a probe is taken by whoever asks first."""
        if self.state == "closed":
            return True
        if self.state == "open" or self._probing:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        """The server answered, were it with a refusal."""
        self._failures = 0
        self._opened_at = None
        self._probing = False

    def failed(self) -> None:
        """The server did not answer, or said it could not."""
        self._failures += 1
        if self._probing or (self._opened_at is None and self._failures >= self._threshold):
            self._opened_at = self._clock()
        self._probing = False

    def abandoned(self) -> None:
        """The request was called off before it was known how it would end."""
        self._probing = False
