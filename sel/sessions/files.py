"""One conversation's file: appended to, read, rewritten as a whole. Not thread-safe.

<id>.session            its lines (`sel.sessions.lines`)
<id>.session.new        a rewriting that was not finished
<id>.session.damaged    as it was found, where lines of it could not be read
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from sel.cache.disk import FileDisk
from sel.errors import StoreError
from sel.events import MessageView
from sel.session_events import SessionView
from sel.sessions import lines
from sel.sessions.reading import Contents, Partial, Sizes, read, written
from sel.sessions.tree import Tree
from sel.store.files import Files, refusals
from sel.store.journal import Journal

ENDING = ".session"
FOLD_AT = 1 << 16
"""Superseded bytes that are worth rewriting a file for; more where more counts."""
_TORN = "The end of its file was only half written, and was cut off."
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


class SessionFile:
    """The file of one conversation. All of it raises `StoreError` where the disk refuses."""

    def __init__(self, folder: Path, session: str, lost: dict[str, str]) -> None:
        """`lost` is told, by id, what could not be read. Raises `StoreError` for what cannot be an
        id."""
        if not _NAME.fullmatch(session):
            raise StoreError("That is no id of a conversation.")
        self.session = session
        self.path = folder / f"{session}{ENDING}"
        self._lost = lost
        self._folder = Files(folder)
        self._disk = FileDisk(self.path, what="a conversation")
        self._aside = self.path.with_name(f"{self.path.name}.damaged")
        self._sizes = Sizes()
        self._told: dict[str, Partial] = {}
        self._journal = self._journal_of(0)

    @property
    def there(self) -> bool:
        """Whether there is such a conversation."""
        return self.path.exists()

    @property
    def under_way(self) -> bool:
        """Whether there is a reply whose turn was not kept."""
        return bool(self._told)

    # ------------------------------------------------------------ reading

    def read(self) -> Contents:
        """All of it. What was only half written is cut off; a file with damaged lines is put aside
        and written anew without them. What was lost is told."""
        data = self._disk.read() or b""
        found = read(data)
        if found.bad:
            self._mend(found)
        else:
            if found.good < len(data):
                self._folder.cut(self.path, found.good)
                self._lost[self.session] = _TORN
            self._use(found, found.good)
        return found

    def _mend(self, found: Contents) -> None:
        counted = "A line" if found.bad == 1 else f"{found.bad:,} lines"
        with refusals(self.path):
            self._aside.unlink(missing_ok=True)
            try:
                os.link(self.path, self._aside)
            except OSError:  # a file system without links
                shutil.copy2(self.path, self._aside)
        self._lost[self.session] = (
            f"{counted} of its file could not be read; it is kept as {self._aside.name}."
        )
        if found.empty:
            self._folder.delete([self.path])
            self._use(found, 0)
            return
        # The tree as it was found, replies under way among it: what is lost is settled now.
        tree = found.tree()
        self.replace(tree, found.view(self.session, tree), found.state)

    def _use(self, found: Contents, size: int) -> None:
        self._sizes, self._told = found.sizes, dict(found.partials)
        self.close()
        self._journal = self._journal_of(size)

    def _journal_of(self, size: int) -> Journal:
        return Journal(self._folder, self.path, lines.start(), size)

    # ------------------------------------------------------------ appending

    def append(self, *records: lines.Record) -> None:
        """One write: on the disk when this returns, or not at all."""
        self._folder.make_folder()
        made = [lines.encoded(one) for one in records]
        self._journal.append([lines.sealed(made)])
        for (letter, value), text in zip(records, made, strict=True):
            self._sizes.count(letter, value, len(text))
            if letter == "N":
                self._told.pop(str(value["id"]), None)
        if self._sizes.superseded > max(FOLD_AT, self._sizes.live):
            self.fold()

    def partial(self, id: str, parent: str, messages: tuple[MessageView, ...], text: str) -> None:
        """What there is of a reply; only what is new of it is written."""
        old, new = self._told.get(id), Partial(id, parent, messages, text)
        if old == new:
            return
        if old is None or (old.parent, old.messages) != (parent, messages):
            self.append(new.record())
        elif text.startswith(old.text):
            self.append(("Q", {"id": id, "text": text[len(old.text) :]}))
        else:
            kept = _common(old.text, text)
            self.append(("Q", {"id": id, "kept": kept, "text": text[kept:]}))
        self._told[id] = new

    # ------------------------------------------------------------ rewriting

    def replace(
        self,
        tree: Tree,
        row: SessionView,
        state: Mapping[str, object],
        partials: Mapping[str, Partial] | None = None,
    ) -> None:
        """Write just this in the place of all that is there."""
        self._write(written(tree, row, state, (partials or {}).values()))

    def fold(self, *, partials: bool = True) -> None:
        """Write it anew without what was superseded; without replies under way where they go."""
        found = self.read()
        under_way = dict(found.partials) if partials else {}
        found.partials.clear()
        if not (found.nodes or found.row or under_way):
            self.erase()
            return
        tree = found.tree()
        self.replace(tree, found.view(self.session, tree), found.state, under_way)

    def _write(self, data: bytes) -> None:
        self._folder.make_folder()
        self._disk.write(data)
        self._use(read(data), len(data))

    # ------------------------------------------------------------ letting go

    def erase(self) -> None:
        """Delete it, and all beside it."""
        self.close()
        self._disk.erase()
        self._sizes, self._told = Sizes(), {}
        self._journal = self._journal_of(0)

    def drop_aside(self) -> None:
        """Delete what was put aside."""
        self._disk.erase_aside()

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(OSError):
            self._journal.close()


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
