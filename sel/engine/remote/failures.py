"""What can go wrong with a server, and the sentence for each: the only place where it is mapped.

A server's own words never reach a person or a log: they may hold the prompt or the key.
"""

from __future__ import annotations

import re
from typing import Literal

from sel.errors import EngineCrashed, EngineError, PromptTooLong, RemoteError

Loss = Literal["refused", "unknown host", "secure", "slow", "cut", "empty", "foreign"]
"""connection refused · no such host · certificate · no answer in time · cut off on the way · an
answer that ends before it begins · not a chat server"""

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_TOO_LONG = re.compile(
    r"exceed_context|context (length|window|size)|maximum context|prompt is too long", re.IGNORECASE
)

_LOSSES: dict[Loss, tuple[str, str]] = {
    "refused": ("Nothing answers at the remote engine's address.", "Is the server running?"),
    "unknown host": ("The remote engine's host is not known.", "Check SEL_REMOTE_URL."),
    "secure": (
        "No secure connection to the remote engine could be made.",
        "Check its certificate, or use http:// on your own network.",
    ),
    "slow": ("The remote engine did not answer in time.", "It may be overloaded; try again later."),
    "cut": ("The connection to the remote engine broke.", "Look at the server's own log."),
    "empty": (  # how llama-cpp-python's server answers a prompt larger than its context
        "The remote engine broke off before its first word.",
        "The prompt may be larger than its context; look at its own log.",
    ),
    "foreign": (
        "What answers at the remote engine's address is not a chat server.",
        "Check SEL_REMOTE_URL; it usually ends in /v1.",
    ),
}

_STATUSES: dict[int, tuple[str, str]] = {
    401: ("The remote engine does not accept the key.", "Check SEL_REMOTE_KEY."),
    403: ("The remote engine does not allow this key to use the model.", "Check SEL_REMOTE_KEY."),
    404: (
        "The remote engine knows no such address or model.",
        "Check SEL_REMOTE_URL and SEL_REMOTE_MODEL.",
    ),
    402: ("The remote engine wants to be paid first.", "Look at your account there."),
    413: ("The message is too large for the remote engine.", "Send less at once."),
    429: ("The remote engine has too much to do.", "Wait a while, or check your quota there."),
    503: ("The remote engine is not ready yet.", "It may still be loading its model."),
}


class Refused(Exception):
    """The server answered with a status that is not success; `body` is for `Dialect.learn` only."""

    def __init__(self, status: int, body: str = "", asked_for: float | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.asked_for = asked_for

    @property
    def passing(self) -> bool:
        """Whether asking again may help."""
        return self.status in _AGAIN and not self.too_long

    @property
    def lasting(self) -> bool:
        """Whether the next request will most likely fail, too."""
        return self.status not in (400, 413, 422)

    @property
    def too_long(self) -> bool:
        """Whether the prompt does not fit the server's context."""
        return self.status in (400, 413, 422, 500) and bool(_TOO_LONG.search(self.body))


class Lost(Exception):
    """No answer, or one that broke off."""

    asked_for = None
    lasting = True

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss)
        self.loss = loss

    @property
    def passing(self) -> bool:
        """Whether asking again may help."""
        return self.loss in ("refused", "slow", "cut")


Failure = Refused | Lost


def mapped(failure: Failure, where: str) -> EngineError:
    """The error a person gets; `where` is the server's address without credentials."""
    if isinstance(failure, Lost):
        title, hint = _LOSSES[failure.loss]
        return RemoteError(title, where=where, hint=hint)
    if failure.too_long:
        return PromptTooLong("The prompt does not fit the remote engine's context.", where=where)
    title, hint = _STATUSES.get(failure.status, ("", ""))
    if not title:
        kind = "failed" if failure.status >= 500 else "refused the request"
        title, hint = f"The remote engine {kind} (HTTP {failure.status}).", "Look at its own log."
    return RemoteError(title, where=where, hint=hint)


def broken_off(where: str) -> EngineCrashed:
    """The connection ended in the middle of a reply: it can be taken up again with `resume`."""
    return EngineCrashed(
        "The connection to the remote engine broke in the middle of the reply.", where=where
    )


def resting(seconds: float, where: str) -> RemoteError:
    """The breaker is open."""
    return RemoteError(
        f"The remote engine failed again and again; it is left alone for {seconds:.0f} s more.",
        where=where,
        hint="Is the server running?",
    )
