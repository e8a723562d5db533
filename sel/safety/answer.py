"""What SEL says to somebody in need: its own words, from `assets/safety/words.toml`. Pure.

Calm and short; it says that it is an AI and that people can help, asks nothing about means, and
ends no conversation. Numbers come with their date.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sel.safety.helplines import ALWAYS, Country, Line
from sel.safety.reading import Reading

KEYS = frozenset(
    {
        *("concern", "acute", "after_acute", "ask", "again", "other", "other_acute"),
        *("lines", "lines_young", "nowhere", "dated", "always", "emergency"),
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts by tongue ("en", "de", …) and key."""

    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def from_toml(cls, text: str) -> Words:
        """From the text of a words file. Raises `ValueError` for anything else."""
        data = tomllib.loads(text)
        for tongue, texts in data.items():
            if not isinstance(texts, dict) or KEYS - texts.keys():
                raise ValueError(f"not a file of words: {tongue}")
        if "en" not in data:
            raise ValueError("not a file of words: en")
        return cls({tongue: _stripped(texts) for tongue, texts in data.items()})

    @classmethod
    def from_file(cls, path: Path) -> Words:
        """From a file. Raises `OSError`, `ValueError`."""
        return cls.from_toml(path.read_text("utf-8"))

    def of(self, tongue: str) -> Mapping[str, str]:
        """The texts of a tongue, English where there are none."""
        return self.texts.get(tongue, self.texts["en"])


def _stripped(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: str(text).strip() for key, text in texts.items()}


def answer(
    reading: Reading, words: Words, country: Country | None, date: str, *, again: bool = False
) -> str:
    """What SEL says to what was read. `date` (ISO) is that of the numbers; `again`: the whole of it
    was said a moment ago, so it is short now."""
    texts = words.of(reading.tongue)
    emergency = country.emergency if country else texts["emergency"]
    if again:
        return _again(texts, country, emergency, young=reading.young)
    return "\n\n".join(
        part.replace("{emergency}", emergency)
        for part in _parts(reading, texts, country, date)
        if part
    )


def _parts(
    reading: Reading, texts: Mapping[str, str], country: Country | None, date: str
) -> tuple[str, ...]:
    """What is felt first, then who helps, then that the talk goes on."""
    help = _help(reading, texts, country, date)
    return _first(reading, texts), *help, _last(reading, texts)


def _first(reading: Reading, texts: Mapping[str, str]) -> str:
    if reading.about == "other":
        return texts["other_acute" if reading.level == "acute" else "other"]
    return texts["acute" if reading.level == "acute" else "concern"]


def _last(reading: Reading, texts: Mapping[str, str]) -> str:
    """It goes on: the last words leave the talk open."""
    if reading.about == "other":
        return ""
    return texts["after_acute" if reading.level == "acute" else "ask"]


def _help(
    reading: Reading, texts: Mapping[str, str], country: Country | None, date: str
) -> tuple[str, ...]:
    if country is None:
        return (texts["nowhere"],)
    shown = country.shown(young=reading.young)
    young = any(one.young for one in shown)
    head = texts["lines_young" if young else "lines"]
    rows = "\n".join((head, *(f"- {_row(one, texts)}" for one in shown)))
    return rows, texts["dated"].replace("{date}", date)


def _row(line: Line, texts: Mapping[str, str]) -> str:
    hours = texts["always"] if line.hours == ALWAYS else line.hours
    return f"{line.name}: {line.how} ({hours}; {line.languages})"


def _again(
    texts: Mapping[str, str], country: Country | None, emergency: str, *, young: bool
) -> str:
    line = country.shown(young=young)[0] if country else None
    said = texts["again"].replace("{emergency}", emergency)
    if line is None:  # without its last choice, which has nothing to name
        return said[: said.rindex(",")] + "."
    return said.replace("{first}", f"{line.name}: {line.how}")
