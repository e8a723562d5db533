"""One conversation at the desk: its tree, what is being said in it, and what may be kept of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from sel.events import MessageState, MessageView
from sel.prompt.forgotten import holds
from sel.prompt.history import Turn, TurnState
from sel.session_events import SessionView
from sel.sessions.tree import Node, Tree

ANOTHER = "another reply"
"""What the change is called that makes one."""
ONE_LINE = 120
"""Letters of a message where it is shown in a line."""


@dataclass(slots=True)
class Session:
    """A conversation, as what faces are `Shown` of the desk.

    `waiting` are messages whose turn is not over. `going_on` maps a turn that goes on with an older
    one's reply to that one, `beside` are turns that are to bring another reply beside an older one,
    `back`: the last of either came to nothing.
    `may` are turns that may be kept, `kept` those on disk as they lie there.
    """

    view: SessionView
    tree: Tree = field(default_factory=Tree)
    waiting: list[MessageView] = field(default_factory=list)
    going_on: dict[str, str] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)
    back: bool = False
    may: set[str] = field(default_factory=set)
    kept: dict[str, Node] = field(default_factory=dict)
    head: str | None = None  # as it is kept

    # ------------------------------------------------------------ what a channel tells

    def asked(self, view: MessageView) -> None:
        """Somebody said something."""
        self.waiting.append(view)

    def answered(self, turn_id: str, reply: MessageView | None, turn: Turn | None) -> None:
        """A turn is over: it grows on the branch that is shown."""
        said = [one for one in self.waiting if one.turn_id == turn_id]
        self.waiting = [one for one in self.waiting if one.turn_id != turn_id]
        older = self.tree.nodes.get(self.going_on.pop(turn_id, ""))
        if older is not None:
            self._gone_on(older, reply, turn)
        elif said:
            at = said[0].at
            node = _node(turn_id, self.tree.head, at, (*said, *((reply,) if reply else ())), turn)
            self.tree.add(replace(node, persona=self.view.persona))

    def _gone_on(self, older: Node, reply: MessageView | None, turn: Turn | None) -> None:
        """The reply of an older turn is longer now, or as it was where nothing was added."""
        self.tree.show(older.id, here=True)
        if reply is None or turn is None:
            self.back = True
            return
        said = tuple(one for one in older.messages if one.role == "person")
        reply = replace(reply, turn_id=older.id, edited=False)
        longer = replace(older, messages=(*said, reply), reply=turn.reply, state=turn.state)
        self.tree.changing("going on", longer, head=older.id)

    def given_up(self) -> bool:
        """Where the last turn was to bring another reply, and ended before a word of it: go back to
        the older one. Whether that was so, or a reply that was to go on did not."""
        back, self.back = self.back, False
        node = self.tree.nodes.get(self.tree.head)
        if node is None or node.id not in self.beside or node.answer:
            return back
        self.beside.discard(node.id)
        self.tree.drop([node.id])
        self.tree.unmake(ANOTHER)
        return True

    def cut(self, turn_id: str, heard: str, turn: Turn | None) -> None:
        """Of this turn's reply only `heard` reached the person."""
        node = self.tree.nodes.get(turn_id)
        if node is None:
            return
        said = tuple(one for one in node.messages if one.role == "person")
        reply = tuple(
            replace(one, text=heard, state="interrupted")
            for one in node.messages
            if one.role == "sel" and heard
        )
        self.tree.put(
            replace(
                node,
                messages=(*said, *reply),
                state="interrupted",
                said=node.said if turn is not None else "",
                reply=turn.reply if turn is not None else "",
            )
        )

    def unsay(self, ids: Collection[str]) -> None:
        """These messages were never said."""
        self.waiting = [one for one in self.waiting if not one.id or one.id not in ids]
        gone = [
            node.id
            for node in self.tree.nodes.values()
            if any(one.id in ids for one in _sent(node))
        ]
        if gone:
            self.tree.drop(gone)

    def unanswer(self, turn_id: str) -> None:
        """A turn that was to come does not come; what was said for it stays said."""
        self.answered(turn_id, None, None)

    def clear(self) -> None:
        """Nothing was said."""
        self.tree, self.waiting = Tree(), []
        self.going_on.clear()
        self.beside.clear()
        self.may.clear()

    def forget(self, words: Sequence[str]) -> None:
        """Drop the turns that hold one of these."""
        self.waiting = [one for one in self.waiting if not holds(one.text, words)]
        gone = set(self.tree.holding(lambda node: node_holds(node, words)))
        if gone:
            self.tree.drop(gone)
            self.may -= gone
            self.kept = {id: node for id, node in self.kept.items() if id not in gone}

    def hush(self, words: Sequence[str]) -> None:
        """Tell the model no more of what was recalled: out of the notes of all branches."""
        for node in list(self.tree.nodes.values()):
            if node.note and holds(node.note, words):
                self.tree.put(replace(node, note=""))

    def views(self) -> tuple[MessageView, ...]:
        """The branch that is shown, and what waits."""
        return (*self.tree.views(), *self.waiting)

    # ------------------------------------------------------------ of itself

    @property
    def empty(self) -> bool:
        """Whether nothing was said in it."""
        return not self.waiting and len(self.tree.nodes.greetings) == len(self.tree.nodes)

    def shown(self) -> SessionView:
        """This conversation as a list has it."""
        nodes = self.tree.nodes
        first = next((node.asked for node in nodes.values() if node.asked), "")
        opening = line(first) or (line(self.waiting[0].text) if self.waiting else "")
        last = nodes.latest if nodes.messages else self.view.created
        return replace(
            self.view,
            opening=opening,
            messages=nodes.messages + len(self.waiting),
            changed=max(last, self.view.changed),
            kept=bool(self.kept),
        )


