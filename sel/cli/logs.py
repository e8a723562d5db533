"""The log: one small rotating file of its owner's own. What a person says never gets into it.

Exceptions are kept as type and place only, since their texts may quote what somebody wrote; of
other libraries' records only who spoke and how loudly is kept, for the same reason.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

from sel.config.settings import TABLE, Settings
from sel.observe.errors_told import kind_of
from sel.observe.private_file import PrivateFile
from sel.paths import Paths

_OURS = ("sel", "tui", "bridge")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def file_in(paths: Paths) -> Path:
    """Where the log of these folders is."""
    return paths.logs / "sel.log"


def set_up(paths: Paths, settings: Settings) -> None:
    """Send every record to the log file; the file is made when the first record comes.

    A folder that cannot be written to costs the log, not the conversation.
    """
    secrets = [getattr(settings, key) for key, entry in TABLE.items() if entry.rule.secret]
    handler = PrivateFile(file_in(paths))
    handler.setFormatter(Redacting([one for one in secrets if one]))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, PrivateFile)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(settings.log_level.upper())


class Redacting(logging.Formatter):
    """Leaves out secrets, other libraries' texts and the texts of exceptions."""

    def __init__(self, secrets: list[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        if record.name.split(".")[0] not in _OURS:
            record = logging.makeLogRecord(record.__dict__ | {"msg": "(left out)", "args": ()})
        # Without this a text that another handler made of the exception would be used again.
        record.exc_text = None
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "(secret)")
        return text

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        """Where it happened and what kind it was."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines.append("".join(traceback.format_tb(error.__traceback__)) + kind_of(error))
            error = error.__cause__ or error.__context__
        return "\n-- because of --\n".join(lines)
