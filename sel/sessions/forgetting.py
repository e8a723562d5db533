"""Taking words out of conversations that are kept: what is to go, and the mark of it. Pure.

The mark is on disk from before the first change until after the last. It holds ids, no words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace

from sel.errors import StoreError
from sel.events import MessageView
from sel.session_events import SessionView
from sel.sessions import reading
from sel.sessions.reading import Contents
from sel.sessions.titles import opening_of, title_of
from sel.sessions.tree import Node, Tree

Holds = Callable[[str, Sequence[str]], bool]
"""Whether a text holds one of these words (`sel.prompt.forgotten.holds`)."""


@dataclass(frozen=True, slots=True)
class Drop:
    """What goes of one conversation: turns by id, its title, its opening, how its prompt stood."""

    turns: tuple[str, ...] = ()
    title: bool = False
    opening: bool = False
    state: bool = False


@dataclass(slots=True)
class Plan:
    """What goes: conversations as a whole (or `all`), and something of others."""

    delete: list[str] = field(default_factory=list)
    drop: dict[str, Drop] = field(default_factory=dict)
    all: bool = False

    def dumped(self) -> bytes:
        """The mark."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def loaded(cls, data: bytes) -> Plan:
        """The plan of a mark. Raises `StoreError`."""
        try:
            row = json.loads(data)
            drop = {
                id: Drop(**one | {"turns": tuple(one["turns"])}) for id, one in row["drop"].items()
            }
            return cls(list(row["delete"]), drop, bool(row["all"]))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise StoreError(
                "What was to be forgotten of conversations cannot be read.",
                hint="Forget it again.",
            ) from error


def to_drop(found: Contents, words: Sequence[str], holds: Holds) -> Drop | None:
    """What goes of a conversation for its words, superseded ones, too; None for nothing."""

    def held(texts: Iterable[str]) -> bool:
        return any(holds(text, words) for text in texts)

    tree = found.tree()
    now = (node for id, node in tree.nodes.items() if node is not found.nodes.get(id))
    kept = (*found.nodes.values(), *now)
    turns = dict.fromkeys(node.id for node in kept if held(reading.texts(node)))
    row = found.row or SessionView(id="")
    drop = Drop(
        tuple(turns), held([row.title]), held([row.opening]), held(reading.strings(found.state))
    )
    under_way = [one.text for partial in found.partials.values() for one in partial.messages]
    return drop if drop != Drop() or held(found.past) or held(under_way) else None


def without(found: Contents, row: SessionView, drop: Drop) -> tuple[Tree, SessionView, int]:
    """The conversation without it, its row, and how many turns went.

    Where turns went, what was made from them goes, too."""
    tree = found.tree()
    gone = [id for id in drop.turns if id in tree.nodes]
    tree.drop(gone)
    asked = [one.text for node in tree.nodes.values() for one in said(node)]
    if drop.title or (gone and not row.titled):
        row = replace(row, title=title_of(asked), titled=False)
    if drop.opening or gone:
        row = replace(row, opening=opening_of(asked))
    return tree, replace(row, messages=reading.count(tree.nodes.values())), len(gone)


def said(node: Node) -> Iterable[MessageView]:
    """What people said in a turn."""
    return (one for one in node.messages if one.role == "person")
