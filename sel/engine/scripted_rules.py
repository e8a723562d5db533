"""What the scripted engine says: rules from patterns to replies, and replies in turn for the rest.

Pure but for `load`, which reads one small TOML file. Knows nothing of time, engines or events.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.errors import SettingError

_PIECES = re.compile(r"\s*\S+|\s+\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """Reply with `texts`, in turn, to a message in which `pattern` is found (any case)."""

    pattern: re.Pattern[str]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """Rules in order, the first that matches wins; `defaults` answer everything else, in turn.

    `pictures` answer messages with a picture, if there are any; "{name}" becomes its name.
    """

    rules: tuple[Rule, ...] = ()
    defaults: tuple[str, ...] = ("I am here.",)
    pictures: tuple[str, ...] = ()

    def choose(self, message: str, turn: int) -> str:
        """The reply to `message`; `turn` (0, 1, …) picks among the texts of one rule."""
        for rule in self.rules:
            if rule.pattern.search(message):
                return rule.texts[turn % len(rule.texts)]
        return self.defaults[turn % len(self.defaults)]

    def sees(self, name: str, turn: int) -> str:
        """The reply to a picture of this name; "" where the script has none."""
        texts = self.pictures or ("",)
        return texts[turn % len(texts)].replace("{name}", name)

    def continues(self, beginning: str) -> str | None:
        """The first text that begins with `beginning`, if any."""
        texts = [text for rule in self.rules for text in rule.texts]
        return next((t for t in (*texts, *self.defaults) if t.startswith(beginning)), None)


def pieces(text: str) -> list[str]:
    """The text in words with the white space before each; joined they are the text again."""
    return _PIECES.findall(text)


def from_replies(replies: Sequence[str]) -> Script:
    """A script without rules: these replies, in turn."""
    return Script(defaults=tuple(replies))


def load(path: Path) -> Script:
    """The script in a TOML file: `defaults`, perhaps `pictures`, and any number of `[[rule]]` with
    `when` and `say`.

    Raises `SettingError` for a file that cannot be read, is not TOML, or has a bad rule.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError("The demo script cannot be read.", where=f"{path}: {error}") from error
    rules = tuple(
        _rule(entry, number, path) for number, entry in enumerate(data.get("rule", ()), 1)
    )
    defaults = _texts(data.get("defaults"))
    if not defaults:
        raise SettingError("The demo script has no `defaults` to answer with.", where=str(path))
    return Script(rules=rules, defaults=defaults, pictures=_texts(data.get("pictures")))


def _rule(entry: Any, number: int, path: Path) -> Rule:
    where = f"{path}, rule {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("when"), str):
        raise SettingError("A rule of the demo script needs `when`, a pattern.", where=where)
    texts = _texts(entry.get("say"))
    if not texts:
        raise SettingError("A rule of the demo script needs `say`, a list of replies.", where=where)
    try:
        return Rule(re.compile(entry["when"], re.IGNORECASE), texts)
    except re.error as error:
        raise SettingError(f"`when` is not a valid pattern: {error}.", where=where) from error


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        return ()
    return tuple(text.strip("\n") for text in value)
