"""The tree of a conversation's turns: which there are, which branch is shown, and what was changed.

A turn is a node; what was said next is its child. Another wording of a question, or another reply
to it, is a sibling. Nothing is ever lost by a change: undoing one shows the branch of before, and
puts words that were replaced back in their place. Pure: no I/O, no clock.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sel.events import MessageState, MessageView
from sel.session_events import Role

MOST_CHANGES = 100
"""Changes that can be undone; older ones stay as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One turn. `messages` is what people see of it: the person's first, then SEL's reply, if any.

    `note`, `said`, `reply` and `state` are how it stood in the prompt (`sel.prompt.history.Turn`);
    a turn without `said` was never in one. `persona` answered, "" for SEL's own.
    """

    id: str
    parent: str = ""
    at: float = 0.0
    messages: tuple[MessageView, ...] = ()
    note: str = ""
    said: str = ""
    reply: str = ""
    state: MessageState = "whole"
    people: tuple[str, ...] = ()
    persona: str = ""

    @property
    def asked(self) -> str:
        """What people said in this turn, as they typed it."""
        return "\n".join(one.text for one in self.messages if one.role == "person")

    @property
    def answer(self) -> str:
        """SEL's reply as people saw it; "" where there is none."""
        return next((one.text for one in self.messages if one.role == "sel"), "")

    @property
    def speaker(self) -> str:
        """Who SEL was when it answered, "" for SEL."""
        return next((one.name for one in self.messages if one.role == "sel"), "")


class Nodes(dict[str, Node]):
    """Turns by id, in the order they were made, and what a list of conversations tells of them: it
    is counted as they come and go, so that a long conversation costs no more than a short one.

    `messages` is how many there are in all, `greetings` are the turns in which only SEL spoke (a
    picture without words is somebody's, too). `changed` names each turn that came or became another
    one, in that order. Turns are only ever set; whatever lets go of some puts the others together
    anew.
    """

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        super().__init__()
        self.messages = 0
        self.greetings: set[str] = set()
        self.changed: list[str] = []
        self._latest: float | None = -math.inf  # None: to be looked for
        for node in nodes:
            self[node.id] = node

    @property
    def latest(self) -> float:
        """When the newest message was said, in Unix seconds; minus infinity for none."""
        if self._latest is None:
            self._latest = max(map(_latest, self.values()), default=-math.inf)
        return self._latest

    def __setitem__(self, id: str, node: Node) -> None:
        if (old := self.get(id)) is not None:
            self._uncount(old)
        super().__setitem__(id, node)
        self.messages += len(node.messages)
        if all(one.role == "sel" for one in node.messages):
            self.greetings.add(id)
        if self._latest is not None:
            self._latest = max(self._latest, _latest(node))
        self.changed.append(id)

    def _uncount(self, node: Node) -> None:
        self.messages -= len(node.messages)
        self.greetings.discard(node.id)
        if _latest(node) == self._latest:
            self._latest = None


def _latest(node: Node) -> float:
    return max((one.at for one in node.messages), default=-math.inf)


@dataclass(frozen=True, slots=True)
class _Change:
    """One change: where the conversation stood before and after, and nodes that took another's
    place."""

    what: str
    head: str
    after: str
    old: tuple[Node, ...] = ()
    new: tuple[Node, ...] = ()


