"""A web server on this machine, and a door that leads to it under names of its own."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sel.agents.fetch import Door

Handler = Callable[[BaseHTTPRequestHandler], None]

LOCAL = "127.0.0.1"


NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Believes no certificate; loading the usual ones takes longer than most tests."""


def absent(request: BaseHTTPRequestHandler) -> None:
    request.send_error(404)


class Web:
    """What the server does by path, and what it was asked: (path, Host header)."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.port = 0

    def url(self, path: str, host: str = "page.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
        def handle(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Type", kind)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = handle

    def leads(self, path: str, to: str, status: int = 302) -> None:
        def handle(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Location", to)
            request.end_headers()

        self.pages[path] = handle


@contextlib.contextmanager
def web(tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A server for one test."""
    site = Web()

    class Handling(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers["Host"]))
            site.headers.append(dict(self.headers))
            with contextlib.suppress(ConnectionError):
                site.pages.get(self.path, absent)(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOCAL, 0), Handling)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Names:
    """A name server: each name's answers, one after the other; the last one stays."""

    def __init__(self, **names: list[list[str]]) -> None:
        self._names = {"page.test": [[LOCAL]], **names}
        self.asked: list[str] = []

    def __call__(self, host: str, _: int) -> list[str]:
        self.asked.append(host)
        answers = self._names.get(host)
        if answers is None:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]


def door(names: Names | None = None, **parts: object) -> Door:
    """A door to this machine only, where other private addresses stay closed."""
    given = {"trusted": NOBODY, **parts}
    return Door(resolver=names or Names(), allowed=lambda at: at == LOCAL, **given)  # type: ignore[arg-type]
