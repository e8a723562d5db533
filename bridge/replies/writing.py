"""The messages of one reply at its place: made to be what they should be, with few writes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bridge.replies.ports import MessageGone, Place, PlaceGone

UNKNOWN = ""
"""What stands in a message when that is not known; no message is empty, so it will be written."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of SEL's and what stands in it."""

    id: int
    text: str


class Writing:
    """One reply. `posted` are its messages, `last` is when the newest write began (of `clock`)."""

    def __init__(
        self,
        place: Place,
        clock: Callable[[], float],
        reply_to: int,
        posted: Sequence[Posted] = (),
    ) -> None:
        """`posted` are messages of an earlier reply to the same question: they are changed."""
        self.place, self._clock, self._reply_to = place, clock, reply_to
        self.posted = list(posted)
        self.last = float("-inf")
        self.writes = 0
        self.begun = False
        self._anew = False
        self._nonce = secrets.randbits(63)
        self._tried: set[str] = set()

    def shows(self, pages: Sequence[str]) -> bool:
        """Whether the messages begin with these already."""
        return [one.text for one in self.posted[: len(pages)]] == list(pages)

    async def show(self, pages: Sequence[str], *, whole: bool = False) -> None:
        """Make the messages be these pages; when the reply is `whole`, what is left over goes.

        Raises `PlaceGone` and `PlaceBusy`; what was written until then is known.
        """
        for number, page in enumerate(pages):
            if number >= len(self.posted):
                self.posted.append(await self._send(page, first=number == 0))
            while self.posted[number].text != page:
                self.posted[number] = await self._change(self.posted[number], page, number)
        self.begun = self.begun or bool(pages)  # also where it stood there already
        while whole and len(self.posted) > len(pages):
            await self.place.delete(self.posted[-1].id)
            del self.posted[-1]

    async def take_back(self) -> None:
        """Delete all of it."""
        while self.posted:
            await self.place.delete(self.posted[-1].id)
            del self.posted[-1]

    async def _change(self, old: Posted, page: str, number: int) -> Posted:
        """Edit a message; one that somebody deleted is posted anew, once."""
        self._count()
        try:
            await self.place.edit(old.id, page)
        except MessageGone as error:
            if self._anew:
                raise PlaceGone("My messages are deleted there.") from error
            self._anew = True
            return await self._send(page, first=number == 0)
        return Posted(old.id, page)

    async def _send(self, page: str, *, first: bool) -> Posted:
        """Post a message. The nonce is the same until it worked, so it is never there twice.

        Where the answer to an earlier try was lost, that one stands there: if it said something
        else, nobody knows what the message says.
        """
        self._count()
        self._tried.add(page)
        answered = self._reply_to if first else None
        id_ = await self.place.send(page, reply_to=answered, nonce=self._nonce)
        stands = page if self._tried == {page} else UNKNOWN
        self._nonce, self._tried = secrets.randbits(63), set()
        return Posted(id_, stands)

    def _count(self) -> None:
        self.begun = True
        self.writes += 1
        self.last = self._clock()
