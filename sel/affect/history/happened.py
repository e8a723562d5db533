"""What moved the hormones, by the hour: kept beside the hours it explains, and no longer than they.

Reasons are SEL's own words, never a person's: whoever writes them sees to that
(`sel.affect.appraisal.reasons.generic`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sel.affect.history.tiers import FINE, HOURS
from sel.affect.history.tile import Document, moment

MOST = 24
"""Reasons kept of one hour. With 90 days of hours this bounds what a channel's reasons take."""

LONGEST = 80
"""Characters of a reason: SEL's own are far shorter."""

PREFIX = "felt/"
"""Before the hour's number in a document's name: {"key": "felt/495000", "felt": [[moment in
milliseconds, reason], …]}."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that moved hormones: when (Unix seconds), and a reason in SEL's own words."""

    at: float
    reason: str


Row = tuple[int, str]


class Happenings:
    """The happenings of one channel. The same one within five minutes counts once."""

    def __init__(self) -> None:
        self._hours: dict[int, list[Row]] = {}

    @classmethod
    def of(cls, documents: Iterable[Mapping[str, Any]]) -> tuple[Happenings, int]:
        """Those these documents hold, and how many of the documents could not be read."""
        made, broken = cls(), 0
        for found in documents:
            try:
                hour, rows = _read(found)
            except ValueError:
                broken += 1
            else:
                made._hours[hour] = rows
        return made, broken

    def __len__(self) -> int:
        return sum(map(len, self._hours.values()))

    def add(self, at: float, reason: str) -> str:
        """Take one; the name of the document that changed, "" where there is enough of its kind.

        Raises `ValueError` for a time that is on no calendar.
        """
        when, hour = moment(at), hour_of(at)
        rows = self._hours.setdefault(hour, [])
        told = any(row[1] == reason and _five(row[0]) == _five(when) for row in rows)
        if told or len(rows) >= MOST:
            return ""
        rows.append((when, reason[:LONGEST]))
        rows.sort()
        return name(hour)

    def drop(self, hour: int) -> bool:
        """Let go of an hour; whether there was something."""
        return self._hours.pop(hour, None) is not None

    def join(self, other: Happenings) -> None:
        """Take in another's."""
        for hour, rows in other._hours.items():
            self._hours[hour] = sorted({*rows, *self._hours.get(hour, ())})[:MOST]

    def copy(self) -> Happenings:
        """Those of this moment."""
        made = Happenings()
        made._hours = {hour: [*rows] for hour, rows in self._hours.items()}
        return made

    def within(self, since: float, until: float) -> list[Happening]:
        """Those between two moments in Unix seconds, oldest first."""
        rows = (row for _, rows in sorted(self._hours.items()) for row in rows)
        found = (Happening(when / 1000, reason) for when, reason in rows)
        return [one for one in found if since <= one.at <= until]

    def documents(self, names: Iterable[str] | None = None) -> list[Document]:
        """The documents of these names as JSON, or all of them."""
        wanted = map(name, sorted(self._hours)) if names is None else names
        found = ((key, self._hours.get(int(key.removeprefix(PREFIX)))) for key in wanted)
        return [{"key": key, "felt": [[*row] for row in rows]} for key, rows in found if rows]


def hour_of(at: float) -> int:
    """The number of the hour, as that of its tile."""
    return int(at // HOURS.seconds)


def name(hour: int) -> str:
    """The name of an hour's document."""
    return f"{PREFIX}{hour}"


def is_one(found: Mapping[str, Any]) -> bool:
    """Whether a document is one of happenings."""
    return str(found.get("key", "")).startswith(PREFIX)


def _five(milliseconds: int) -> int:
    return milliseconds // (FINE.seconds * 1000)


def _read(found: Mapping[str, Any]) -> tuple[int, list[Row]]:
    number, rows = str(found.get("key", "")).removeprefix(PREFIX), found.get("felt")
    if not number.isdecimal() or not isinstance(rows, list):
        raise ValueError("it holds no happenings")
    return int(number), sorted(map(_row, rows))[:MOST]


def _row(row: object) -> Row:
    if not isinstance(row, list) or len(row) != 2:
        raise ValueError("it is no happening")
    when, reason = row
    if type(when) is not int or not isinstance(reason, str):
        raise ValueError("it is no happening")
    moment(when / 1000)
    return when, reason[:LONGEST]
