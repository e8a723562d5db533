"""What memory reads in a person's words. Its many patterns are made on first use, not at import:
the brain is built while a face already waits for keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sel.memory.types import Candidate, Hit

if TYPE_CHECKING:
    from sel.memory.reading.requests import Request


def candidates(text: str) -> list[Candidate]:
    """What may be worth keeping of a message."""
    from sel.memory.reading.candidates import candidates as read

    return read(text)


def request_in(text: str) -> Request | None:
    """What a message asks of the memory."""
    from sel.memory.reading.requests import request_in as read

    return read(text)


def secret_in(text: str) -> str:
    """What kind of secret a message holds, "" for none."""
    from sel.memory.reading.secrets import secret_in as read

    return read(text)


def period_in(text: str, now: float, zone: str) -> tuple[float, float] | None:
    """The past period a message names, in Unix seconds; `zone` "" is the system's own."""
    from sel.memory.reading.dates import period_in as read

    return read(text, now, zone)


def recall(hits: Sequence[Hit], budget: int, count: Callable[[str], int]) -> list[Hit]:
    """Those of the found memories that are worth telling."""
    from sel.memory.recall import recall as choose

    return choose(hits, budget, count)


def told(hits: Sequence[Hit], now: float, zone: str) -> str:
    """How they are told to the model."""
    from sel.memory.recall import told as tell

    return tell(hits, now, zone)


def warm() -> None:
    """Make the patterns; called where nobody waits for it."""
    text = "What did I say about the weather yesterday?"
    candidates(text)
    request_in(text)
    secret_in(text)
    period_in(text, 0.0, "UTC")
    recall((), 0, len)
