"""What replies cost since the start: counts that only rise, for whoever looks at rates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sel.events import ReplyStats

OWN = "own"
"""The source of a reply that no model made anything of: what SEL says of itself and its memory."""
SOURCES = ("made", "cached", OWN)
"""Told from the start, at 0: who looks at rates would miss the first of each."""


@dataclass(slots=True)
class ReplyCounts:
    """Replies that came to their end, by source ("made", "cached", "own"), and their tokens.

    `silences` counts messages that were not answered, by reason. Seconds are the engine's. One
    thread adds; any may read, and finds each figure as it was a moment ago.
    """

    replies: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(SOURCES, 0)))
    silences: Counter[str] = field(default_factory=Counter)
    read_tokens: int = 0
    reused_tokens: int = 0
    made_tokens: int = 0
    read_seconds: float = 0.0
    make_seconds: float = 0.0

    def add(self, stats: ReplyStats) -> None:
        """One more."""
        nobody = stats.source == "made" and not stats.made_tokens
        self.replies[OWN if nobody else stats.source] += 1
        self.read_tokens += stats.read_tokens
        self.reused_tokens += stats.reused_tokens
        self.made_tokens += stats.made_tokens
        self.read_seconds += stats.read_seconds
        self.make_seconds += stats.make_seconds

    @property
    def tokens_per_second(self) -> float:
        """Tokens made in a second of making them; 0 where none were."""
        return self.made_tokens / self.make_seconds if self.make_seconds > 0 else 0.0

    @property
    def reuse(self) -> float:
        """Share of the prompts that was not read again, 0..1."""
        prompts = self.read_tokens + self.reused_tokens
        return self.reused_tokens / prompts if prompts else 0.0
