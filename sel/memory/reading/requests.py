"""What a person asks of SEL's memory in ordinary sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ask = Literal[
    "forget",
    "forget_all",
    "dont_keep",
    "what_do_you_know",
    "stop",
    "start",
    "why",
    "yes",
    "no",
]


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of the memory.

    `about` is the subject in the person's words: of "forget" it is what to forget ("" means the
    last thing said or kept), of "what_do_you_know" what to tell about ("" means everything).
    """

    kind: Ask
    about: str = ""


def request_in(text: str) -> Request | None:
    """What `text` asks of the memory, or None, which is the usual case."""
    return None
