"""Who is listened to: only requests that name this machine.

A web page can make its own name point to 127.0.0.1 and then read what it likes (DNS rebinding).
Its requests still carry that name in `Host`, which is looked at here.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

MISDIRECTED = 421
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::\d{1,5})?")
_SENTENCE = "SEL answers to 127.0.0.1 and localhost only."


def is_here(host: str) -> bool:
    """Whether a name or address is this machine's own, as one can tell without asking anybody."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class OnlyHere:
    """An ASGI application that refuses whatever does not name this machine, and passes the rest."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http" and not _names_this_machine(scope):
            await _refuse(send)
            return
        await self._application(scope, receive, send)


def _names_this_machine(scope: Message) -> bool:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1:
        return False
    match = _HOST.fullmatch(hosts[0].decode("latin-1").lower())
    return match is not None and is_here(match[1].strip("[]"))


async def _refuse(send: Send) -> None:
    body = json.dumps({"error": _SENTENCE}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": MISDIRECTED, "headers": headers})
    await send({"type": "http.response.body", "body": body})
