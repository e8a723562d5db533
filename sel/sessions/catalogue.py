"""What there is on the shelf, without reading every conversation. Not thread-safe.

One file of rows, each with the size and time of the conversation's file as it was then: where they
differ, that one is read. So it need not be synced, and may be lost. Words stand in it as they were
said (titles, openings): whatever takes words away rewrites it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sel.cache.disk import FileDisk
from sel.errors import StoreError
from sel.paths import PRIVATE_FILE
from sel.session_events import SessionView
from sel.sessions import lines
from sel.sessions.files import ENDING, SessionFile
from sel.store import record
from sel.store.files import refusals, write_all

NAME = "catalogue"
SPARE = 500
"""Rows that were superseded, beyond which the file is written anew."""

Stamp = tuple[int, int]
"""A file's size in bytes, and when it was changed, in nanoseconds."""


class Catalogue:
    """The rows by id, and which conversation was open `last`, if that is known. `rows` is empty
    before `open`."""

    def __init__(self, folder: Path, file: Callable[[str], SessionFile]) -> None:
        """`file` makes that of a conversation."""
        self.rows: dict[str, SessionView] = {}
        self.last = ""
        self._stamps: dict[str, Stamp] = {}
        self._folder, self._file = folder, file
        self._path = folder / NAME
        self._disk = FileDisk(self._path, what="the list of conversations")
        self._lines = 0

    # ------------------------------------------------------------ reading

    def open(self) -> None:
        """Read it (again), and look at what it does not know. Raises `StoreError`."""
        self.rows, self._stamps, self._lines, self.last = {}, {}, 0, ""
        whole = self._read()
        there = self._there()
        known = {id for id, stamp in there.items() if self._stamps.get(id) == stamp}
        unknown = there.keys() - known
        for id in self.rows.keys() - known:
            self._forget(id)
        for id in unknown:
            self._look(self._file(id))
        if self.last not in self.rows:
            self.last = ""
        if not whole or unknown or self._lines != len(self.rows):
            with contextlib.suppress(StoreError):  # it can be made again
                self.rewrite()

    def _look(self, file: SessionFile) -> None:
        """Read a conversation's own file for its row; one that cannot be read is left out."""
        with contextlib.suppress(StoreError):
            found = file.read()
            if found.empty:
                if not found.bad:  # it died before anything of it was kept
                    file.erase()
                return
            self._note(found.view(file.session, found.tree()), file.path)
        file.close()

    def _read(self) -> bool:
        """Whether all of it was whole."""
        data = self._disk.read() or b""
        rows = data.split(b"\n")
        for line in rows[:-1]:
            self._lines += 1
            with contextlib.suppress(*lines.NOT_OURS):
                if record.is_whole(line):
                    (_, value, _), *_ = lines.records(line)
                    self._take(value)
        return not rows[-1]

    def _take(self, value: dict[str, Any]) -> None:
        row = lines.row(value["row"])
        self.rows[row.id] = row
        self._stamps[row.id] = (int(value["size"]), int(value["changed"]))
        self._point(row.id, at_it=value.get("open") is True)

    def _there(self) -> dict[str, Stamp]:
        found: dict[str, Stamp] = {}
        with refusals(self._folder), contextlib.suppress(FileNotFoundError):
            for entry in os.scandir(self._folder):
                id = entry.name.removesuffix(ENDING)
                if id != entry.name and entry.is_file():
                    found[id] = _stamp(entry.stat())
        return found

    def _point(self, id: str, *, at_it: bool) -> None:
        if at_it:
            self.last = id
        elif self.last == id:
            self.last = ""

    # ------------------------------------------------------------ writing

    def put(self, row: SessionView, path: Path, *, here: bool = False) -> None:
        """Another row, of a conversation whose file was changed; it is `here` that is open now.
        Where the disk refuses it, the next start finds it in that file."""
        with contextlib.suppress(StoreError, OSError):
            old = self.rows.get(row.id)
            if here or (row.archived and not (old and old.archived)):
                self._point(row.id, at_it=here)
            self._note(row, path)
            if self._lines > SPARE + 2 * len(self.rows):
                self.rewrite()
            else:
                self._append(self._line(row.id))

    def rewrite(self) -> None:
        """Write it anew, without what was superseded. Raises `StoreError`."""
        if self.rows:
            self._disk.write(b"".join(map(self._line, self.rows)))
        else:
            self._disk.erase()
        self._lines = len(self.rows)

    def _note(self, row: SessionView, path: Path) -> None:
        with refusals(path):
            self._stamps[row.id] = _stamp(path.stat())
        self.rows[row.id] = row

    def _forget(self, id: str) -> None:
        self.rows.pop(id, None)
        self._stamps.pop(id, None)

    def _line(self, id: str) -> bytes:
        size, changed = self._stamps[id]
        _, row = lines.of_row(self.rows[id])
        told = {"row": row, "size": size, "changed": changed}
        return lines.line(("R", told | ({"open": True} if id == self.last else {}))) + b"\n"

    def _append(self, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = os.open(self._path, flags, PRIVATE_FILE)
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
        self._lines += 1


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns
