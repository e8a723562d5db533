"""The conversations that are kept, in one folder. Synchronous and thread-safe; reads no clock.

    catalogue       what there is (`sel.sessions.catalogue`)
    <id>.session    one conversation (`sel.sessions.files`)
    unfinished      what is being forgotten (`sel.sessions.forgetting`)

Whatever takes words away has rewritten or deleted every file that held them when it returns. If the
process dies in between, the next opening finds the mark and finishes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sel.cache.disk import FileDisk
from sel.errors import StoreError
from sel.events import MessageView
from sel.session_events import SessionView
from sel.sessions import forgetting, lines
from sel.sessions.catalogue import Catalogue
from sel.sessions.files import ENDING, SessionFile
from sel.sessions.forgetting import Drop, Holds, Plan
from sel.sessions.reading import count
from sel.sessions.tree import Node, Tree
from sel.store.files import Files

MOST_OPEN = 4
"""Files whose end is known, so that adding to them reads nothing."""

Dropped = Callable[[str, "Collection[str] | None"], object]
"""Is told of a conversation which of its turns went; None for all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A conversation as it was kept. `notices` are sentences about what of it was lost."""

    row: SessionView
    tree: Tree
    state: dict[str, Any] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


class Shelf:
    """All conversations. Nothing is on disk before the first `keep`. Raises `StoreError`."""

    def __init__(self, folder: Path, dropped: Dropped | None = None) -> None:
        """`dropped` is told which turns went (None: the whole conversation), as `Finder.drop`
        wants it."""
        self._folder, self._dropped = folder, dropped or _nobody
        self._files = Files(folder)
        self._mark = FileDisk(folder / "unfinished", what="what is to be forgotten")
        self._lost: dict[str, str] = {}
        self._catalogue = Catalogue(folder, self._new)
        self._open: dict[str, SessionFile] = {}
        self._ready = False
        self._lock = threading.RLock()

    # ------------------------------------------------------------ reading

    def rows(self) -> list[SessionView]:
        """All of them, the pinned first, then the one changed last."""
        with self._lock:
            self._prepare()
            return sorted(
                self._catalogue.rows.values(), key=lambda row: (not row.pinned, -row.changed)
            )

    def row(self, session: str) -> SessionView | None:
        """One of them as it is now; None for none."""
        with self._lock:
            self._prepare()
            return self._catalogue.rows.get(session)

    def last(self) -> SessionView | None:
        """The one that was open last; where that is not known, the newest that is not put away."""
        with self._lock:
            self._prepare()
            rows = self._catalogue.rows
            here = (row for row in rows.values() if not row.archived)
            newest = max(here, key=lambda row: row.changed, default=None)
            return rows.get(self._catalogue.last, newest)

    def load(self, session: str) -> Loaded:
        """A conversation, a reply that was under way as one that was interrupted."""
        with self._lock:
            self._prepare()
            return self._loaded(self._there(session, read=False))

    def _loaded(self, file: SessionFile) -> Loaded:
        found = file.read()
        lost = self._lost.get(file.session, "")
        if found.empty:
            raise StoreError(
                "Nothing of this conversation could be read.", where=str(file.path), hint=lost
            )
        tree = found.tree()
        row = found.view(file.session, tree)
        notices = (lost,) if lost else ()
        return Loaded(row=row, tree=tree, state=found.state, notices=notices)

    def texts(self) -> Iterator[tuple[SessionView, Node]]:
        """Every turn of every conversation, the one changed last first, for the index."""
        for row in sorted(self.rows(), key=lambda row: -row.changed):
            try:
                with self._lock:  # those in use stay at hand
                    loaded = self._loaded(self._open.get(row.id) or self._new(row.id))
            except StoreError:  # gone meanwhile, or it says so when it is opened
                continue
            yield from ((loaded.row, node) for node in loaded.tree.nodes.values())

    # ------------------------------------------------------------ keeping

    def keep(
        self,
        row: SessionView,
        nodes: Sequence[Node],
        head: str,
        state: Mapping[str, object] | None = None,
        *,
        here: bool = False,
    ) -> None:
        """Keep these turns, new or changed, and where the conversation stands. On the disk when it
        returns, all of it or nothing. `state` is as it was where it is None. It is `here` that is
        open, and that is gone on with at the next start."""
        row = replace(row, kept=True)
        records = [lines.of_node(node) for node in nodes]
        records += [("H", {"head": head}), lines.of_row(row)]
        records += [] if state is None else [("M", dict(state))]
        with self._lock:
            self._prepare()
            file = self._file(row.id)
            file.append(*records)
            self._catalogue.put(row, file.path, here=here)

    def partial(
        self,
        session: str,
        turn_id: str,
        parent: str,
        messages: tuple[MessageView, ...],
        text: str,
    ) -> None:
        """Keep what there is of the reply under way; the `keep` of its turn takes its place. Only
        what is new of the text is written."""
        with self._lock:
            self._prepare()
            self._file(session).partial(turn_id, parent, messages, text)

    def drop_partial(self, session: str) -> None:
        """Nothing of replies under way whose turns were not kept is left in the file."""
        with self._lock:
            self._prepare()
            file = self._file(session)
            if file.under_way:
                file.fold(partials=False)
                self._look_again(rewrite=False)

    def mark(self, row: SessionView) -> None:
        """Keep another title, or whether it is pinned or archived."""
        row = replace(row, kept=True)
        with self._lock:
            self._prepare()
            file = self._there(row.id)
            file.append(lines.of_row(row))
            self._catalogue.put(row, file.path)

    def rewrite(
        self, session: str, tree: Tree, row: SessionView, state: Mapping[str, object] | None = None
    ) -> None:
        """Keep just this of a conversation: nothing of the old bytes remains."""
        row = replace(row, id=session, kept=True)
        with self._lock:
            self._prepare()
            file = self._file(session)
            file.replace(tree, row, state or {})
            file.drop_aside()
            self._catalogue.put(row, file.path)
            self._catalogue.rewrite()

    # ------------------------------------------------------------ letting go

    def delete(self, session: str) -> dict[str, int]:
        """Delete one; how many "conversations", "turns" and "messages" went."""
        with self._lock:
            self._prepare()
            file = self._there(session, read=False)
            try:
                nodes = file.read().tree().nodes.values()
            except StoreError:  # of a newer SEL: it goes all the same
                nodes = {}.values()
            gone = {"conversations": 1, "turns": len(nodes), "messages": count(nodes)}
            self._carry_out(Plan(delete=[session]))
            return gone

    def forget(self, words: Sequence[str], holds: Holds) -> dict[str, int]:
        """Drop every turn that holds the words; how many "turns" went, and how many "conversations"
        of which nothing was left. What cannot be read is told at the end."""
        plan, errors = Plan(), list[StoreError]()
        with self._lock:
            self._prepare()
            for id in self._ids() if any(words) else ():
                try:
                    drop = forgetting.to_drop(self._file(id, read=False).read(), words, holds)
                except StoreError as error:
                    errors.append(error)
                    continue
                if drop is not None:
                    plan.drop[id] = drop
            gone = self._carry_out(plan) if any(words) else {"conversations": 0, "turns": 0}
        if errors:
            raise errors[0]
        return gone

    def erase(self, person: str) -> int:
        """Delete every conversation in which this person spoke, or that cannot be read; how
        many."""
        with self._lock:
            self._prepare()
            gone = [id for id in self._ids() if self._spoke(id, person)]
            self._carry_out(Plan(delete=gone))
            return len(gone)

    def _spoke(self, id: str, person: str) -> bool:
        try:
            return person in self._file(id, read=False).read().people
        except StoreError:
            return True

    def erase_all(self) -> int:
        """Delete every conversation; how many."""
        with self._lock:
            number = len(self._ids())
            self._carry_out(Plan(all=True))
            return number

    def close(self) -> None:
        """Let go of all files; whatever is called next takes them again."""
        with self._lock:
            for file in self._open.values():
                file.close()
            self._open.clear()

    # ------------------------------------------------------------ inside

    def _prepare(self) -> None:
        """Once: finish what was begun, and read what there is."""
        if self._ready:
            return
        if self._folder.is_dir():
            self._files.delete(self._folder.glob("*.new"))
            mark = self._mark.read()
            if mark is not None:
                self._finish(mark)
            self._catalogue.open()
        self._ready = True

    def _finish(self, mark: bytes) -> None:
        try:
            plan = Plan.loaded(mark)
        except StoreError:
            self._mark.erase()
            raise
        self._carry_out(plan)

    def _carry_out(self, plan: Plan) -> dict[str, int]:
        """Let go of what is planned, of what was put aside and of old lines of the catalogue."""
        gone = {"conversations": 0, "turns": 0}
        if not self._folder.is_dir():
            return gone
        if plan != Plan():
            self._mark.write(plan.dumped())
        for id in self._ids() if plan.all else plan.delete:
            self._file(id, read=False).erase()
            self._dropped(id, None)
            gone["conversations"] += 1
        for id, drop in plan.drop.items():
            turns, left = self._without(id, drop)
            self._dropped(id, drop.turns if left else None)
            gone["turns"] += turns
            gone["conversations"] += not left
        self._files.delete(self._folder.glob(f"*{ENDING}.damaged*"))
        self._look_again(rewrite=True)
        self._mark.erase()
        return gone

    def _without(self, id: str, drop: Drop) -> tuple[int, bool]:
        """How many turns went, and whether anything is left."""
        file = self._file(id, read=False)
        found = file.read()
        if found.empty:
            return 0, True
        row = found.view(id, found.tree())
        tree, row, turns = forgetting.without(found, row, drop)
        if turns and not tree.nodes:
            file.erase()
            return turns, False
        file.replace(tree, row, {} if turns or drop.state else found.state)
        return turns, True

    def _look_again(self, *, rewrite: bool) -> None:
        self._catalogue.open()
        if rewrite:
            self._catalogue.rewrite()

    def _ids(self) -> list[str]:
        paths = self._folder.glob(f"*{ENDING}") if self._folder.is_dir() else ()
        return sorted(path.name.removesuffix(ENDING) for path in paths)

    def _there(self, session: str, *, read: bool = True) -> SessionFile:
        file = self._file(session, read=read)
        if not file.there:
            raise StoreError(
                "There is no conversation of that id.",
                hint="`sel sessions list` shows those there are.",
            )
        return file

    def _new(self, session: str) -> SessionFile:
        return SessionFile(self._folder, session, self._lost)

    def _file(self, session: str, *, read: bool = True) -> SessionFile:
        """A conversation's file, its end known where it is `read`."""
        file = self._open.pop(session, None)
        if file is None:
            file = self._new(session)
            if read and file.there:
                file.read()
        self._open[session] = file  # the one used last is the last to go
        for old in list(self._open)[:-MOST_OPEN]:
            self._open.pop(old).close()
        return file


def _nobody(_: str, __: Collection[str] | None) -> None:
    """Nobody wants to know."""
