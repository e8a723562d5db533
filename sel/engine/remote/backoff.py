"""How long to wait before asking a server again: full jitter, so that clients do not march in step.

Pure: chance and time come in as arguments.
"""

from __future__ import annotations

import email.utils
import random

TRIES = 5
"""Times a request is sent before it is given up."""
LONGEST_WAIT = 32.0
"""Seconds; a server that asks for more is asked again after this all the same."""
_FIRST = 1.0


def wait(failures: int, chance: random.Random, asked_for: float | None = None) -> float:
    """Seconds to wait after this many failures (1, 2, …), at most `LONGEST_WAIT`.

    Between 0 and 1, 2, 4, … seconds; never less than the server asked for.
    """
    ceiling = min(LONGEST_WAIT, _FIRST * 2.0 ** min(failures - 1, 16))
    return min(LONGEST_WAIT, max(chance.uniform(0.0, ceiling), asked_for or 0.0))


def retry_after(value: str, now: float) -> float | None:
    """Seconds that a `Retry-After` header asks for (a number or a date); None if it says nothing.

    `now` is Unix time in seconds.
    """
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        then = email.utils.parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0.0, then - now)
