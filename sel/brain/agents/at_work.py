"""Tells of an agent at work for a turn: that it was asked, and whatever came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sel.agent_events import AgentAnswered, AgentAsked
from sel.agents.types import Answer
from sel.bus import Bus

STOPPED = "It was stopped."


@dataclass(slots=True)
class AtWork:
    """One agent while it is asked. Whoever asks it puts the `answer` here."""

    answer: Answer


@contextmanager
def at_work(bus: Bus, asked: AgentAsked) -> Iterator[AtWork]:
    """Tell of it, and at the end of the block of the answer; without one it was stopped."""
    bus.publish(asked)
    work = AtWork(Answer(asked.agent, STOPPED, ok=False))
    try:
        yield work
    finally:
        answer = work.answer
        bus.publish(
            AgentAnswered(
                channel=asked.channel,
                turn_id=asked.turn_id,
                agent=asked.agent,
                asked=asked.asked,
                ok=answer.ok,
                text=answer.text,
                seconds=round(answer.seconds, 4),
                cached=answer.cached,
            )
        )
