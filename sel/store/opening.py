"""From files to tables: read all, refuse what is too new, mend what a crash left, upgrade.

Nothing on the disk is touched before everything was read and found to be readable by this SEL.
What cannot be read stays under another name; what can be read is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sel.store import record
from sel.store.files import READ_ONLY, Files
from sel.store.scan import Scan, Tables, scan
from sel.store.schema import Schema

BLOCK = 1 << 18
"""Bytes of a snapshot that are written and synced in one go, so that other writes wait little."""


@dataclass(slots=True)
class Opened:
    """What was in a folder. Sizes are in bytes; `generation` is that of the newest file."""

    tables: Tables = field(default_factory=dict)
    generation: int = 1
    folded: int = 1
    """Journals before this generation are in the snapshot."""
    snapshot_size: int = 0
    journal_size: int = 0
    """Of the newest journal."""
    journals_size: int = 0
    """Of all journals that are not folded yet."""
    notices: list[str] = field(default_factory=list)


def load(files: Files, schema: Schema) -> Opened:
    """Read the folder, and leave it in order. Raises `StoreError`."""
    opened = Opened()
    found = _read(files, opened)
    version = _version(files, schema, found)
    files.tidy()
    damaged = _mend(files, found, opened)
    if version < schema.version:
        backup = files.back_up(version, snapshot(opened.tables, version, opened.generation))
        _upgrade(schema, version, opened)
        opened.notices.append(
            f"The memories were brought from format {version} to {schema.version}; {backup.name} "
            "has them as they were."
        )
    if damaged or version < schema.version:
        _rewrite(files, schema, opened)
    files.delete(path for n, path in files.journals().items() if n < opened.folded)
    return opened


def look(files: Files, schema: Schema) -> Opened:
    """Read the folder, and leave it just as it is. Raises `StoreError`."""
    opened = Opened()
    found = _read(files, opened)
    version = _version(files, schema, found)
    opened.notices.append(f"{READ_ONLY} Nothing new is kept, and nothing can be forgotten.")
    for path, one in found.items():
        if what := _damage(path == files.snapshot, one):
            opened.notices.append(f"{path.name} is damaged ({what}).")
    if version < schema.version:
        _upgrade(schema, version, opened)
    return opened


def _version(files: Files, schema: Schema, found: dict[Path, Scan]) -> int:
    """The oldest format there is. Raises `StoreError` where one cannot be read."""
    versions = [one.start.schema for one in found.values() if one.start] or [schema.version]
    for version in versions:
        schema.check(version, str(files.folder))
    return min(versions)


def snapshot(tables: Tables, schema: int, generation: int) -> Iterator[bytes]:
    """The blocks of a snapshot's file."""
    lines, size, count = [record.start(schema, generation)], 0, 0
    for rows in tables.values():
        count += len(rows)
        for line in rows.values():
            lines.append(line)
            size += len(line)
            if size > BLOCK:
                yield b"\n".join(lines) + b"\n"
                lines, size = [], 0
    yield b"\n".join([*lines, record.end(count)]) + b"\n"


def _read(files: Files, opened: Opened) -> dict[Path, Scan]:
    """Apply the snapshot, and then each journal that is not in it, oldest first."""
    found: dict[Path, Scan] = {}
    journals = files.journals()
    if files.snapshot.exists():
        one = found[files.snapshot] = scan(files.read(files.snapshot), opened.tables)
        opened.snapshot_size = one.size
        opened.folded = opened.generation = one.start.generation if one.start else 1
    elif min(journals, default=1) > 1:
        opened.notices.append(
            f"{files.snapshot.name} is missing: only what was kept after it was written is there."
        )
    for generation, path in journals.items():
        if generation >= opened.folded:
            one = found[path] = scan(files.read(path), opened.tables)
            opened.generation, opened.journal_size = generation, one.good
            opened.journals_size += one.good
    return found


def _mend(files: Files, found: dict[Path, Scan], opened: Opened) -> bool:
    """Cut what a crash left half written; set aside what is damaged. Whether anything was."""
    damaged = False
    for path, one in found.items():
        if what := _damage(path == files.snapshot, one):
            aside = files.set_aside(path)
            opened.notices.append(
                f"{path.name} is damaged ({what}). It is kept as {aside.name} until something is "
                "forgotten; everything readable in it was saved."
            )
            damaged = True
        elif one.torn:
            files.cut(path, one.good)
            opened.notices.append(
                f"A write cut off by a crash was dropped ({_counted(one.torn, 'byte')} of "
                f"{path.name})."
            )
    return damaged


def _damage(is_snapshot: bool, one: Scan) -> str:
    """What is wrong with a file, "" for nothing but a last write that was cut off."""
    if one.bad:
        return _counted(one.bad, "unreadable line")
    return "its end is missing" if is_snapshot and not one.whole_snapshot else ""


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _upgrade(schema: Schema, version: int, opened: Opened) -> None:
    documents = {
        name: dict(zip(rows, record.documents(rows.values()), strict=True))
        for name, rows in opened.tables.items()
    }
    opened.tables = {
        name: {doc_id: record.put(name, doc_id, document) for doc_id, document in rows.items()}
        for name, rows in schema.upgraded(documents, version).items()
    }


def _rewrite(files: Files, schema: Schema, opened: Opened) -> None:
    """One new snapshot of everything, in the place of all the files there were."""
    opened.generation += 1
    opened.folded = opened.generation
    blocks = snapshot(opened.tables, schema.version, opened.generation)
    opened.snapshot_size = files.replace_snapshot(blocks)
    opened.journal_size = opened.journals_size = 0
