"""What the statistics say, as rows of (label, value). Pure: events in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sel.counting import counted
from sel.events import EngineView, ReplyStats

STATE_MARKS = {"asleep": "○", "waking": "◌", "ready": "●", "restarting": "◌", "failed": "✕"}


@dataclass(frozen=True, slots=True)
class Readings:
    """Everything the statistics are made of. `live_speed` is tokens/s while a reply is made,
    `route` is which expert answered and why; `consent` whether SEL may remember the person;
    `saved` counts tokens that kept answers did not cost; `bridge` tells of Discord in a line,
    the longest wording first."""

    engine: EngineView
    last: ReplyStats | None = None
    route: str = ""
    live_speed: float = 0.0
    replies: int = 0
    made: int = 0
    consent: str = ""
    saved: int = 0
    bridge: Sequence[str] = ()

    def after(self, stats: ReplyStats) -> Readings:
        """With one more reply counted."""
        return replace(
            self,
            last=stats,
            live_speed=0.0,
            replies=self.replies + 1,
            made=self.made + stats.made_tokens,
        )

    @property
    def speed(self) -> float:
        """Tokens a second: of the reply being made, else of the last one; 0 if unknown."""
        if self.live_speed:
            return self.live_speed
        return self.last.tokens_per_second if self.last else 0.0

    def state(self) -> str:
        """The engine in a word, with its progress while it wakes or does more than to answer."""
        state, under_way = self.engine.state, self.engine.state != "ready" or self.engine.detail
        share = f" {self.engine.progress:.0%}" if 0 < self.engine.progress < 1 else ""
        return f"{STATE_MARKS.get(state, '○')} {state}{share if under_way else ''}"

    def rows(self) -> list[tuple[str, str]]:
        """Label and value of every statistic, for the panel."""
        last = self.last or ReplyStats()
        known = self.last is not None
        return [
            ("state", self.state()),
            ("model", model_name(self.engine.model)),
            ("speed", _speed(self.speed)),
            ("first token", _seconds(last.first_token_seconds) if known else "–"),
            ("reused", _reuse(last) if last.prompt_tokens else "–"),
            ("context", self._context(last)),
            *([("saved", counted(self.saved, "tokens"))] if self.saved else ()),
        ]

    def more(self) -> list[tuple[str, str]]:
        """The rest, for the screen that has room for it."""
        last = self.last or ReplyStats()
        return [
            ("settings in use", self.engine.rung or "–"),
            ("answered by", self.route or "–"),
            ("waited in the queue", _seconds(last.queue_seconds)),
            ("reading the prompt", f"{_seconds(last.read_seconds)} · {last.read_tokens:,} tokens"),
            ("making the reply", f"{_seconds(last.make_seconds)} · {last.made_tokens:,} tokens"),
            ("the brain's own share", _seconds(last.brain_seconds)),
            ("why it ended", last.stop_reason or "–"),
            ("replies so far", f"{self.replies:,} · {self.made:,} tokens"),
        ]

    def _context(self, last: ReplyStats) -> str:
        used = last.prompt_tokens + last.made_tokens
        if not self.engine.context:
            return f"{used:,}" if used else "–"
        return f"{used:,} of {self.engine.context:,}"


def model_name(model: str) -> str:
    """A model's name without folders and ending."""
    return model.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".gguf") or "–"


def _speed(speed: float) -> str:
    return f"{speed:.0f} tok/s" if speed else "–"


def _seconds(seconds: float) -> str:
    if seconds <= 0:
        return "–"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _reuse(stats: ReplyStats) -> str:
    return f"{stats.reuse:.0%} of {stats.prompt_tokens:,}"
