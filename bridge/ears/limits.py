"""How many answers a person and a server may have; who asks for more is told once when to go on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bridge.ears.incoming import Incoming
from sel.errors import SelError

if TYPE_CHECKING:
    from bridge.ports import Claims

log = logging.getLogger(__name__)

WINDOW = 60.0
"""Seconds within which answers are counted."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Which messages go on, and which do not; `refusal` is what to say to whom, once."""

    messages: tuple[Incoming, ...]
    over: tuple[Incoming, ...] = ()
    refusals: tuple[tuple[Incoming, str], ...] = ()


class Limits:
    """Counts batches: one answer for each person in it, one for the server.

    What is not addressed to SEL has a count of its own, so that chatter takes nobody's answers.
    """

    def __init__(self, claims: Claims, person: int, guild: int) -> None:
        self._claims, self._person, self._guild = claims, person, guild

    async def admit(self, messages: Sequence[Incoming], *, addressed: bool) -> Admitted:
        """Who of them is within the limits."""
        if not messages:
            return Admitted(())
        kind = "answers" if addressed else "chatter"
        guild = messages[0].guild_id
        if guild is not None and not await self._take(f"{kind}:guild:{guild}", self._guild):
            return await self._refused(messages, addressed, f"guild:{guild}", _GUILD)
        over: set[int] = set()
        for person in dict.fromkeys(one.author_id for one in messages):
            if not await self._take(f"{kind}:person:{person}", self._person):
                over.add(person)
        return await self._without(messages, over, addressed)

    async def _without(
        self, messages: Sequence[Incoming], over: set[int], addressed: bool
    ) -> Admitted:
        out = tuple(one for one in messages if one.author_id in over)
        refusals: list[tuple[Incoming, str]] = []
        for person in over:
            mine = [one for one in out if one.author_id == person]
            found = await self._refused(mine, addressed, f"person:{person}", _PERSON)
            refusals += found.refusals
        within = tuple(one for one in messages if one.author_id not in over)
        return Admitted(within, out, tuple(refusals))

    async def _refused(
        self, messages: Sequence[Incoming], addressed: bool, who: str, sentence: str
    ) -> Admitted:
        say = addressed and await self._take(f"refused:{who}", 1)
        refusals = ((messages[-1], sentence),) if say else ()
        return Admitted((), tuple(messages), refusals)

    async def _take(self, key: str, limit: int) -> bool:
        try:
            return await self._claims.take(key, limit, WINDOW)
        except SelError as error:  # better an answer too many than none at all
            log.warning("limits are not counted: %s", error)
            return True


_PERSON = (
    "That was a lot at once, and I could not answer all of it well. "
    "Please write to me again in a minute."
)
_GUILD = (
    "So much is said to me in this server that I can't keep up. "
    "Please write to me again in a minute."
)
