"""What events of turns change in a conversation: the same at the desk as elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sel.events import (
    Event,
    TextArrived,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
)
from tui.widgets.conversation import Conversation
from tui.widgets.message import Notice


def end(conversation: Conversation, event: TurnEnded) -> None:
    """Draw the end of a turn."""
    turn = event.turn_id
    if isinstance(event, TurnFinished):
        conversation.end(turn, "whole", event.text)
        if event.stats.source == "cached":
            conversation.streaming(turn).said_before()
    elif isinstance(event, TurnInterrupted):
        conversation.end(turn, "interrupted", event.partial)
    elif isinstance(event, TurnFailed):
        problem = f"{event.error.title} {event.error.hint}".rstrip()
        conversation.end(turn, "failed", event.partial, problem)
    elif isinstance(event, TurnSilenced):
        conversation.drop(turn)
        conversation.notice(Notice(f"SEL keeps quiet: {event.reason}"))


def joined(events: Iterable[Event]) -> Iterable[Event]:
    """Neighbouring pieces of one reply as one piece, so that a batch is drawn once."""
    held: list[TextArrived] = []
    for event in events:
        if held and not (isinstance(event, TextArrived) and event.turn_id == held[0].turn_id):
            yield _merged(held)
            held = []
        if isinstance(event, TextArrived):
            held.append(event)
        else:
            yield event
    if held:
        yield _merged(held)


def _merged(pieces: list[TextArrived]) -> TextArrived:
    return replace(pieces[-1], text="".join(piece.text for piece in pieces))
