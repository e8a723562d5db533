"""A conversation's KV state on disk, for whoever asked the parent to keep it.

Whether that may be is the parent's to know; it deletes these files when words in them are to go.
There is one at a time. With it lie the tokens of the replies it holds: a reply need not be made of
those the tokenizer would choose, and with others nothing after it could be used.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sel.engine.workers.llm.kvcache import KvCache
from sel.engine.workers.llm.naming import Naming
from sel.engine.workers.llm.prompt import PromptEncoder
from sel.engine.workers.llm.slots import Slots
from sel.engine.workers.llm.statefolder import KeptState, StateFolder


class Talks:
    """Takes conversations up, and puts them down."""

    def __init__(
        self, folder: Path, naming: Naming, cache: KvCache, encoder: PromptEncoder, slots: Slots
    ) -> None:
        self._folder = StateFolder(folder, most=1)
        self._naming, self._cache, self._encoder, self._slots = naming, cache, encoder, slots

    def take_up(self, owner: str) -> None:
        """Put what was kept of a conversation into a slot, unless it has one already."""
        slot = self._slots.seat(owner)
        name = self._naming.known("talk", owner)
        found = self._folder.take(name) if slot is not None and name else None
        if slot is None or found is None:
            return
        put = partial(self._cache.put, slot.sequence, found.data, len(found.tokens))
        if not self._cache.whole(len(found.tokens)) or not self._slots.fill(
            slot, found.tokens, put
        ):
            self._folder.drop(name)
            return
        self._folder.proved(name)
        for text, tokens in found.replies:
            self._encoder.remember(text, tokens, owner)

    def put_down(self, owner: str, answer: Callable[[int], None]) -> None:
        """Keep a conversation that nobody answers just now, in a thread of its own; `answer` is
        told the bytes on disk, 0 for none."""
        slot = self._slots.of(owner)
        if slot is None or slot.busy or not slot.tokens or not self._cache.whole(len(slot.tokens)):
            answer(0)
            return
        data = self._cache.state(slot.sequence)
        state = KeptState(list(slot.tokens), data, self._encoder.replies(owner))

        def write() -> None:
            name = self._naming.found_out("talk", owner)
            answer(self._folder.put(name, state) if name and data else 0)

        threading.Thread(target=write, daemon=True, name="put down").start()
