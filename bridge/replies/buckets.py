"""What Discord's headers say of how often SEL may write in each channel."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING

from bridge.replies.pace import even
from bridge.replies.ports import Write

if TYPE_CHECKING:
    import aiohttp

CHANNELS = 2000
"""Newest channels and kinds of write that are known."""
_MESSAGES = re.compile(r"/channels/(\d+)/messages(?:/\d+)?/?\Z")
_WRITES: dict[str, Write] = {"POST": "send", "PATCH": "edit"}


class Buckets:
    """Give its `trace` to each Discord client (`http_trace`), and all answers are seen."""

    def __init__(self) -> None:
        self._pauses: OrderedDict[tuple[int, Write], float] = OrderedDict()

    def pause(self, channel: int, write: Write) -> float:
        """Seconds between two such writes there; 0 where nothing is known."""
        return self._pauses.get((channel, write), 0.0)

    def note(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Read an answer's headers; what is no message or has none is passed over."""
        found = _MESSAGES.search(path)
        if found is None or method not in _WRITES:
            return
        try:
            remaining = int(headers["X-RateLimit-Remaining"])
            reset_after = float(headers["X-RateLimit-Reset-After"])
        except (KeyError, ValueError):
            return
        key = int(found[1]), _WRITES[method]
        self._pauses[key] = even(remaining, reset_after)
        self._pauses.move_to_end(key)
        if len(self._pauses) > CHANNELS:
            self._pauses.popitem(last=False)

    def trace(self) -> aiohttp.TraceConfig:
        """What a client's session is to be watched with."""
        import aiohttp

        async def ended(
            _: aiohttp.ClientSession,
            __: SimpleNamespace,
            end: aiohttp.TraceRequestEndParams,
        ) -> None:
            self.note(end.method, end.url.path, end.response.headers)

        config = aiohttp.TraceConfig()
        config.on_request_end.append(ended)
        return config
