"""Rate limits as Discord keeps them: a bucket per family of routes and channel, one for all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from double.wire import Json

FAMILIES = {
    "POST /channels/{}/messages": "messages",
    "PATCH /channels/{}/messages/{}": "edits",
    "DELETE /channels/{}/messages/{}": "deletes",
    "POST /channels/{}/typing": "typing",
    "PUT /channels/{}/messages/{}/reactions/{}/@me": "reactions",
    "DELETE /channels/{}/messages/{}/reactions/{}/@me": "reactions",
    "GET /channels/{}/messages": "history",
    "POST /webhooks/{}/{}": "webhooks",
    "PATCH /webhooks/{}/{}/messages/{}": "webhooks",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bucket says to a call: its headers, and how long to wait where it is refused."""

    headers: dict[str, str]
    wait: float | None = None
    everywhere: bool = False

    def body(self) -> Json:
        return {
            "message": "You are being rate limited.",
            "retry_after": round(self.wait or 0.0, 3),
            "global": self.everywhere,
        }


@dataclass(slots=True)
class _Window:
    """A bucket's present window."""

    ends: float = 0.0
    used: int = 0


@dataclass(slots=True)
class Buckets:
    """Which families are limited (`per` calls in so many seconds), and what is used."""

    limits: dict[str, tuple[int, float]] = field(default_factory=dict)
    _windows: dict[tuple[str, int], _Window] = field(default_factory=dict)

    def set(self, family: str, per: int | None, seconds: float) -> None:
        if per is None:
            self.limits.pop(family, None)
        else:
            self.limits[family] = (per, seconds)
        for key in [key for key in self._windows if key[0] == family]:
            del self._windows[key]

    def ask(self, route: str, major: int) -> Verdict:
        """Count a call of a (normalised) route in a channel."""
        everywhere = self._count("global", 0, free=route.startswith("POST /interactions"))
        if everywhere is not None and everywhere.wait is not None:
            headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
            return Verdict(headers | _after(everywhere.wait), everywhere.wait, everywhere=True)
        return self._count(FAMILIES.get(route, ""), major) or Verdict({})

    def _count(self, family: str, major: int, *, free: bool = False) -> Verdict | None:
        if family not in self.limits or free:
            return None
        per, seconds = self.limits[family]
        window = self._windows.setdefault((family, major), _Window())
        now = time.monotonic()
        if now >= window.ends:
            window.ends, window.used = now + seconds, 0
        window.used += 1
        left = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(per),
            "X-RateLimit-Remaining": str(max(0, per - window.used)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": f"double-{family}",
        }
        if window.used <= per:
            return Verdict(headers)
        return Verdict(headers | {"X-RateLimit-Scope": "user"} | _after(left), left)


def _after(wait: float) -> dict[str, str]:
    return {"Retry-After": str(max(1, round(wait)))}
