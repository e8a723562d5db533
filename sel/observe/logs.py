"""The log: a small rotating file of its owner's own, and its last lines in memory for the screen.

Which words get into it is decided in `sel.observe.redaction`. Of other libraries' records only who
spoke and how loudly is kept: their texts may quote anything.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sel.errors import SettingError
from sel.observe.errors_told import told
from sel.observe.names import allowed
from sel.observe.private_file import OLD_FILES, SIZE, PrivateFile
from sel.observe.redaction import LEFT_OUT, message, scrub

LINES = 500
"""Lines that the screen can show."""

LONGEST = 4_000
"""Characters of a line that are kept for the screen."""

_OURS = ("sel", "tui", "bridge")


def set_up(
    file: Path,
    *,
    level: str = "info",
    secrets: Iterable[str] = (),
    size: int = SIZE,
    old_files: int = OLD_FILES,
) -> Tail:
    """Send every record to `file` and to the tail, which is returned; an earlier set-up ends.

    The file is made when the first record comes; a folder that cannot be written to costs the
    file, not the conversation. There are at most `old_files` + 1 files of `size` bytes each.
    Raises `SettingError` for a size or a number that is none.
    """
    if size < 1 or old_files < 1:
        raise SettingError("A log needs room and at least one old file.", where="log")
    form = Redacting(secrets)
    tail = Tail()
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, PrivateFile | Tail)]:
        root.removeHandler(old)
        old.close()
    for handler in (PrivateFile(file, size, old_files), tail):
        handler.setFormatter(form)
        root.addHandler(handler)
    root.setLevel(level.upper())
    return tail


class Redacting(logging.Formatter):
    """Records as text, without secrets and without anybody's words."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """When, how loudly, who, what. What has several lines goes on indented."""
        when = self.formatTime(record)
        return f"{when} {record.levelname} {record.name} {self.words(record)}"

    def words(self, record: logging.LogRecord) -> str:
        """What a record says."""
        if record.name.split(".")[0] in _OURS:
            text = message(record.msg, record.args)
            details = allowed(record.__dict__)
            text = " ".join([text, *(f"{name}={value}" for name, value in details)])
        else:
            text = LEFT_OUT
        if record.exc_info and record.exc_info[1]:
            text = f"{text}\n{told(record.exc_info[1])}"
        return scrub(text, self._secrets).replace("\n", "\n    ")


@dataclass(frozen=True, slots=True)
class Line:
    """One record for the screen. `number` counts up from 1, `at` is in Unix seconds, `level` as
    `logging` has it; `text` may have several lines."""

    number: int
    at: float
    level: int
    source: str
    text: str


class Tail(logging.Handler):
    """The last lines, redacted, in memory. May be read from any thread."""

    def __init__(self, lines: int = LINES) -> None:
        super().__init__()
        self._lines: deque[Line] = deque(maxlen=lines)
        self._count = 0
        self.setFormatter(Redacting())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it (called by `logging`, which holds this handler's lock)."""
        form = self.formatter if isinstance(self.formatter, Redacting) else Redacting()
        text = form.words(record)[:LONGEST]
        self._count += 1
        self._lines.append(Line(self._count, record.created, record.levelno, record.name, text))

    def lines(self, after: int = 0, level: int = logging.NOTSET) -> tuple[Line, ...]:
        """Lines with a number above `after`, at least as loud as `level`, the newest last."""
        self.acquire()
        try:
            return tuple(one for one in self._lines if one.number > after and one.level >= level)
        finally:
            self.release()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing."""
