"""Local time from a moment that is passed in. Reads zone tables, never the clock."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from sel.errors import SettingError


@lru_cache(maxsize=8)
def zone(name: str) -> tzinfo | None:
    """The zone of this name ("Europe/Berlin"); None, meaning the system's own, for "".

    Raises `SettingError` for a name no zone table knows.
    """
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SettingError(
            f"There is no time zone called {name!r}.",
            where="SEL_TIMEZONE",
            hint='Use a name such as "Europe/Berlin" or "UTC", or leave it empty.',
        ) from error


def local(at: float, name: str = "") -> datetime:
    """The local date and time of Unix second `at` in this zone."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone(name))


def local_hour(at: float, name: str = "") -> float:
    """The local hour (0 ≤ h < 24, fractions included) of Unix second `at`."""
    then = local(at, name)
    return then.hour + then.minute / 60 + (then.second + then.microsecond / 1e6) / 3600
