"""The child's side of the line to its parent: JSON objects, one a line, over an inherited fd."""

from __future__ import annotations

import argparse
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any


class Channel:
    """Send from any thread; iterate in one. The iteration ends when the parent is gone."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._lines = sock.makefile("rb")
        self._lock = threading.Lock()

    @classmethod
    def from_argv(cls, argv: list[str] | None = None) -> Channel:
        """The line whose fd number the parent gave as `--fd N`."""
        parser = argparse.ArgumentParser(add_help=False)
        parser.add_argument("--fd", type=int, required=True)
        known, _ = parser.parse_known_args(argv)
        return cls(socket.socket(fileno=known.fd))

    def send(self, message: dict[str, Any]) -> None:
        """Send one message whole; a parent that is gone is noticed by the iteration, not here."""
        line = json.dumps(message).encode() + b"\n"
        try:
            with self._lock:
                self._sock.sendall(line)
        except OSError:
            pass

    def __iter__(self) -> Iterator[dict[str, Any]]:
        try:
            for line in self._lines:
                yield json.loads(line)
        except OSError:
            return
