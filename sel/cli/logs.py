"""Where the log is, and how much of what gets into it; see `sel.observe.logs` for what may."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sel.config.settings import TABLE, Settings
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.observe.logs import Tail


def file_in(paths: Paths) -> Path:
    """Where the log of these folders is."""
    return paths.logs / "sel.log"


def set_up(paths: Paths, settings: Settings, *more: str) -> Tail:
    """Send every record to the log file, and its last lines to what is returned. Secrets of the
    settings and `more` of them never get in."""
    from sel.observe import logs

    secrets = [getattr(settings, key) for key, entry in TABLE.items() if entry.rule.secret]
    return logs.set_up(
        file_in(paths), level=settings.log_level, secrets=filter(None, (*secrets, *more))
    )
