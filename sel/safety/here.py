"""Where this machine seems to be: its time zone and its language, as the system tells them."""

from __future__ import annotations

import os
from pathlib import Path

_ZONES = "zoneinfo/"


def system_zone(localtime: Path = Path("/etc/localtime")) -> str:
    """The name of the system's time zone; "" where it has none."""
    if named := os.environ.get("TZ", "").lstrip(":"):
        return named.rpartition(_ZONES)[2] if _ZONES in named else named
    try:
        target = str(localtime.readlink())
    except OSError:
        return ""
    return target.rpartition(_ZONES)[2] if _ZONES in target else ""


def system_locale() -> str:
    """The system's locale ("de_CH.UTF-8"); "" where none is set."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "")
