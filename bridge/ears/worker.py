"""From a batch to its answer: once, within the limits, with what came attached."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from bridge.ears.errands import Errands
from bridge.ears.inbox import Batch
from bridge.ears.incoming import Incoming
from bridge.ears.ledger import Ledger
from bridge.ears.limits import Limits
from bridge.ears.room import Room
from bridge.ears.telling import Telling
from bridge.ports import Wordless
from sel.errors import SelError
from sel.observe.errors_told import kind_of
from sel.observe.redaction import own
from sel.tasks import to_the_end

if TYPE_CHECKING:
    from bridge.ports import Answers, Claims

log = logging.getLogger(__name__)

CLAIMED_SECONDS = 2 * 3600.0
"""A message stays claimed for this long: longer than one may be old and still be answered."""
HISTORY_SECONDS = 2.0
"""So long an answer waits for what was said before."""
MEDIA_SECONDS = 900.0
"""So long it waits for what came attached to a message."""


class Brought(Protocol):
    """A message with what came attached (`bridge.media.brought.Brought`)."""

    @property
    def message(self) -> Incoming:
        """The message with words and pictures in it."""

    @property
    def note(self) -> str:
        """What SEL has to say of it first, "" for nothing."""

    @property
    def spoken(self) -> bool:
        """Whether a voice note was among it."""


Media = Callable[[Incoming], AbstractAsyncContextManager[Brought]]
"""Brings what came with a message; its pictures are there until the block is left."""


def claim_of(message_id: int, edition: int = 0) -> str:
    """What whoever answers a message claims; an `edition` of it that was changed anew."""
    return f"answer:{message_id}:{edition}" if edition else f"answer:{message_id}"


class Worker:
    """Has batches answered."""

    def __init__(  # noqa: PLR0913 - what stands between a message and its answer
        self,
        answers: Answers,
        *,
        claims: Claims,
        limits: Limits,
        ledger: Ledger,
        telling: Telling,
        errands: Errands,
        media: Media | None,
    ) -> None:
        self._answers, self._claims, self._limits = answers, claims, limits
        self._ledger, self._telling, self._media = ledger, telling, media
        self._errands = errands

    def answer(self, room: Room, batch: Batch) -> Coroutine[Any, Any, None]:
        """Answer what of it is not answered yet, is within the limits, and still stands. From this
        call on it counts as being answered, whenever the work begins."""
        editions = {one.id: self._ledger.edition(one.id) for one in batch.messages}
        for id_ in editions:
            self._ledger.turn(id_, "answering")
        return self._answer(room, batch, editions)

    async def _answer(self, room: Room, batch: Batch, editions: Mapping[int, int]) -> None:
        try:
            await self._telling.settled(room, HISTORY_SECONDS)
            await self._errands.settled(editions)
            async with AsyncExitStack() as stack:
                mine = await self._ours(batch, editions, stack)
                mine = [one for one in mine if self._ledger.stands(one.id, editions[one.id])]
                if mine:
                    await self._have_answered(mine, batch, editions)
        finally:
            for id_, edition in editions.items():
                if self._ledger.stands(id_, edition):
                    self._ledger.turn(id_, "done")

    async def _have_answered(
        self, mine: Sequence[Incoming], batch: Batch, editions: Mapping[int, int]
    ) -> None:
        aside = batch.kind == "aside"
        try:
            done = await self._answers.answer(mine, addressed=batch.addressed, aside=aside)
        except Wordless:
            await self._release([one.id for one in mine], editions)
            raise
        if done is False:
            await to_the_end(self._release([one.id for one in mine], editions))

    async def _ours(
        self, batch: Batch, editions: Mapping[int, int], stack: AsyncExitStack
    ) -> list[Incoming]:
        """What of a batch is to be answered here and now."""
        claims: dict[int, str] = {}

        async def claim(id_: int) -> None:
            claims[id_] = await self._claim(id_, editions[id_])

        try:
            await to_the_end(asyncio.gather(*(claim(one.id) for one in batch.messages)))
            claimed = [one for one in batch.messages if claims[one.id]]
            mine = await self._within(claimed, batch.addressed)
            if not batch.addressed:
                return mine
            whole = [await self._bring(one, stack) for one in mine]
        except asyncio.CancelledError:  # SEL stops: after a start somebody may answer them
            for what in filter(None, claims.values()):
                await self._claims.release(what)
            raise
        return [one for one in whole if one.text or one.images]

    async def _claim(self, message_id: int, edition: int) -> str:
        """What was claimed, so that it is ours to answer; "" where somebody did. What was changed
        may be answered once more. Where none of it can be known, it is ours."""
        claim = claim_of(message_id)
        try:
            if await self._claims.claim(claim, CLAIMED_SECONDS):
                return claim
            again = claim_of(message_id, edition)
            return again if edition and await self._claims.claim(again, CLAIMED_SECONDS) else ""
        except SelError as error:
            log.warning("whether message %d is answered is not known: %s", message_id, error)
            return claim

    async def pass_over(self, message_id: int) -> None:
        """Let nobody take a message up after a start that was passed over now."""
        await self._claim(message_id, self._ledger.edition(message_id))

    async def _release(self, ids: Iterable[int], editions: Mapping[int, int]) -> None:
        """Let who comes next answer these."""
        for id_ in ids:
            claims = [claim_of(id_), *([claim_of(id_, editions[id_])] if editions[id_] else [])]
            for claim in claims:
                try:
                    await self._claims.release(claim)
                except SelError as error:
                    log.warning("message %d stays claimed: %s", id_, error)

    async def _within(self, messages: Sequence[Incoming], addressed: bool) -> list[Incoming]:
        found = await self._limits.admit(messages, addressed=addressed)
        for message, sentence in found.refusals:
            await self._answers.refuse(message, sentence)
        return list(found.messages)

    async def _bring(self, message: Incoming, stack: AsyncExitStack) -> Incoming:
        if self._media is None or not message.files:
            return message
        try:
            async with asyncio.timeout(MEDIA_SECONDS):
                brought = await stack.enter_async_context(self._media(message))
        except (SelError, TimeoutError) as error:
            log.warning("attachments of %d were not looked at: %s", message.id, own(kind_of(error)))
            return message
        if brought.note:
            await self._answers.refuse(message, brought.note)
        return replace(brought.message, spoken=brought.spoken)
