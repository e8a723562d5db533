"""Reading a snapshot or a journal: what is whole is applied, the rest is counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from sel.store import record

Rows = dict[int, bytes]
"""A table in RAM: each document's line, by doc id, in the order they were first put."""

Tables = dict[str, Rows]


@dataclass(slots=True)
class Scan:
    """What was found in one file.

    `good` is where its last whole write ends, in bytes; `bad` counts lines with a wrong checksum;
    `loose` are the whole lines of a last write that did not come to its end.
    """

    size: int
    start: record.Start | None = None
    good: int = 0
    bad: int = 0
    puts: int = 0
    promised: int = -1
    """The number of documents that a snapshot's last line tells; −1 where there is none."""
    loose: list[bytes] = field(default_factory=list)

    @property
    def torn(self) -> int:
        """Bytes after the last whole write."""
        return self.size - self.good

    @property
    def whole_snapshot(self) -> bool:
        """Whether this is a snapshot of which nothing is missing."""
        return self.start is not None and not self.bad and self.promised == self.puts


def scan(data: bytes, tables: Tables) -> Scan:
    """Apply every whole write in `data` to `tables`, and tell what else there was.

    A write of several lines without its end was cut off by a crash and is left alone, unless lines
    of this file are damaged: then nothing readable is left out.
    """
    found = Scan(size=len(data))
    reader = Reader(found, tables)
    lines = data.split(b"\n")
    del lines[-1]  # nothing, or a line cut short
    place = left = 0
    for line in lines:
        place += len(line) + 1
        left = max(left - 1, 0)
        if not record.is_whole(line):
            found.bad += 1
        elif record.kind(line) == "B":
            left = record.number(line)
        elif left:
            found.loose.append(line)
        else:
            reader.settle()
            reader.apply(line)
        if not left:
            reader.settle()
            found.good = place
    if found.bad:
        reader.settle()
    return found


class Reader:
    """Turns lines into what they say."""

    def __init__(self, found: Scan, tables: Tables) -> None:
        self._found = found
        self._tables = tables
        self._named: dict[bytes, Rows] = {}

    def settle(self) -> None:
        """Apply the loose lines."""
        if self._found.loose:
            for line in self._found.loose:
                self.apply(line)
            self._found.loose = []

    def apply(self, line: bytes) -> None:
        """Do what a whole line says; unknown letters are passed over."""
        match record.kind(line):
            case "P":
                _, _, doc_id, name, _ = line.split(b" ", 4)
                self._rows(name)[int(doc_id)] = line
                self._found.puts += 1
            case "R":
                _, _, doc_id, name = line.split(b" ", 3)
                self._rows(name).pop(int(doc_id), None)
            case "S":
                self._found.start = record.read_start(line)
            case "E":
                self._found.promised = record.number(line)

    def _rows(self, name: bytes) -> Rows:
        rows = self._named.get(name)
        if rows is None:
            rows = self._named[name] = self._tables.setdefault(record.table_name(name), {})
        return rows
