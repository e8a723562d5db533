"""Asks over HTTP: what may be asked again and when, and what is said of a refusal.

Foreign exceptions of httpx become SEL's here. Knows nothing of files.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import functools
import ssl
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import httpx

from sel.errors import FetchError

Got = TypeVar("Got")

RANGE_REFUSED = 416
"""The one refusal that is for the asker to judge: there is less than was thought."""
_WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each new try after which nothing came; doubling is the usual back-off."""
_LONGEST = 120.0
"""Seconds a hub may ask us to wait; more than that is for the person to decide."""
_SILENCE = httpx.Timeout(30.0, connect=10.0)


class Passing(Exception):
    """It failed in a way that may pass; `told` is what is said where it does not.

    `wait` is what the hub asks for, in seconds; 0 where it said nothing.
    """

    def __init__(self, told: FetchError, wait: float = 0.0) -> None:
        super().__init__(told.title)
        self.told = told
        self.wait = wait


class Unreachable(Passing):
    """There was no answer at all; where nothing came before, waiting long helps nobody."""


def client(token: str) -> httpx.Client:
    """A client that follows redirects; httpx drops the token where one leads to another host."""
    headers = {"Accept-Encoding": "identity"}  # a range of packed bytes would be of no use
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return httpx.Client(
        headers=headers, timeout=_SILENCE, follow_redirects=True, verify=_certificates()
    )


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Whom to trust: read once, for it takes longer than most answers."""
    return httpx.create_ssl_context()


def persist(
    attempt: Callable[[], Got], sleep: Callable[[float], None], reached: Callable[[], int]
) -> Got:
    """The outcome of `attempt`, tried again while that may help. Raises `FetchError`.

    Tries are counted anew whenever `reached` (bytes so far) is beyond its best: a poor line gets
    there, too.
    """
    failed, best = 0, reached()
    while True:
        try:
            return attempt()
        except Passing as error:
            if (now := reached()) > best:
                failed, best = 0, now
            wait = error.wait or _WAITS[min(failed, len(_WAITS) - 1)]
            offline = isinstance(error, Unreachable) and failed and not best
            if offline or failed >= len(_WAITS) or wait > _LONGEST:
                raise error.told from error
            failed += 1
            sleep(wait)


@contextlib.contextmanager
def ask(
    line: httpx.Client, url: str, headers: Mapping[str, str] | None = None
) -> Iterator[httpx.Response]:
    """The answer, its body still to be read. Raises `Passing` and `FetchError`, while it is read,
    too."""
    try:
        with line.stream("GET", url, headers=headers) as answer:
            _check(answer)
            yield answer
    except httpx.ConnectError as error:
        raise Unreachable(_unreachable(url)) from error
    except httpx.UnsupportedProtocol as error:
        raise FetchError("The hub leads to an address that is not HTTP.", where=url) from error
    except httpx.TransportError as error:  # cut, or silent for too long
        told = FetchError(
            f"The connection to {_host(url)} broke again and again.",
            hint="Ask once more later: it goes on where it stopped.",
        )
        raise Passing(told) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        kind = type(error).__name__
        raise FetchError(f"{_host(url)} cannot be asked ({kind}).", where=url) from error


def _check(answer: httpx.Response) -> None:
    code = answer.status_code
    if answer.is_success or code == RANGE_REFUSED:
        return
    host = answer.url.host
    if code == httpx.codes.TOO_MANY_REQUESTS:
        wait = _retry_after(answer)
        when = f"in {wait:.0f} s" if wait else "later"
        told = FetchError(f"{host} is asked too often.", hint=f"Try again {when}.")
        raise Passing(told, wait)
    if code == httpx.codes.REQUEST_TIMEOUT or answer.is_server_error:
        told = FetchError(f"{host} has trouble of its own (it answers {code}).", hint="Try later.")
        raise Passing(told, _retry_after(answer))
    raise _refusal(code, str(answer.url.copy_with(query=None)))


def _refusal(code: int, url: str) -> FetchError:
    if code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return FetchError(
            f"{_host(url)} does not give this to everybody, or it does not exist ({code}).",
            where=url,
            hint="Where it is gated, accept its terms on its page and put a token into HF_TOKEN.",
        )
    if code == httpx.codes.NOT_FOUND:
        return FetchError(
            f"{_host(url)} has no such thing (404).", where=url, hint="Check how it is written."
        )
    return FetchError(f"{_host(url)} refuses (it answers {code}).", where=url)


def _unreachable(url: str) -> FetchError:
    return FetchError(
        f"{_host(url)} cannot be reached.",
        hint="Is this machine on the network? HF_ENDPOINT names another hub.",
    )


def _retry_after(answer: httpx.Response) -> float:
    """Seconds the hub asks to wait, given as a number or as a date; 0 where it says nothing."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        when = email.utils.parsedate_to_datetime(said)
        return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _host(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0]
