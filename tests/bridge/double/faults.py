"""Failures that a test asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from double.wire import Json


def plain_route(route: str) -> str:
    """A route without the names of its parts: "PATCH /channels/{}/messages/{}"."""
    return re.sub(r"\{\w*\}", "{}", route)


@dataclass(slots=True)
class Fault:
    """One forced failure, of the next so many calls of a route ("*": of any).

    `lost`: the call is done, only its answer is lost. `wait` is in the `retry_after` of a 429,
    `via` false is how a ban looks. `hold` seconds pass before the answer; with `status` 0 that is
    all there is to it.
    """

    route: str
    status: int
    times: int
    body: Json
    wait: float = 0.5
    everywhere: bool = False
    lost: bool = False
    via: bool = True
    hold: float = 0.0

    def answer(self) -> tuple[int, Json, dict[str, str]]:
        headers = {"Via": "1.1 double"} if self.via else {}
        if self.status == 429:
            body = {
                "message": "You are being rate limited.",
                "retry_after": self.wait,
                "global": self.everywhere,
            }
            return 429, body | self.body, headers
        return self.status, self.body, headers


@dataclass(slots=True)
class Faults:
    """What is still to fail."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, route: str) -> Fault | None:
        """The failure that is due for a call."""
        for fault in self.waiting:
            if fault.times > 0 and fault.route in (route, "*"):
                fault.times -= 1
                return fault
        return None
