"""How long ago something was said, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MINUTE, WEEK, MONTH, YEAR = 60, 7, 30.44, 365
"""Seconds of a minute, days of the others."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def ago(at: float, now: float, zone: str) -> str:
    """When `at` was (both Unix seconds), as people say it: "yesterday", "3 weeks ago", …

    Days end at midnight in `zone`, a name such as Europe/Zurich, "" for the system's.
    """
    then, today = _local(at, zone), _local(now, zone)
    days = (today.date() - then.date()).days
    if days <= 0:
        return _today((now - at) / MINUTE)
    if days == 1:
        return "yesterday"
    if days < 2 * WEEK:
        return f"{days} days ago"
    if days < 2 * MONTH:
        return f"{days // WEEK} weeks ago"
    if days < YEAR:
        return f"{int(days / MONTH)} months ago"
    return f"in {MONTHS[then.month - 1]} {then.year}"


def _today(minutes: float) -> str:
    if minutes < 5:
        return "just now"
    return f"{int(minutes)} minutes ago" if minutes < 60 else "earlier today"


def _local(at: float, zone: str) -> datetime:
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone) if zone else None)
    except OverflowError:  # the last hours of the year 9999, east of Greenwich
        return datetime.fromtimestamp(at, UTC)
