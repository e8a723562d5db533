"""What may stand in a log, decided by type and not by looks.

A person's words are plain strings, and so are a name, a path or a reply. Whether a string is
harmless cannot be seen. So none is written, unless the code that logs says whose it is:

    log.warning("embedder: %s", error)                  # a SelError: its sentence, which has none
    log.warning("rung %s failed", own(rung.name))       # words of SEL's own
    log.info("read", extra={"tokens": 300})             # figures and words of `sel.observe.names`
    log.info("heard %s", text)                          # → "heard (left out)"

Numbers, None and the names of classes and enums pass. The first argument is text of the program
(a test holds every call to a literal). What looks like a secret is taken out in any case.
"""

from __future__ import annotations

import enum
import numbers
import re
from collections.abc import Iterable, Mapping

from sel.errors import SelError

LEFT_OUT = "(left out)"
SECRET = "(secret)"  # noqa: S105 - what stands in a secret's place

_SECRETS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:sk|pk|rk)[-_][\w-]{16,}",  # OpenAI, Stripe and the like
        r"\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}",
        r"\bhf_\w{16,}",
        r"\bxox[abeprs]-[\w-]{10,}",  # Slack
        r"\bAKIA[0-9A-Z]{16}\b",
        r"\bAIza[\w-]{30,}",
        r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*",  # a JSON web token
        r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}",  # Discord
        r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)",  # in an address
        r"(?i)(?<=\bbearer )\s*\S+",
        r"(?=[\w-]*\d)(?=[\w-]*[a-zA-Z])(?<![\w/-])[\w-]{32,}\b",  # long, with letters and figures
    )
)
_NAMED = re.compile(
    r"(?i)\b((?:\w+[_-])?(?:password|passwd|pwd|secret|token|api[_-]?key|authorization)"
    r"""["']?\s*[:=]\s*)(?:bearer\s+)?("[^"]*"|'[^']*'|[^\s,;]+)"""
)
_CONTROL = {
    code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) != "\n"
}


class Own(str):
    """Words of SEL's own: from its code, its settings' names, its files' names for models."""

    __slots__ = ()


def own(text: str) -> Own:
    """Say that nobody else's words are in this text, so that it may stand in the log."""
    return Own(text)


def spelled(value: object) -> object:
    """An argument of a log call as it may be written."""
    if value is None or isinstance(value, numbers.Number | Own):
        return value
    if isinstance(value, SelError):
        return Own(value.sentence())
    if isinstance(value, enum.Enum):
        return Own(f"{type(value).__name__}.{value.name}")
    if isinstance(value, BaseException):
        return Own(type(value).__name__)
    return Own(value.__name__ if isinstance(value, type) else LEFT_OUT)


def message(template: object, arguments: object) -> str:
    """A log call's message; `arguments` is what `logging` makes of them, a tuple or a mapping."""
    if not isinstance(template, str):
        return str(spelled(template))
    if not arguments:
        return template
    try:
        if isinstance(arguments, Mapping):
            return template % {name: spelled(value) for name, value in arguments.items()}
        return template % tuple(map(spelled, _each(arguments)))
    except (TypeError, ValueError, KeyError, OverflowError):
        return f"{template} {LEFT_OUT}"


def scrub(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without these secrets and what looks like one, control characters made visible."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, SECRET)
    text = _NAMED.sub(rf"\1{SECRET}", text)
    for pattern in _SECRETS:
        text = pattern.sub(SECRET, text)
    return text.translate(_CONTROL)


def _each(arguments: object) -> tuple[object, ...]:
    return arguments if isinstance(arguments, tuple) else (arguments,)