@dataclass(slots=True)
class Tree:
    """A conversation. `head` is the last turn of the branch that is shown, "" before the first."""

    nodes: Nodes = field(default_factory=Nodes)
    head: str = ""
    _shown: dict[str, str] = field(default_factory=dict)  # parent → the child shown last
    _done: list[_Change] = field(default_factory=list)
    _undone: list[_Change] = field(default_factory=list)

    @classmethod
    def of(
        cls, nodes: Iterable[Node], heads: Sequence[str], shown: Mapping[str, str] | None = None
    ) -> Tree:
        """As it was kept: `heads` are the turns the conversation stood at, one after the other,
        `shown` what was shown before that (`choices`)."""
        tree = cls(Nodes(nodes))
        followed: dict[str, str] = {}
        walked: set[str] = set()
        for id in reversed(heads):  # the newest first: above what was walked, all is said
            at = id
            while at in tree.nodes and at not in walked:
                walked.add(at)
                followed.setdefault(tree.nodes[at].parent, at)
                at = tree.nodes[at].parent
        tree._shown = {**(shown or {}), **followed}
        head = next((id for id in reversed(heads) if id in tree.nodes or not id), None)
        tree.head = tree.leaf("") if head is None else head
        return tree

    # ------------------------------------------------------------ looking

    def path(self, leaf: str | None = None) -> list[Node]:
        """The branch that ends in a turn (the one shown, if none is named), oldest first."""
        found: list[Node] = []
        at = self.head if leaf is None else leaf
        while at in self.nodes:
            found.append(self.nodes[at])
            at = found[-1].parent
        return found[::-1]

    def children(self, id: str) -> list[Node]:
        """What follows a turn, in the order it was made; of "" the first turns."""
        return [node for node in self.nodes.values() if node.parent == id]

    def siblings(self, id: str) -> list[Node]:
        """The turns in this one's place, itself among them."""
        return self.children(self.nodes[id].parent)

    def leaf(self, id: str) -> str:
        """The end of the branch through a turn, as it was shown last."""
        followed = self._followed()
        while id in followed:
            id = followed[id]
        return id

    def _followed(self) -> dict[str, str]:
        """Per turn the child shown last, else the newest."""
        newest = {node.parent: node.id for node in self.nodes.values()}
        return newest | self._still_shown()

    def _still_shown(self) -> dict[str, str]:
        there = self.nodes
        return {at: id for at, id in self._shown.items() if id in there and there[id].parent == at}

    def choices(self) -> dict[str, str]:
        """Per turn that several others follow, the one shown last: what `heads` do not say."""
        many = Counter(node.parent for node in self.nodes.values())
        return {at: id for at, id in self._still_shown().items() if many[at] > 1}

    def alternatives(self, id: str, role: Role) -> list[str]:
        """What stands in the place of a turn's words, in order, one id each: the other replies to
        the same words, or the other words (each by the turn shown last, or made first)."""
        node, family = self.nodes[id], self.siblings(id)
        if role == "sel":
            return [one.id for one in family if one.asked == node.asked]
        chosen: dict[str, str] = {}
        for one in family:
            if one.asked not in chosen or one.id in (id, self._shown.get(node.parent)):
                chosen[one.asked] = one.id
        chosen[node.asked] = id
        return list(chosen.values())

    def step(self, id: str, role: Role, by: int) -> str | None:
        """The alternative so many steps on; None past either end."""
        others = self.alternatives(id, role)
        at = others.index(id) + by
        return others[at] if 0 <= at < len(others) else None

    def views(self) -> list[MessageView]:
        """The messages of the branch that is shown, each with its number among its alternatives."""
        families: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            families.setdefault(node.parent, []).append(node)
        return [
            view for node in self.path() for view in (_numbered(node, self, families[node.parent]))
        ]

    # ------------------------------------------------------------ growing

    def add(self, node: Node) -> None:
        """A turn that is new; the conversation goes on after it."""
        self.nodes[node.id] = node
        self._show(node.id)

    def show(self, id: str, *, here: bool = False) -> None:
        """Show the branch through a turn, to its end or `here`."""
        self._show(id if here else self.leaf(id))

    def _show(self, id: str) -> None:
        below = id in self.nodes and self.nodes[id].parent == self.head
        self.head = id
        for node in [self.nodes[id]] if below else self.path():  # above `below` all is shown
            self._shown[node.parent] = node.id

    def put(self, node: Node) -> None:
        """Let this take the place of the turn of the same id, without a change to undo."""
        self.nodes[node.id] = node

    # ------------------------------------------------------------ changes

    def changing(self, what: str, *new: Node, head: str | None = None) -> None:
        """Make a change: these take the place of turns of the same id, and `head` is shown."""
        old = tuple(self.nodes[node.id] for node in new)
        before = self.head
        for node in new:
            self.nodes[node.id] = node
        if head is not None:
            self._show(head)
        self._done.append(_Change(what, before, self.head, old, new))
        del self._done[:-MOST_CHANGES]
        self._undone.clear()

    @property
    def undoable(self) -> str:
        """What would be undone next, "" for nothing."""
        return self._done[-1].what if self._done else ""

    @property
    def redoable(self) -> str:
        """What would be made again next, "" for nothing."""
        return self._undone[-1].what if self._undone else ""

    def undo(self) -> bool:
        """Take back the last change; whether there was one."""
        if not self._done:
            return False
        change = self._done.pop()
        now = self._as_now(change.new)  # with what came since
        self._undone.append(replace(change, after=self.head, new=now))
        self._restore(change.old, change.head)
        return True

    def unmake(self, what: str) -> None:
        """As if the last change had not been made, if it is this one."""
        if self.undoable == what and self.undo():
            self._undone.pop()

    def redo(self) -> bool:
        """Make the change again that was taken back last; whether there was one."""
        if not self._undone:
            return False
        change = self._undone.pop()
        self._done.append(replace(change, head=self.head, old=self._as_now(change.old)))
        self._restore(change.new, change.after)
        return True

    def _as_now(self, nodes: Sequence[Node]) -> tuple[Node, ...]:
        return tuple(self.nodes[node.id] for node in nodes if node.id in self.nodes)

    def _restore(self, nodes: Sequence[Node], head: str) -> None:
        for node in nodes:
            if node.id in self.nodes:  # not forgotten since
                self.nodes[node.id] = node
        self._show(head if head in self.nodes or not head else self.leaf(""))

    # ------------------------------------------------------------ letting go

    def drop(self, ids: Collection[str]) -> None:
        """Let go of turns for good, from what can be undone, too. What followed them follows what
        was before."""
        stays = _ancestor(self.nodes, ids)
        self.head = stays(self.head)
        self.nodes = Nodes(
            replace(node, parent=stays(node.parent))
            for node in self.nodes.values()
            if node.id not in ids
        )
        self._shown = self._still_shown()
        self._show(self.head)
        self._done = [_without(change, ids, stays) for change in self._done]
        self._undone = [_without(change, ids, stays) for change in self._undone]

    def holding(self, holds: Callable[[Node], bool]) -> Iterator[str]:
        """Turns of which something is true, now or in what can be put back by undoing."""
        kept = (node for one in (*self._done, *self._undone) for node in (*one.old, *one.new))
        yield from {node.id for node in (*self.nodes.values(), *kept) if holds(node)}


def _numbered(node: Node, tree: Tree, family: Sequence[Node]) -> Iterator[MessageView]:
    if len(family) == 1:
        yield from node.messages
        return
    for view in node.messages:
        others = tree.alternatives(node.id, view.role)
        number = others.index(node.id) + 1
        yield replace(view, alternative=number, alternatives=len(others))


def _ancestor(nodes: dict[str, Node], gone: Collection[str]) -> Callable[[str], str]:
    """What takes the place of a turn: itself, or the nearest one before it that stays."""

    def stays(id: str) -> str:
        while id in gone and id in nodes:
            id = nodes[id].parent
        return "" if id in gone else id

    return stays


def _without(change: _Change, ids: Collection[str], stays: Callable[[str], str]) -> _Change:
    return replace(
        change,
        head=stays(change.head),
        after=stays(change.after),
        old=tuple(
            replace(one, parent=stays(one.parent)) for one in change.old if one.id not in ids
        ),
        new=tuple(
            replace(one, parent=stays(one.parent)) for one in change.new if one.id not in ids
        ),
    )
