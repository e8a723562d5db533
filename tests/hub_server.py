"""A small hub on loopback, as bad as a test wants it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REPO = "owner/voice"


@dataclass
class Asked:
    path: str
    range: str
    authorization: str


@dataclass
class Trouble:
    """What goes wrong with one answer: `code` in place of it, or the body cut after `cut` bytes."""

    code: int = 0
    cut: int = -1
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class LocalHub:
    """`files` by path; those in `large` are told with a sha256. Troubles are had in their order."""

    files: dict[str, bytes] = field(default_factory=dict)
    large: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    listing: object = None
    about: object = field(default_factory=lambda: {"id": REPO})
    found: object = field(default_factory=list)
    ranges: bool = True
    elsewhere: str = ""
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    before_body: Callable[[], None] = lambda: None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fetched(self) -> list[Asked]:
        return [one for one in self.asked if "/resolve/" in one.path]

    def rows(self, under: str) -> object:
        if self.listing is not None:
            return self.listing
        return [{"type": "directory", "path": "folder", "oid": "0" * 40, "size": 0}] + [
            self._row(path, body) for path, body in self.files.items() if path.startswith(under)
        ]

    def _row(self, path: str, body: bytes) -> dict[str, object]:
        told = b"other" + body[5:] if path in self.wrong else body
        oid = hashlib.sha1(b"blob %d\0" % len(told) + told, usedforsecurity=False).hexdigest()
        row: dict[str, object] = {"type": "file", "path": path, "size": len(body), "oid": oid}
        if path in self.large:
            row["lfs"] = {"oid": hashlib.sha256(told).hexdigest(), "size": len(body)}
        return row


@contextmanager
def serving(hub: LocalHub) -> Iterator[LocalHub]:
    class Handler(_Handler):
        of = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    of: LocalHub

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        hub, path = self.of, self.path.partition("?")[0]
        said = self.headers.get
        hub.asked.append(Asked(path, said("Range", ""), said("Authorization", "")))
        trouble = hub.troubles.pop(0) if hub.troubles else Trouble()
        if trouble.code:
            self._answer(trouble.code, b"", trouble.headers)
        elif "/tree/main" in path:
            under = path.partition("/tree/main")[2].strip("/")
            self._answer(200, json.dumps(hub.rows(under)).encode(), trouble.headers)
        elif path == "/api/models":
            self._answer(200, json.dumps(hub.found).encode(), trouble.headers)
        elif path.startswith("/api/models/"):
            self._answer(200, json.dumps(hub.about).encode(), trouble.headers)
        elif "/resolve/" in path and hub.elsewhere:
            self._answer(302, b"", {"Location": hub.elsewhere + path})
        else:
            self._body(path.partition("/resolve/main/")[2], trouble)

    def _body(self, name: str, trouble: Trouble) -> None:
        body = self.of.files.get(name)
        if body is None:
            return self._answer(404, b"", {})
        asked = self.headers.get("Range", "") if self.of.ranges else ""
        first, _, last = asked.removeprefix("bytes=").partition("-")
        begin, end = int(first or 0), min(int(last or len(body)), len(body) - 1)
        if begin >= len(body) > 0:
            return self._answer(416, b"", {})
        headers = {"Content-Range": f"bytes {begin}-{end}/{len(body)}"} if asked else {}
        return self._answer(206 if asked else 200, body[begin : end + 1], headers, trouble.cut)

    def _answer(self, code: int, body: bytes, headers: dict[str, str], cut: int = -1) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.of.before_body()
        with suppress(ConnectionError):  # whoever asked may have gone
            self.wfile.write(body if cut < 0 else body[:cut])
        self.close_connection = True
