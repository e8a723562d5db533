"""What the spoken conversation needs of the rest of SEL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sel.bus import Subscription
from sel.errors import SelError, VoiceError
from sel.events import Command, Event


def _nothing(*_: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the conversation needs of its surroundings: commands to the brain, events of it, events
    for faces, and what to call when the state changed, something failed, there is news, or the
    sound card is gone for good."""

    submit: Callable[[Command], Awaitable[str]]
    subscribe: Callable[[], Subscription]
    publish: Callable[[Event], None]
    changed: Callable[[], None] = _nothing
    trouble: Callable[[SelError], None] = _nothing
    news: Callable[[str], None] = _nothing
    gone: Callable[[VoiceError], None] = _nothing
