"""The conversations, for the commands about them: the shelf held here, or the running SEL's."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from sel.cli.memory_home import caller_or_home
from sel.errors import InputRefused
from sel.paths import Paths
from sel.session_events import (
    DeleteSession,
    FoundView,
    MarkSession,
    RenameSession,
    SessionView,
)

if TYPE_CHECKING:
    from sel.brain.door.control import Caller
    from sel.brain.door.sessions import Change
    from sel.config.settings import Settings
    from sel.events import MessageView


class Sessions(Protocol):
    """What can be asked of them. All of it raises `SelError`."""

    def rows(self) -> Sequence[SessionView]:
        """All there are, the pinned first, then the one changed last."""
        ...

    def messages(self, session: str) -> Sequence[MessageView]:
        """The branch that was shown last."""
        ...

    def find(self, words: str, limit: int) -> FoundView:
        """Messages with these words."""
        ...

    def change(self, command: Change) -> None:
        """Rename, mark or delete one."""
        ...


@contextlib.contextmanager
def opened(args: argparse.Namespace) -> Iterator[Sessions]:
    """Those of the SEL that runs, else of the shelf. Raises `AlreadyRunning`, `StoreError`."""
    with contextlib.ExitStack() as stack:
        caller = caller_or_home(args.paths, stack)
        if caller is None:
            here = AtHome(args.paths, args.loaded.settings)
            stack.callback(here.close)
            yield here
        else:
            stack.callback(caller.close)
            yield Afar(caller)


def found(sessions: Sessions, given: str) -> SessionView:
    """The one of this id, or whose id alone begins so. Raises `InputRefused`."""
    rows = sessions.rows()
    exact = [row for row in rows if row.id == given]
    fitting = exact or [row for row in rows if given and row.id.startswith(given)]
    if len(fitting) != 1:
        raise InputRefused(
            "Several conversations have an id that begins so."
            if fitting
            else "There is no conversation of that id.",
            hint="`sel sessions list` shows what there is.",
        )
    return fitting[0]


class Afar:
    """Those of the running SEL, through its door."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def rows(self) -> Sequence[SessionView]:
        """All there are."""
        from sel.brain.door.wire import read

        answer = next(self._caller.ask({"ask": "sessions list"}))
        return cast("list[SessionView]", read(list[SessionView], answer["rows"]))

    def messages(self, session: str) -> Sequence[MessageView]:
        """The branch that was shown last."""
        from sel.brain.door.wire import read
        from sel.events import MessageView

        answer = next(self._caller.ask({"ask": "sessions show", "session": session}))
        return cast("list[MessageView]", read(list[MessageView], answer["messages"]))

    def find(self, words: str, limit: int) -> FoundView:
        """Messages with these words."""
        from sel.brain.door.wire import read

        question = {"ask": "sessions find", "words": words, "limit": limit}
        return cast("FoundView", read(FoundView, next(self._caller.ask(question))["found"]))

    def change(self, command: Change) -> None:
        """Have it changed there."""
        from sel.brain.door.sessions import asked

        next(self._caller.ask(asked(command)))


class AtHome:
    """The shelf of these folders, which are held."""

    def __init__(self, paths: Paths, settings: Settings) -> None:
        from sel.sessions.shelf import Shelf

        self._paths, self._settings = paths, settings
        self.shelf = Shelf(paths.sessions)

    def close(self) -> None:
        """Let go of the files."""
        self.shelf.close()

    def rows(self) -> Sequence[SessionView]:
        """All there are."""
        return self.shelf.rows()

    def messages(self, session: str) -> Sequence[MessageView]:
        """The branch that was shown last; what of it was lost is told beside."""
        from sel.cli.memory_home import beside

        loaded = self.shelf.load(session)
        for notice in loaded.notices:
            beside(notice)
        return loaded.tree.views()

    def find(self, words: str, limit: int) -> FoundView:
        """Messages with these words: all of them are read for it."""
        from sel.sessions.find import Finder

        finder, texts = Finder(whole=False), self.shelf.texts()
        while finder.fill(texts):
            pass
        return finder.find(words, limit)

    def change(self, command: Change) -> None:
        """Change it on the shelf."""
        row = found(self, command.session)
        if isinstance(command, DeleteSession):
            self._delete(row, memories=command.memories)
        elif isinstance(command, MarkSession):
            self.shelf.mark(_marked(row, command))
        else:
            self.shelf.mark(self._named(row, command))

    def _named(self, row: SessionView, command: RenameSession) -> SessionView:
        from dataclasses import replace

        from sel.sessions.titles import title_of

        if command.title:
            return replace(row, title=command.title, titled=True)
        nodes = self.shelf.load(row.id).tree.nodes.values()
        return replace(row, title=title_of([node.asked for node in nodes]), titled=False)

    def _delete(self, row: SessionView, *, memories: bool) -> None:
        from sel.cli.sessions_forget import forget_memories, leave_copies

        if memories:
            tree = self.shelf.load(row.id).tree
            forget_memories(self._paths, self._settings, self.shelf, tree)
        leave_copies(self._paths, self._settings)
        if any(one.id == row.id for one in self.shelf.rows()):  # else all of it was forgotten
            self.shelf.delete(row.id)


def _marked(row: SessionView, command: MarkSession) -> SessionView:
    from dataclasses import replace

    return replace(
        row,
        pinned=row.pinned if command.pinned is None else command.pinned,
        archived=row.archived if command.archived is None else command.archived,
    )


def title(row: SessionView) -> str:
    """What a conversation is called in a list."""
    from sel.sessions.titles import one_line

    return one_line(row.title or row.opening, 60) or "(nothing said yet)"
