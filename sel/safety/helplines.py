"""Where people help people, by country, from `assets/safety/helplines.toml`. Pure.

The file is dated and was not checked by phone; whoever shows a line says so (`sel.safety.answer`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST = 3
"""Lines shown at once: enough to choose, few enough to read in need."""
ALWAYS = "day and night"
"""The `hours` of a line that is always there."""
_LOCALE = re.compile(r"\A[a-z]{2,3}[_-]([A-Z]{2})\b")


CALLED = {"UK": "GB", "EL": "GR"}
"""What people write → what the country is in ISO 3166."""


@dataclass(frozen=True, slots=True)
class Line:
    """One service. `how` is what to dial or text; `young`: for children and young people."""

    name: str
    how: str
    hours: str
    languages: str
    source: str
    young: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """A country's services, and the number for emergencies."""

    code: str
    name: str
    emergency: str
    lines: tuple[Line, ...]
    zones: tuple[str, ...] = ()

    def shown(self, *, young: bool) -> tuple[Line, ...]:
        """The few lines to show: those for young people first, or not at all."""
        fitting = [one for one in self.lines if young or not one.young]
        return tuple(sorted(fitting, key=lambda one: not one.young)[:MOST])


@dataclass(frozen=True, slots=True)
class Helplines:
    """All that is known, as of `date` (ISO)."""

    date: str
    countries: Mapping[str, Country]

    @classmethod
    def from_toml(cls, text: str) -> Helplines:
        """From the text of a helplines file. Raises `ValueError` for anything else."""
        try:
            data = tomllib.loads(text)
            found = [_country(row) for row in data["country"]]
            return cls(str(data["date"]), {one.code: one for one in found})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a file of helplines") from error

    @classmethod
    def from_file(cls, path: Path) -> Helplines:
        """From a file. Raises `OSError`, `ValueError`."""
        return cls.from_toml(path.read_text("utf-8"))

    def country(self, region: str = "", zone: str = "", locale: str = "") -> Country | None:
        """The country whose lines to show; None where it is not known.

        The setting `region` ("CH") decides; a country that is not in the file has none then. Else
        the time `zone`: many systems are in English whatever their country, so the `locale`
        ("de_CH.UTF-8") comes last.
        """
        if region:
            code = region.strip().upper()
            return self.countries.get(CALLED.get(code, code))
        for one in self.countries.values():
            if zone and zone in one.zones:
                return one
        if zone and "/" in zone and not zone.startswith("Etc/"):
            return None  # a country that is not in the file, whatever the language
        found = _LOCALE.match(locale)
        return self.countries.get(found.group(1)) if found else None


def _country(row: Mapping[str, Any]) -> Country:
    lines = tuple(Line(**line) for line in row.get("line", ()))
    return Country(row["code"], row["name"], row["emergency"], lines, tuple(row.get("zones", ())))
