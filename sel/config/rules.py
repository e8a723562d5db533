"""What a setting accepts, and how text becomes its value.

Knows no setting by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Help, range and choices of one setting.

    `low` and `high` are inclusive; `zero` says what 0 means where 0 is accepted outside the range;
    `empty` says what an empty text means; `check` decides for texts and `accepts` puts it in words.
    `also` is another name in the environment, one that is in use elsewhere.
    """

    help: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    zero: str = ""
    empty: str = ""
    check: Callable[[str], bool] | None = None
    accepts: str = ""
    secret: bool = False
    also: str = ""

    def accepted(self, kind: type) -> str:
        """What may be written, in words."""
        if kind is bool:
            return "`on` or `off`"
        if self.choices:
            return ", ".join(f"`{choice}`" for choice in self.choices)
        if kind is str:
            return (self.accepts or "text") + (f"; empty: {self.empty}" if self.empty else "")
        number = "a whole number" if kind is int else "a number"
        either = f"0 ({self.zero}) or " if self.zero else ""
        return f"{either}{number} from {self.low:g} to {self.high:.0f}"

    def parse(self, kind: type, raw: object) -> Any:
        """`raw` as a value of `kind`. Raises `ValueError` or `TypeError` when refused."""
        if kind is bool:
            return _as_bool(raw)
        if kind is str:
            return self._text(raw)
        return self._number(kind, raw)

    def _text(self, raw: object) -> str:
        if isinstance(raw, bool) or not isinstance(raw, str | int):
            raise TypeError("not a text")
        text = str(raw).strip()
        if "\0" in text:
            raise ValueError("a text with a NUL byte")
        if self.choices:
            text = text.lower().replace("-", "_")
            if text not in self.choices:
                raise ValueError("not one of the choices")
        if text and self.check is not None and not self.check(text):
            raise ValueError("not accepted")
        return text

    def _number(self, kind: type, raw: object) -> int | float:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise TypeError("not a number")
        if kind is int and isinstance(raw, float):
            raise TypeError("not a whole number")
        value: int | float = kind(raw)
        if value == 0 and self.zero:
            return value
        # Written so that NaN, which compares as false, is refused.
        above = self.low is None or value >= self.low
        below = self.high is None or value <= self.high
        if not (above and below):
            raise ValueError("out of range")
        return value


def _as_bool(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word not in _YES | _NO:
        raise ValueError("neither on nor off")
    return word in _YES


def is_gpu_layers(text: str) -> bool:
    """`auto` or a count of layers."""
    return text == "auto" or (text.isascii() and text.isdigit())


def is_timezone(text: str) -> bool:
    """A zone this system knows."""
    import zoneinfo  # lazy: rarely set, and start-up is counted in milliseconds

    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def is_region(text: str) -> bool:
    """A country's two letters, as in ISO 3166."""
    return len(text) == 2 and text.isascii() and text.isalpha()


def is_url(text: str) -> bool:
    """An http(s) address without a name or password, which would end up in logs."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