def line(text: str) -> str:
    """A text in one line, cut where it is long."""
    flat = " ".join(text[: 4 * ONE_LINE].split())
    return flat if len(flat) <= ONE_LINE else flat[: ONE_LINE - 1] + "…"


def node_holds(node: Node, words: Sequence[str]) -> bool:
    """Whether one of these stands anywhere in a turn."""
    said: Iterable[str] = (one.text for one in node.messages)
    return any(holds(text, words) for text in (*said, node.note, node.said, node.reply))


def _sent(node: Node) -> Iterable[MessageView]:
    return (one for one in node.messages if one.id)


def _node(
    id: str, parent: str, at: float, messages: tuple[MessageView, ...], turn: Turn | None
) -> Node:
    people = tuple(dict.fromkeys(one.person for one in messages if one.role == "person"))
    state: MessageState = messages[-1].state if messages[-1].role == "sel" else "silenced"
    node = Node(id=id, parent=parent, at=at, messages=messages, people=people, state=state)
    if turn is None:
        return node
    return replace(node, note=turn.note, said=turn.said, reply=turn.reply)


_STATES: dict[MessageState, TurnState] = {"interrupted": "interrupted", "failed": "failed"}


def turn_of(node: Node) -> Turn:
    """A turn as it stood in the prompt."""
    return Turn(
        note=node.note,
        said=node.said,
        reply=node.reply,
        state=_STATES.get(node.state, "whole"),
        people=node.people,
        images=tuple(path for one in node.messages for path in one.images),
        id=node.id,
    )


_NUMBER = re.compile(r"-(\d+)\Z")


def number_of(turn_id: str) -> int:
    """The number in a turn's id, 0 for none."""
    found = _NUMBER.search(turn_id)
    return int(found[1]) if found else 0


def apart(tree: Tree) -> Tree:
    """The same turns under names that no turn of this process has; so they are kept, too."""

    def named(id: str) -> str:
        return f"{id}-before" if id else ""

    nodes = (
        replace(
            node,
            id=named(node.id),
            parent=named(node.parent),
            messages=tuple(replace(one, turn_id=named(node.id)) for one in node.messages),
        )
        for node in tree.nodes.values()
    )
    shown = {named(at): named(id) for at, id in tree.choices().items()}
    return Tree.of(nodes, [named(tree.head)], shown)
