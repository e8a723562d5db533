"""What a message holds that may be worth keeping: from the person's own words only."""

from __future__ import annotations

from sel.memory.types import Candidate


def candidates(text: str) -> list[Candidate]:
    """What a person tells of themselves in `text`, in its order; most messages hold nothing."""
    return []
