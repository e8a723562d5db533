"""One page of the web, fetched so that it can neither reach into the home network nor fill memory.

Each hop's name is resolved once, every address it has must be allowed, and the connection goes to
the very address that was checked, so a second answer of the name server changes nothing. Runs in an
agent's child and is synchronous; what an answer means is the matter of whoever asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sel.agents.addresses import Resolver, Rule, is_public, resolve
from sel.agents.told import Refusal

if TYPE_CHECKING:
    import ssl

MOST_BYTES = 2 * 1024 * 1024
MOST_HOPS = 5
SECONDS = 12.0
"""Seconds for all of it; one wait for the network takes at most `_ONE_WAIT`."""
_ONE_WAIT = 6.0
TEXTS = ("text/html", "text/plain", "application/xhtml+xml")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: where from in the end, of which kind ("text/html"), and its bytes."""

    url: str
    kind: str
    charset: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Door:
    """How the network is reached and what is let through; tests put their own in. `trusted` is
    whose certificates are believed (None: the usual ones)."""

    resolver: Resolver = resolve
    allowed: Rule = is_public
    kinds: tuple[str, ...] = TEXTS
    most: int = MOST_BYTES
    seconds: float = SECONDS
    clock: Callable[[], float] = time.monotonic
    trusted: ssl.SSLContext | None = None


def fetch(url: str, door: Door | None = None) -> Fetched:
    """Get a page, following redirects. Raises `Refusal` with a sentence for whatever fails."""
    try:
        import httpx
    except ImportError as error:
        raise Refusal("Reading pages needs httpx: pip install httpx.") from error
    door = door or Door()
    until = door.clock() + door.seconds
    here = _parsed(url)
    try:
        with httpx.Client(
            trust_env=False, timeout=_ONE_WAIT, verify=door.trusted or True
        ) as client:
            for _ in range(MOST_HOPS + 1):
                found = _hop(client, here, door, until)
                if isinstance(found, Fetched):
                    return found
                if here.scheme == "https" and found.scheme != "https":
                    raise Refusal("The page leads from https to http; I do not follow it.")
                here = found
    except httpx.TimeoutException as error:
        raise Refusal("The page did not answer in time.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Refusal("The page could not be fetched.") from error
    raise Refusal(f"The page leads on more than {MOST_HOPS} times.")


def _parsed(url: str) -> Any:
    import httpx

    try:
        here = httpx.URL(url.strip())
        usable = here.scheme in ("http", "https") and bool(here.host)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise Refusal("This is no address of a page.") from error
    if not usable or len(url) > _LONGEST_ADDRESS:
        raise Refusal("I read pages by http and https only.")
    if here.userinfo:
        raise Refusal("I do not send names or passwords to a page.")
    return here


def _hop(client: Any, here: Any, door: Door, until: float) -> Any:
    """`Fetched`, or the URL this one leads to."""
    address = _checked(here, door)
    request = client.build_request(
        "GET",
        here.copy_with(host=address),
        headers={
            "Host": here.netloc.decode("ascii"),
            "User-Agent": "SEL (a person's companion, reading one page)",
            "Accept": ", ".join(door.kinds),
            "Accept-Encoding": "gzip, identity",
        },
        extensions={"sni_hostname": here.host},
    )
    answer = client.send(request, stream=True, follow_redirects=False)
    try:
        if answer.status_code in _REDIRECTS and "location" in answer.headers:
            return _parsed(str(here.join(answer.headers["location"])))
        return _taken(answer, here, door, until)
    finally:
        answer.close()


def _checked(here: Any, door: Door) -> str:
    """An address of the host, all of whose addresses are allowed."""
    port = here.port or (443 if here.scheme == "https" else 80)
    try:
        addresses = door.resolver(here.host, port)
    except (OSError, UnicodeError) as error:
        raise Refusal("I cannot find where this page lives.") from error
    if not addresses or not all(map(door.allowed, addresses)):
        raise Refusal("This page is not on the public internet, so I do not read it.")
    return addresses[0]


def _taken(answer: Any, here: Any, door: Door, until: float) -> Fetched:
    if answer.status_code != 200:
        raise Refusal(f"The page answered with {answer.status_code}.")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in door.kinds:
        raise Refusal("This is no page of text.")
    body = bytearray()
    for chunk in answer.iter_bytes(16 * 1024):
        body += chunk
        if len(body) > door.most:
            raise Refusal(f"The page is longer than {door.most // 1024} kB.")
        if door.clock() > until:
            raise Refusal("The page did not come in time.")
    return Fetched(str(here), kind, answer.charset_encoding or "", bytes(body))
