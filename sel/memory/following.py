"""Taking in what other processes changed, so that this one's copies say the same as the store.

What another process forgot is forgotten here, too: the other layers (cached replies, what stands
in a conversation, files of this process) are told as if it had been forgotten here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import product

from sel.errors import InputRefused, SelError
from sel.memory.book import memory_of
from sel.memory.consent import Consents
from sel.memory.forgetting import Forgetting
from sel.memory.ports import IndexLike
from sel.memory.sharing import VECTORS, Change
from sel.memory.shelf import Shelf
from sel.memory.types import Memory
from sel.observe.errors_told import told
from sel.observe.redaction import own

log = logging.getLogger(__name__)


class Following:
    """Follows what others do, over the parts of one library. Not thread-safe."""

    def __init__(
        self,
        index: IndexLike,
        shelf: Shelf,
        consents: Consents,
        forgetting: Forgetting,
        redraw: Callable[[], None],
    ) -> None:
        """`redraw` is called where maps are no longer what they were."""
        self._index, self._shelf, self._consents = index, shelf, consents
        self._forgetting, self._redraw = forgetting, redraw

    def __call__(self, changes: Sequence[Change]) -> None:
        """Take these in, in this order. What a layer refuses is logged: it was not asked for
        here."""
        ended, erased = self._consents.others([one for one in changes if one.table == "consent"])
        self._forgetting.notes.others([one for one in changes if one.table == "notes"])
        gone, there = self._memories([one for one in changes if one.table == "memories"])
        if any(one.table == VECTORS for one in changes):
            self._redraw()
        self._index.remove([memory.id for memory in gone])
        self._index.add_many([(memory, None) for memory in there])
        self._forgetting.steps.forgotten({memory.id for memory in (*gone, *there)})
        if gone or ended or erased:
            _quietly(self._forgetting.tell_leaving)
        for person, hook in product(ended, self._forgetting.ended):
            _quietly(partial(hook, person))
        self._tell(gone, erased)

    def _memories(self, changes: Iterable[Change]) -> tuple[list[Memory], list[Memory]]:
        """Those that went, and those that came or are others now."""
        gone: dict[str, Memory] = {}
        there: dict[str, Memory] = {}
        for change in changes:
            before, after = _read(change.before), _read(change.after)
            self._shelf.become(change.number, before, after)
            if before is not None and (after is None or after.id != before.id):
                gone[before.id] = before
            if after is not None:
                there[after.id] = after
                gone.pop(after.id, None)
        return list(gone.values()), [one for one in there.values() if one.id in self._shelf]

    def _tell(self, gone: Sequence[Memory], erased: Collection[str]) -> None:
        for person in dict.fromkeys(memory.person for memory in gone):
            some = [memory for memory in gone if memory.person == person]
            _quietly(partial(self._forgetting.tell, person, some))
        for person in erased:
            _quietly(partial(self._forgetting.tell_erased, person))


def _read(document: object) -> Memory | None:
    try:
        return memory_of(document) if isinstance(document, dict) else None
    except InputRefused:
        return None


def _quietly(work: Callable[[], object]) -> None:
    try:
        work()
    except SelError as error:
        log.warning("a layer kept what others forgot: %s", own(told(error)))
