"""What was remembered from a conversation, asked by who deletes it, whether SEL runs or not; and
the other way round: which turns go with what is to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sel.brain.sessions.session import node_holds
from sel.sessions.tree import Node, Tree

if TYPE_CHECKING:
    from sel.memory.library import Library
    from sel.sessions.shelf import Shelf


def from_here(books: Library, person: str, tree: Tree) -> list[str]:
    """Ids of a person's memories whose source is a message of theirs in it, past ones, too."""
    said = {
        " ".join(view.text.split())
        for node in tree.nodes.values()
        for view in node.messages
        if view.role == "person" and view.person == person
    }
    quotes = (
        (memory.id, " ".join(memory.source.quote.split()))
        for memory in books.memories(person, history=True)
    )
    return [id for id, quote in quotes if quote and any(quote in text for text in said)]


def count_quoting(
    words: Sequence[str], open_: Mapping[tuple[str, str], Node], shelf: Shelf | None
) -> int:
    """In a thread: how many turns of all conversations hold one of these words. `open_` are those
    in RAM, by conversation and turn."""
    if not words:
        return 0
    kept = () if shelf is None else shelf.texts()
    places = {(row.id, node.id) for row, node in kept if node_holds(node, words)}
    return len(places | {place for place, node in open_.items() if node_holds(node, words)})
