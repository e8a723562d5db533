"""Conversations from a file put where they belong, one after the other, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sel.errors import ForeignFile, StoreError
from sel.persona_events import TakenView
from sel.porting.chats.growing import Made, Tally
from sel.porting.chats.reading import Kind, conversations
from sel.session_events import SessionView
from sel.sessions.tree import Node, Tree

EVERY = 1_000
"""Conversations between two words on how far it is."""
Put = Callable[[SessionView, Tree], bool]
"""Takes a conversation; False where no more is wanted. Raises `StoreError`."""
Add = Callable[[SessionView, Tree], int]
"""Adds to a conversation that is there what came to it since; how many messages. Raises
`StoreError`."""


Whose = Callable[[str], str]
"""The id of the persona that is called so, "" where there is none."""


def _nothing(_: SessionView, __: Tree) -> int:
    return 0


def _nobody(_: str) -> str:
    return ""


@dataclass(slots=True)
class Taking:
    """One import. `known` are the conversations there are, `secret` says what secret a text holds:
    turns with one are left out, as they are of what is said here. `far` is told now and then how
    many were taken. `became` says of each conversation whether it is "new", has "grown" or was
    "there"; it may come several times."""

    known: Collection[str]
    put: Put
    secret: Callable[[str], str]
    kept: bool = False
    far: Callable[[int], object] = bool
    add: Add = _nothing
    whose: Whose = _nobody
    tally: Tally = field(default_factory=Tally)
    sessions: int = 0
    messages: int = 0
    became: dict[str, str] = field(default_factory=dict)

    def run(self, path: Path, kind: Kind) -> TakenView:
        """Take all of a file; what was taken before something went wrong stays, and the receipt
        says what went wrong."""
        refused = ""
        try:
            for made in self._rows(path, kind):
                if not self._take(made):
                    break
        except (ForeignFile, StoreError) as error:
            if not self.became:
                raise
            refused = error.sentence()
        became = Counter(self.became.values())
        return TakenView(
            sessions=self.sessions,
            messages=self.messages,
            there=became["there"],
            grown=became["grown"],
            left=dict(self.tally.left),
            unread=self.tally.unread,
            kept=self.kept,
            refused=refused,
        )

    def _rows(self, path: Path, kind: Kind) -> Iterator[Made]:
        return conversations(path, kind, self.tally)

    def _take(self, made: Made) -> bool:
        view, tree = made
        secrets = [node.id for node in tree.nodes.values() if self._holds(node)]
        if secrets:
            tree.drop(secrets)
            self.tally.skip("turns with something that looks secret", len(secrets))
        if not tree.nodes:
            return True
        if view.id in self.known or view.id in self.became:
            added = self.add(view, tree)
            self.messages += added
            if self.became.setdefault(view.id, "there") == "there" and added:
                self.became[view.id] = "grown"
            return True
        if not self.put(self._with_whom(view, tree), tree):
            return False
        self.became[view.id] = "new"
        self.sessions += 1
        if self.sessions % EVERY == 0:
            self.far(self.sessions)
        self.messages += sum(len(node.messages) for node in tree.nodes.values())
        return True

    def _with_whom(self, view: SessionView, tree: Tree) -> SessionView:
        """Where a character that is a persona here has answered, it goes on with that one."""
        names = (node.speaker for node in tree.nodes.values() if node.speaker)
        if view.persona or not (name := next(names, "")):
            return view
        return replace(view, persona=self.whose(name))

    def _holds(self, node: Node) -> bool:
        return any(self.secret(one.text) for one in node.messages)
