"""When a person has finished speaking: rapid messages become one turn. Pure.

At the desk Enter is a decision: a message that ends a thought is answered at once, and a second one
sent meanwhile interrupts and is answered with it. Only one that breaks off in the middle of a
thought is waited on. In company people send thoughts in pieces, so there it is always waited.
"""

from __future__ import annotations

import re

from sel.events import DESK

CAP = 5.0
"""However fast somebody writes: a turn begins after this many times the batch seconds."""
MOST_MESSAGES = 10

_UNFINISHED = re.compile(
    r"(?:[,:;…\-–—(]|\.\.\.|\b(?:and|but|or|because|so|that|which|with|if|when|the|a|an|to|of))\s*$",
    re.IGNORECASE,
)


def pause_after(text: str, channel: str, batch_seconds: float) -> float:
    """Seconds to wait for more after a message."""
    if channel == DESK and not _UNFINISHED.search(text):
        return 0.0
    return batch_seconds
