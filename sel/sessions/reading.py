"""What the bytes of a conversation's file say, and a file's bytes anew. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sel.errors import StoreError
from sel.events import MessageView
from sel.session_events import SessionView
from sel.sessions import lines
from sel.sessions.titles import opening_of
from sel.sessions.tree import Node, Tree
from sel.store import record


@dataclass(frozen=True, slots=True)
class Partial:
    """A reply under way: the turn it is of, what it answers, and its text so far. A message of
    SEL's among those says no more than who SEL is."""

    id: str
    parent: str
    messages: tuple[MessageView, ...]
    text: str

    def record(self) -> lines.Record:
        """As it begins in a file."""
        return "P", {
            "id": self.id,
            "parent": self.parent,
            "messages": lines.messages(self.messages),
            "text": self.text,
        }

    def node(self, known: Node | None) -> Node:
        """The turn as one that was interrupted; `known` is what was kept of it before."""
        if known is None:
            return self._new()
        if not self.text:
            return known
        asked = tuple(one for one in known.messages if one.role == "person")
        old = next((one for one in known.messages if one.role == "sel"), self._reply())
        reply = replace(old, text=self.text, state="interrupted")
        return replace(known, messages=(*asked, reply), reply=self.text, state="interrupted")

    def _new(self) -> Node:
        asked = tuple(one for one in self.messages if one.role == "person")
        return Node(
            id=self.id,
            parent=self.parent,
            at=self._reply().at,
            messages=(*asked, self._reply()) if self.text else asked,
            said="\n".join(one.text for one in asked),
            reply=self.text,
            state="interrupted",
            people=tuple(dict.fromkeys(one.person for one in asked if one.person)),
        )

    def _reply(self) -> MessageView:
        at = max((one.at for one in self.messages), default=0.0)
        who = next((one.name for one in self.messages if one.role == "sel"), "")
        return MessageView(
            role="sel", text=self.text, turn_id=self.id, name=who, at=at, state="interrupted"
        )


class Sizes:
    """How many bytes of a file count, and how many were superseded."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], int] = {}
        self.live = self.total = 0

    def count(self, letter: str, value: Mapping[str, Any], size: int) -> None:
        """One more record."""
        self.total += size
        key = ("P" if letter == "Q" else letter, str(value.get("id", "")) * (letter in "NPQ"))
        before = self._of.get(key, 0)
        kept = before if letter == "Q" else 0
        self._of[key] = kept + size
        self.live += kept + size - before
        if letter == "N":
            self.live -= self._of.pop(("P", key[1]), 0)

    @property
    def superseded(self) -> int:
        """Bytes that say what is said again later."""
        return self.total - self.live


@dataclass(slots=True)
class Contents:
    """All that a file says. Its last whole line ends at `good`; `bad` lines are damaged.

    `past` are texts that were superseded, `people` all who ever spoke in it.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    row: SessionView | None = None
    state: dict[str, Any] = field(default_factory=dict)
    partials: dict[str, Partial] = field(default_factory=dict)
    past: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    sizes: Sizes = field(default_factory=Sizes)
    good: int = 0
    bad: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing can be read of it."""
        return not (self.nodes or self.partials or self.row)

    def tree(self) -> Tree:
        """The conversation; replies that were under way are interrupted ones."""
        nodes = {id: _settled(node) for id, node in self.nodes.items()}
        for id, partial in self.partials.items():
            nodes[id] = partial.node(nodes.get(id))
        return Tree.of(_rooted(nodes), [*self.heads, *self.partials], self.shown)

    def view(self, session: str, tree: Tree) -> SessionView:
        """Its row; one made of its turns where none was kept."""
        nodes = tree.nodes.values()
        times = [node.at for node in nodes] or [0.0]
        row = self.row or SessionView(
            id=session,
            opening=opening_of([node.asked for node in nodes]),
            created=min(times),
            changed=max(times),
        )
        return replace(row, id=session, kept=True, messages=count(nodes))


def count(nodes: Iterable[Node]) -> int:
    """How many messages there are in these turns."""
    return sum(len(node.messages) for node in nodes)


def texts(node: Node) -> Iterator[str]:
    """All words of a turn, each once."""
    shown = (one.text for one in node.messages)
    yield from dict.fromkeys((*shown, node.said, node.reply, node.note))


def strings(value: object) -> Iterator[str]:
    """All words in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield str(name)
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


# ---------------------------------------------------------------- reading


