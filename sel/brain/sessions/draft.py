"""What of a conversation is to be on disk: drawn up at one moment, written in a thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from sel.brain.memory.reader import secret_in
from sel.brain.sessions.session import Session, line
from sel.brain.sessions.standing import Standing
from sel.safety.care import uncared
from sel.session_events import SessionView
from sel.sessions.titles import FIRST, title_of
from sel.sessions.tree import Node, Nodes, Tree


@dataclass(frozen=True, slots=True)
class Draft:
    """The turns that may be kept, those that are on disk already, and the parents of all there are:
    what follows a turn that is not kept, follows the nearest one before it that is."""

    view: SessionView
    nodes: Sequence[Node]
    kept: Mapping[str, Node]
    parents: Mapping[str, str]
    head: str
    standing: Standing

    @classmethod
    def of(cls, session: Session, standing: Standing) -> Draft:
        """As it is now. On the brain's loop."""
        nodes = session.tree.nodes
        return cls(
            session.view,
            [node for id, node in nodes.items() if id in session.may],
            dict(session.kept),
            {node.id: node.parent for node in nodes.values()},
            session.tree.head,
            standing,
        )

    def without(self, secret: Collection[str]) -> Draft:
        """The same without some turns."""
        return replace(self, nodes=[node for node in self.nodes if node.id not in secret])

    @property
    def new(self) -> list[Node]:
        """Turns that are not on disk as they are."""
        return [node for node in self.nodes if self.kept.get(node.id) is not node]

    @property
    def secret(self) -> set[str]:
        """Of these, the ones that look as if they held a secret."""
        return {node.id for node in self.new if _has_secret(node)}

    @property
    def ids(self) -> set[str]:
        """The ids of the turns that may be kept."""
        return {node.id for node in self.nodes}

    @property
    def fewer(self) -> bool:
        """Whether something is on disk that is to be there no more."""
        return not self.kept.keys() <= self.ids

    @property
    def whole(self) -> bool:
        """Whether that is all there is of the conversation."""
        return len(self.nodes) == len(self.parents)

    @property
    def state(self) -> dict[str, Any]:
        """How it stands in the prompt, as far as that is told by what is kept."""
        known = self.standing
        return asdict(known if self.whole else replace(known, start="", summary="", told={}))

    @property
    def row(self) -> SessionView:
        """How it stands in the list, told by what of it is kept and nothing else: a title that SEL
        made of all of it only where the whole is kept."""
        asked = list(islice(filter(None, (node.asked for node in self.nodes)), FIRST))
        made = self.view.title if self.view.titled or self.whole else ""
        messages = [one for node in self.nodes for one in node.messages]
        return replace(
            self.view,
            title=made or title_of(asked),
            opening=line(asked[0]) if asked else "",
            messages=len(messages),
            changed=max((one.at for one in messages), default=self.view.created),
            kept=True,
        )

    def placed(self, id: str) -> str:
        """The turn itself, or the nearest one before it that may be kept."""
        return self._placed(id, self.ids)

    def _placed(self, id: str, ids: Collection[str]) -> str:
        while id and id not in ids:
            id = self.parents.get(id, "")
        return id

    def on_disk(self, nodes: Sequence[Node]) -> list[Node]:
        """These turns as they are to lie there: without what told the model of somebody in need."""
        ids = self.ids
        return [
            replace(node, parent=self._placed(node.parent, ids), note=uncared(node.note))
            for node in nodes
        ]

    def tree(self) -> Tree:
        """All of it."""
        tree = Tree(Nodes(self.on_disk(self.nodes)))
        tree.show(self.placed(self.head), here=True)
        return tree


def row_of(session: Session) -> SessionView:
    """How a conversation stands in the list, told by what lies on disk of it and nothing else."""
    draft = Draft.of(session, Standing())
    return replace(draft, nodes=list(draft.kept.values())).row


def blank(view: SessionView) -> SessionView:
    """How a conversation stands in the list of which nothing is kept yet."""
    return Draft(view, (), {}, {"": ""}, "", Standing()).row


def _has_secret(node: Node) -> bool:
    return any(secret_in(text) for text in (*(one.text for one in node.messages), node.said))
