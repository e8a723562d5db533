"""What managers decided for channels: whether SEL may speak there, and pauses."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from tinydb.table import Document

from sel.bridge_events import Policy

if TYPE_CHECKING:
    from bridge.ports import Book

TABLE = "discord_channels"
_POLICIES = frozenset(get_args(Policy))


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds on a channel."""

    policy: Policy = ""
    paused: bool = False


NONE = Rules()


class ChannelBook:
    """Rules by channel id: read from RAM, on the disk when a change returns."""

    def __init__(self, book: Book) -> None:
        """Reads the table. Raises `StoreError`."""
        self._table = book.table(TABLE)
        self._rules: dict[int, Rules] = {}
        self.look_again()

    def look_again(self) -> None:
        """Another process that shares the book may have decided otherwise meanwhile. Raises
        `StoreError`; then what was known holds."""
        found: dict[int, Rules] = {}
        for row in self._table.all():
            policy, paused = row.get("policy", ""), row.get("paused", False)
            if policy in _POLICIES and isinstance(paused, bool):
                found[row.doc_id] = Rules(policy, paused)
        self._rules = found

    def rules(self, channel_id: int, parent_id: int = 0) -> Rules:
        """What holds there. A thread without a policy of its own has its parent's; it is paused
        with its parent."""
        own, parent = self._rules.get(channel_id, NONE), self._rules.get(parent_id, NONE)
        return Rules(own.policy or parent.policy, own.paused or parent.paused)

    async def set_policy(self, channel_id: int, policy: Policy) -> None:
        """Decide what SEL may do there. Raises `StoreError`; then nothing has changed."""
        await self._keep(channel_id, replace(self._own(channel_id), policy=policy))

    async def set_paused(self, channel_id: int, paused: bool) -> None:
        """Decide whether SEL says nothing there. Raises `StoreError`; then nothing has changed."""
        await self._keep(channel_id, replace(self._own(channel_id), paused=paused))

    def _own(self, channel_id: int) -> Rules:
        return self._rules.get(channel_id, NONE)

    async def _keep(self, channel_id: int, rules: Rules) -> None:
        if rules == self._own(channel_id):
            return
        if rules == NONE:
            await asyncio.to_thread(self._table.remove, doc_ids=[channel_id])
            self._rules.pop(channel_id, None)
            return
        row = Document({"policy": rules.policy, "paused": rules.paused}, doc_id=channel_id)
        await asyncio.to_thread(self._table.upsert, row)
        self._rules[channel_id] = rules
