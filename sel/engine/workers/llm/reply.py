"""One reply in the making: its prompt, its tokens, its text, its figures."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from sel.engine.types import Done, Request, StopReason
from sel.engine.workers.llm.sampler import TokenChooser
from sel.engine.workers.llm.slots import Slot
from sel.engine.workers.llm.text import TextStream

FLUSH_SECONDS = 0.03
"""Text goes out at most this often (the first at once): no eye is faster, and the parent sleeps."""


@dataclass(slots=True)
class Reply:
    """A request and everything known about it so far."""

    request: Request
    prompt: list[int]
    stream: TextStream
    arrived: float = field(default_factory=time.perf_counter)
    slot: Slot | None = None
    chooser: TokenChooser | None = None
    reused: int = 0
    admitted: float = 0.0
    first: float = 0.0
    last: float = 0.0
    made: list[int] = field(default_factory=list)
    text: str = ""
    outbox: str = ""
    logprobs: list[dict[str, Any]] = field(default_factory=list)
    flushed: float = 0.0
    leaves: bool = False  # its conversation is to be forgotten once it is over

    @property
    def reads(self) -> bool:
        """Whether part of the prompt is still to be read."""
        return self.slot is not None and len(self.slot.tokens) < len(self.prompt)

    def admit(self, slot: Slot, reused: int) -> None:
        """A slot was found; `reused` tokens are in it already."""
        self.slot, self.reused, self.admitted = slot, reused, time.perf_counter()

    def add(self, token: int, data: bytes) -> None:
        """A token was made."""
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.made.append(token)
        self._say(self.stream.feed(data))

    def _say(self, text: str) -> None:
        self.text += text
        self.outbox += text

    def close_text(self) -> None:
        """Release what was held back; no more tokens will come."""
        self._say(self.stream.close())

    def due(self, now: float) -> bool:
        """Whether text should go out now."""
        return bool(self.outbox) and now - self.flushed >= FLUSH_SECONDS

    def take_outbox(self, now: float) -> dict[str, Any]:
        """The waiting text as a message for the parent."""
        message = {
            "event": "piece",
            "id": self.request.id,
            "text": self.outbox,
            "logprobs": self.logprobs,
        }
        self.outbox, self.logprobs, self.flushed = "", [], now
        return message

    def done(self, reason: StopReason) -> Done:
        """The closing figures."""
        now = time.perf_counter()
        admitted = self.admitted or now
        there = min(len(self.slot.tokens), len(self.prompt)) if self.slot else 0
        return Done(
            stop_reason=reason,
            prompt_tokens=len(self.prompt),
            reused_tokens=self.reused,
            read_tokens=max(there - self.reused, 0),
            made_tokens=len(self.made),
            queue_seconds=admitted - self.arrived,
            read_seconds=(self.first or now) - admitted,
            make_seconds=self.last - self.first,
        )
