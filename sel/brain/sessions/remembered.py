"""What was remembered from a conversation; asked by who deletes it, whether SEL runs or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sel.sessions.tree import Tree

if TYPE_CHECKING:
    from sel.memory.library import Library


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
