"""What a hit costs, beside a bare dict, in the same run: for `sel bench`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from sel.cache.cache import CAPACITY, ResponseCache
from sel.cache.keys import Context, Key, key_of
from sel.cache.policy import REPLY

_PIECES = ["a", " reply", " of", " some", " thirty", " pieces"] * 5
_LEVELS = dict.fromkeys(("dopamine", "serotonin", "cortisol", "oxytocin"), 0.25)
_ASKS = 41
"""Messages of a request: persona, and twenty exchanges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitTimes:
    """Seconds: a hit with its key in hand, making the key, and a look into a bare dict."""

    entries: int
    hit_p50: float
    hit_p99: float
    key_p50: float
    key_p99: float
    dict_p50: float
    dict_p99: float


@dataclass(frozen=True, slots=True)
class _Message:
    role: str
    content: str


def measure(rounds: int = 10_000, entries: int = CAPACITY) -> HitTimes:
    """Hits all over a full cache of replies of thirty pieces, in an order that looks random."""
    cache, keys = ResponseCache(capacity=entries), [_key(n) for n in range(entries)]
    plain: dict[bytes, object] = {}
    for key in keys:
        plain[key.digest] = value = _PIECES
        cache.put(key, value)
    asked = [keys[n * 7919 % entries] for n in range(rounds)]
    few = asked[: max(100, rounds // 10)]
    hit = _times(cache.get, asked)
    bare = _times(lambda key: plain[key.digest], asked)
    messages = _messages(1)
    made = _times(lambda _: _key_of(messages), few)
    return HitTimes(
        entries=entries,
        hit_p50=hit[49],
        hit_p99=hit[98],
        key_p50=made[49],
        key_p99=made[98],
        dict_p50=bare[49],
        dict_p99=bare[98],
    )


def _key(number: int) -> Key:
    return _key_of(_messages(number))


def _messages(number: int) -> list[_Message]:
    return [_Message("user", f"message {n} of {number}, and some more words") for n in range(_ASKS)]


def _key_of(messages: list[_Message]) -> Key:
    context = Context(channel="desk", person="you", hormones=_LEVELS, persona="1", memory="1")
    return key_of(REPLY, context, messages, model="model", sampling={"temperature": 0.7})


def _times(work: Callable[[Key], object], keys: Sequence[Key]) -> list[float]:
    """The hundred-quantiles of how long each took, in seconds."""
    took = []
    for key in keys:
        began = time.perf_counter()
        work(key)
        took.append(time.perf_counter() - began)
    return quantiles(took, n=100)
