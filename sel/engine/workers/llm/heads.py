"""What every conversation begins with, kept from one start to the next as a KV state.

It is SEL's own text, or a person's own persona file: no conversation, so nobody's leave is asked.
Its tokens are part of its name (see `naming`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sel.engine.workers.llm.kvcache import KvCache
from sel.engine.workers.llm.naming import Naming
from sel.engine.workers.llm.slots import Slot
from sel.engine.workers.llm.statefolder import KeptState, StateFolder


class Heads:
    """Restores heads, and keeps each once, in a thread of its own while SEL talks."""

    def __init__(
        self,
        folder: Path,
        naming: Naming,
        cache: KvCache,
        send: Callable[[dict[str, Any]], None],
    ) -> None:
        self._folder, self._naming = StateFolder(folder), naming
        self._cache, self._send = cache, send
        self._settled: set[tuple[int, ...]] = set()  # on disk, or not to be put there

    def restore(self, slot: Slot, tokens: list[int]) -> None:
        """Put a head that was kept into its empty slot; where there is none, it stays empty."""
        began = time.perf_counter()
        name = self._naming.known("head", tokens)
        found = self._folder.take(name) if name and self._cache.whole(len(tokens)) else None
        if found is None:
            return
        if found.tokens != tokens or not self._cache.put(slot.sequence, found.data, len(tokens)):
            self._folder.drop(name)
            return
        self._folder.proved(name)
        self._settled.add(tuple(tokens))
        slot.tokens = list(tokens)
        self._tell(tokens, len(found.data), began, restored=True)

    def keep(self, slot: Slot) -> None:
        """Keep the head that this slot has read, unless it is kept already."""
        tokens = list(slot.tokens)
        if tuple(tokens) in self._settled or not self._cache.whole(len(tokens)):
            return
        self._settled.add(tuple(tokens))
        data = self._cache.state(slot.sequence)
        if data:
            state = KeptState(tokens, data)
            threading.Thread(target=self._write, args=(state,), daemon=True, name="keep").start()

    def _write(self, state: KeptState) -> None:
        began = time.perf_counter()
        name = self._naming.found_out("head", state.tokens)
        if name and not self._folder.has(name) and (size := self._folder.put(name, state)):
            self._tell(state.tokens, size, began, restored=False)

    def _tell(self, tokens: Sequence[int], size: int, began: float, *, restored: bool) -> None:
        self._send(
            {
                "event": "head",
                "tokens": len(tokens),
                "size": size,
                "seconds": time.perf_counter() - began,
                "restored": restored,
            }
        )
