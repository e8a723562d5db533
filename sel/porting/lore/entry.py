"""One entry of a lorebook: what it says, and when. Pure; what cannot be used is kept elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sel.agents.fence import clean
from sel.errors import InputRefused
from sel.porting.lore.pattern import pattern

LONGEST_CONTENT = 8_000
MOST_KEYS = 64
LONGEST_KEY = 300

_DECORATOR = re.compile(r"@@(@?)([a-z_]+)[ \t]*(.*)")
KNOWN_DECORATORS = frozenset(
    {
        "activate",
        "dont_activate",
        "scan_depth",
        "additional_keys",
        "exclude_keys",
        "activate_only_after",
        "activate_only_every",
        "ignore_on_max_context",
    }
)
"""Those that are obeyed. The rest (places, roles, pictures, other programs') is kept and left."""

ANY, NOT_ALL, NOT_ANY, ALL = range(4)
"""How secondary keys count (SillyTavern's numbers)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is told when its words are said. `order`: lower stands first; `priority`: higher stays
    longer where there is little room. `depth` is how many of the last messages are searched, 0 for
    as many as the book says. `after` and `every` count messages. `ignored` names decorators that
    are not obeyed."""

    content: str
    keys: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    logic: int = ANY
    constant: bool = False
    never: bool = False
    case_sensitive: bool = False
    regex: bool = False
    order: float = 0.0
    priority: float = 0.0
    depth: int = 0
    after: int = 0
    every: int = 0
    yielding: bool = False
    ignored: tuple[str, ...] = ()

    def wakes(self, texts: Sequence[str], messages: int) -> bool:
        """Whether it is to be told, these being the last texts, newest last, of so many."""
        if self.never or messages < self.after or (self.every and messages % self.every):
            return False
        if any(self._said(key, texts) for key in self.excluded):
            return False
        if self.constant:
            return True
        return any(self._said(key, texts) for key in self.keys) and self._second(texts)

    def _second(self, texts: Sequence[str]) -> bool:
        if not self.secondary:
            return True
        found = [self._said(key, texts) for key in self.secondary]
        if self.logic == ALL:
            return all(found)
        if self.logic == NOT_ANY:
            return not any(found)
        return not all(found) if self.logic == NOT_ALL else any(found)

    def _said(self, key: str, texts: Sequence[str]) -> bool:
        if self.regex or (key.startswith("/") and key.rfind("/") > 0):
            try:
                found = pattern(key, ignore_case=not self.case_sensitive)
            except InputRefused:  # told in the preview; here it is simply never said
                return False
            return any(found.found(text) for text in texts)
        if self.case_sensitive:
            return any(stands_in(key, text) for text in texts)
        folded = key.casefold()
        return any(stands_in(folded, text.casefold()) for text in texts)

    def refused(self) -> list[str]:
        """Patterns that are never run, and why not."""
        problems = []
        for key in (*self.keys, *self.secondary, *self.excluded):
            if self.regex or (key.startswith("/") and key.rfind("/") > 0):
                try:
                    pattern(key, ignore_case=not self.case_sensitive)
                except InputRefused as error:
                    problems.append(error.title)
        return problems


def stands_in(key: str, text: str) -> bool:
    """Whether a key is in a text: a word for itself, where it is written in words."""
    start = text.find(key)
    while start >= 0:
        end = start + len(key)
        if not (_joins(text[start - 1 : start], key[0]) or _joins(key[-1], text[end : end + 1])):
            return True
        start = text.find(key, start + 1)
    return False


def _joins(before: str, after: str) -> bool:
    """Whether two letters stand within one word (of a script that puts spaces between words)."""
    return bool(before and after) and all(
        letter.isalnum() and ord(letter) < 0x2E80 for letter in (before, after)
    )


def entry_of(raw: Mapping[str, Any]) -> Entry | None:
    """The entry of a card's or a program's JSON; None for one that is off or says nothing."""
    more = raw.get("extensions")
    extra: Mapping[str, Any] = more if isinstance(more, Mapping) else {}
    if raw.get("enabled") is False or raw.get("disable") is True:
        return None
    content, decorators = _decorated(_text(raw.get("content"), LONGEST_CONTENT))
    if not content.strip():
        return None
    keys = (*_keys(raw.get("keys", raw.get("key"))), *_listed(decorators.get("additional_keys")))
    selective = raw.get("selective") is not False
    second = _keys(raw.get("secondary_keys", raw.get("keysecondary"))) if selective else ()
    return Entry(
        content=content.strip(),
        keys=keys,
        secondary=second,
        excluded=_listed(decorators.get("exclude_keys")),
        logic=_whole(raw.get("selectiveLogic", extra.get("selectiveLogic")), 0, 3),
        constant=raw.get("constant") is True or "activate" in decorators,
        never="dont_activate" in decorators,
        case_sensitive=_first(raw, extra, "case_sensitive", "caseSensitive") is True,
        regex=raw.get("use_regex") is True,
        order=_number(_first(raw, extra, "insertion_order", "order")),
        priority=_number(raw.get("priority")),
        depth=_whole(
            decorators.get("scan_depth") or _first(raw, extra, "scan_depth", "scanDepth"), 0, 1000
        ),
        after=_whole(decorators.get("activate_only_after"), 0, 10**6),
        every=_whole(decorators.get("activate_only_every"), 0, 10**6),
        yielding="ignore_on_max_context" in decorators,
        ignored=tuple(sorted(decorators.keys() - KNOWN_DECORATORS)),
    )


def _decorated(content: str) -> tuple[str, dict[str, str]]:
    """The content without the decorators above it. One that is not known falls back to the one
    below it with another @."""
    lines, found, at, open_ = content.split("\n"), dict[str, str](), 0, True
    for line in lines:
        match = _DECORATOR.match(line.strip())
        if match is None:
            break
        at += 1
        if not match[1] or open_:
            found.setdefault(match[2], match[3].strip())
        open_ = match[2] not in KNOWN_DECORATORS
    return "\n".join(lines[at:]), found


def _first(raw: Mapping[str, Any], extra: Mapping[str, Any], *names: str) -> Any:
    values = (one.get(name) for one in (raw, extra) for name in names)
    return next((value for value in values if value is not None), None)


def _keys(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    rows = value if isinstance(value, list) else []
    keys = (clean(one).strip() for one in rows[:MOST_KEYS] if isinstance(one, str))
    return tuple(key for key in keys if 0 < len(key) <= LONGEST_KEY)


def _listed(value: str | None) -> tuple[str, ...]:
    return _keys(value) if value else ()


def _text(value: Any, longest: int) -> str:
    return clean(value[:longest]) if isinstance(value, str) else ""


def _number(value: Any) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if good and abs(value) < 1e9 else 0.0


def _whole(value: Any, low: int, high: int) -> int:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    good = isinstance(value, int) and not isinstance(value, bool)
    return min(max(value, low), high) if good else low