def read(data: bytes) -> Contents:
    """What a file says. Raises `StoreError` for one that a newer SEL wrote."""
    found, place = Contents(), 0
    for line in data.split(b"\n")[:-1]:  # after the last one is nothing, or a line cut short
        place += len(line) + 1
        if _apply(found, line):
            found.good = place
        else:
            found.bad += 1
    return found


def _apply(found: Contents, line: bytes) -> bool:
    if not record.is_whole(line):
        return False
    try:
        for letter, value, size in lines.records(line):
            found.sizes.count(letter, value, size)
            _ACTS.get(letter, _nothing)(found, value)
    except lines.NOT_OURS:
        return False
    return True


def _start(_: Contents, value: dict[str, Any]) -> None:
    if int(value["schema"]) > lines.SCHEMA:
        raise StoreError(
            "A conversation was kept by a newer SEL than this one.",
            hint="Nothing was changed. Use the newer one.",
        )


def _node(found: Contents, value: dict[str, Any]) -> None:
    node = lines.node(value)
    if node.id in found.nodes:
        found.past += texts(found.nodes[node.id])
    _leave(found, found.partials.pop(node.id, None))
    found.nodes[node.id] = node
    found.people.update(node.people, (one.person for one in node.messages if one.person))


def _head(found: Contents, value: dict[str, Any]) -> None:
    if found.heads[-1:] != [value["head"]]:
        found.heads.append(value["head"])
    found.shown |= value.get("shown", {})


def _row(found: Contents, value: dict[str, Any]) -> None:
    if found.row is not None:
        found.past += [found.row.title, found.row.opening]
    found.row = lines.row(value)


def _state(found: Contents, value: dict[str, Any]) -> None:
    found.past += strings(found.state)
    found.state = value


def _begin(found: Contents, value: dict[str, Any]) -> None:
    views = lines.views(value["messages"])
    _leave(found, found.partials.pop(value["id"], None))
    found.partials[value["id"]] = Partial(value["id"], value["parent"], views, value["text"])
    found.people.update(one.person for one in views if one.person)


def _go_on(found: Contents, value: dict[str, Any]) -> None:
    old = found.partials[value["id"]]
    kept = value.get("kept", len(old.text))
    if kept < len(old.text):
        found.past.append(old.text)
    found.partials[old.id] = replace(old, text=old.text[:kept] + value["text"])


def _leave(found: Contents, partial: Partial | None) -> None:
    if partial is not None:
        found.past += [partial.text, *(one.text for one in partial.messages)]


def _nothing(_: Contents, __: dict[str, Any]) -> None:
    """What a newer SEL adds."""


_ACTS: dict[str, Callable[[Contents, dict[str, Any]], None]] = {
    "S": _start,
    "N": _node,
    "H": _head,
    "R": _row,
    "M": _state,
    "P": _begin,
    "Q": _go_on,
}


def _settled(node: Node) -> Node:
    """No turn is being answered after a start."""
    if node.state != "streaming" and all(one.state != "streaming" for one in node.messages):
        return node
    views = (
        replace(one, state="interrupted") if one.state == "streaming" else one
        for one in node.messages
    )
    state = "interrupted" if node.state == "streaming" else node.state
    return replace(node, messages=tuple(views), state=state)


def _rooted(nodes: Mapping[str, Node]) -> Iterable[Node]:
    """The turns, all of them to be reached: one whose own parent is lost follows the turn before it
    in the file, and what would follow itself begins the conversation."""
    rooted, fixed, before = {""}, dict(nodes), ""
    for id, node in nodes.items():
        if node.parent not in rooted:
            if node.parent not in nodes:
                fixed[id] = replace(node, parent=before)
            if _circles(fixed, id):
                fixed[id] = replace(node, parent="")
        rooted.add(id)
        before = id
    return fixed.values()


def _circles(nodes: Mapping[str, Node], id: str) -> bool:
    seen = {id}
    at = nodes[id].parent
    while at in nodes and at not in seen:
        seen.add(at)
        at = nodes[at].parent
    return at in nodes


# ---------------------------------------------------------------- writing


def written(
    tree: Tree,
    row: SessionView,
    state: Mapping[str, object],
    partials: Iterable[Partial] = (),
) -> bytes:
    """A file's bytes that say just this. Raises `StoreError`."""
    heads: dict[str, Any] = {"head": tree.head, "shown": tree.choices()}
    made = [lines.start(), lines.line(lines.of_row(row))]
    made += (lines.line(lines.of_node(node)) for node in tree.nodes.values())
    made.append(lines.line(("H", heads), *([("M", dict(state))] if state else [])))
    made += (lines.line(one.record()) for one in partials)
    return b"\n".join(made) + b"\n"
