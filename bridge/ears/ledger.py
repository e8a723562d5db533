"""What became of the newest messages, by id: so that none is taken twice. Holds no words."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Literal

from bridge.ears.incoming import Incoming

NEWEST = 5_000

State = Literal["waiting", "answering", "done", "overheard", "dropped"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A message: where, whose, what became of it, and a print of its words to see a change by.

    `edition` counts how often it was changed since it was heard.
    """

    channel_id: int
    author_id: int
    state: State
    print: int
    edition: int = 0


class Ledger:
    """The newest messages; older ones are forgotten."""

    def __init__(self) -> None:
        self._entries: OrderedDict[int, Entry] = OrderedDict()

    def put(self, message: Incoming, state: State) -> None:
        """Note a message, or one anew after a change."""
        words, known = hash(message.text), self._entries.get(message.id)
        edition = 0 if known is None else known.edition + (known.print != words)
        self._entries[message.id] = Entry(
            message.channel_id, message.author_id, state, words, edition
        )
        self._entries.move_to_end(message.id)
        if len(self._entries) > NEWEST:
            self._entries.popitem(last=False)

    def get(self, message_id: int) -> Entry | None:
        """What became of it; None where it is not known."""
        return self._entries.get(message_id)

    def edition(self, message_id: int) -> int:
        """How often a message was changed."""
        entry = self._entries.get(message_id)
        return 0 if entry is None else entry.edition

    def stands(self, message_id: int, edition: int) -> bool:
        """Whether a message is still being answered as it was then."""
        entry = self._entries.get(message_id)
        return entry is None or (entry.state, entry.edition) == ("answering", edition)

    def turn(self, message_id: int, state: State) -> None:
        """Note what became of a known message."""
        if (entry := self._entries.get(message_id)) is not None:
            self._entries[message_id] = replace(entry, state=state)
