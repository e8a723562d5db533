"""What faces are shown of a channel: the messages people see, in the order they belong together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from sel.events import MessageView
from sel.prompt.forgotten import holds
from sel.prompt.history import Turn

MOST_SHOWN = 100
"""Messages that are shown of a channel among many."""


class Shown(Protocol):
    """The messages of one channel."""

    def asked(self, view: MessageView) -> None:
        """Somebody said something."""
        ...

    def answered(self, turn_id: str, reply: MessageView | None, turn: Turn | None) -> None:
        """A turn is over: its reply, if any, and how it stands in the prompt, if it does."""
        ...

    def cut(self, turn_id: str, heard: str, turn: Turn | None) -> None:
        """Of this turn's reply only `heard` reached the person; the turn is now this one."""
        ...

    def unsay(self, ids: Collection[str]) -> None:
        """These messages, by the ids they were sent with, were never said."""
        ...

    def unanswer(self, turn_id: str) -> None:
        """Nothing waits any more for the turn that was to come."""
        ...

    def clear(self) -> None:
        """Nothing was said."""
        ...

    def forget(self, words: Sequence[str]) -> None:
        """Drop what holds one of these."""
        ...

    def views(self) -> tuple[MessageView, ...]:
        """The messages so far, without a reply under way."""
        ...


class ListShown:
    """A channel among many: a plain list, of which the newest stay."""

    def __init__(self) -> None:
        self._views: list[MessageView] = []

    def asked(self, view: MessageView) -> None:
        """Somebody said something."""
        self._views.append(view)
        del self._views[:-MOST_SHOWN]

    def answered(
        self,
        turn_id: str,
        reply: MessageView | None,
        turn: Turn | None,  # noqa: ARG002 - the protocol's
    ) -> None:
        """Put a reply behind the messages it answers; what interrupted it comes after it."""
        if reply is not None:
            asked = [place for place, one in enumerate(self._views) if one.turn_id == turn_id]
            self._views.insert(asked[-1] + 1 if asked else len(self._views), reply)

    def cut(self, turn_id: str, heard: str, turn: Turn | None) -> None:  # noqa: ARG002
        """Of this turn's reply only `heard` reached the person."""
        self._views = [
            replace(one, text=heard, state="interrupted") if _replies(one, turn_id) else one
            for one in self._views
            if heard or not _replies(one, turn_id)
        ]

    def unsay(self, ids: Collection[str]) -> None:
        """These messages were never said."""
        self._views = [one for one in self._views if not one.id or one.id not in ids]

    def unanswer(self, turn_id: str) -> None:
        """What waits stays as it was said."""

    def clear(self) -> None:
        """Nothing was said."""
        self._views.clear()

    def forget(self, words: Sequence[str]) -> None:
        """Drop what holds one of these."""
        self._views = [one for one in self._views if not holds(one.text, words)]

    def views(self) -> tuple[MessageView, ...]:
        """The messages so far."""
        return tuple(self._views)


def _replies(view: MessageView, turn_id: str) -> bool:
    return view.role == "sel" and view.turn_id == turn_id
