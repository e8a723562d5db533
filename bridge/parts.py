"""What a bridge is made of; put together by `sel.cli.bridge_parts` and by tests."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bridge.ports import Book, Claims, Reciter, Transcriber
from sel.config.settings import Settings

if TYPE_CHECKING:
    import aiohttp


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeParts:
    """Everything the bridge uses and did not make itself.

    `token` is asked for at each connection, so that it stands in no field and no `repr`; "" where
    there is none. `open_book` opens the bridge's tables (raises `StoreError`), in a thread, each
    time the bridge is switched on; `claims` are made over them. `transcriber` and
    `reciter` raise `VoiceError` where a model is missing; None in a demo. `connector` is the way to
    Discord, None for the usual one (tests lead it to a double); each client needs a new one.
    `shards` tells, for the number of connections there are in all, which of them this process is
    to run, now and whenever that changes; None where it runs all of them. `clock` gives Unix
    seconds.
    """

    settings: Settings
    token: Callable[[], str]
    open_book: Callable[[], Book]
    claims: Callable[[Book], Claims]
    transcriber: Callable[[], Transcriber] | None = None
    reciter: Callable[[], Reciter] | None = None
    connector: Callable[[], aiohttp.BaseConnector] | None = None
    shards: Callable[[int], AsyncGenerator[frozenset[int], None]] | None = None
    clock: Callable[[], float] = field(default=time.time)
