"""What goes with a deleted conversation, or from conversations with memories; no SEL runs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sel.paths import Paths

if TYPE_CHECKING:
    from sel.config.settings import Settings
    from sel.memory.library import Library
    from sel.memory.types import Memory
    from sel.sessions.shelf import Shelf
    from sel.sessions.tree import Tree


def leave_copies(paths: Paths, settings: Settings) -> None:
    """Delete what may hold the same words elsewhere and is made anew: what
    the engine had read of the last conversation, replies to be given again. Raises `StoreError`."""
    from sel.cache.disk import FileDisk
    from sel.cli.scale import shared_parts
    from sel.cli.talk_files import talk_states

    talk_states(paths).erase()
    (shared_parts(settings).replies or FileDisk(paths.replies)).erase()


def follow(library: Library, shelf: Shelf) -> None:
    """What is forgotten of the memory goes from the conversations, too."""

    def forgotten(words: Sequence[str]) -> dict[str, int]:
        from sel.prompt.forgotten import holds

        return shelf.forget(words, holds)

    library.on_forget(lambda _, __, words: forgotten(words))
    library.on_unkept(forgotten)
    library.on_erase(lambda person: {"conversations": shelf.erase(person)})


def forget_memories(paths: Paths, settings: Settings, shelf: Shelf, tree: Tree) -> None:
    """Forget what was remembered of what people said in it. Raises `SelError`."""
    from sel.cli.library import open_library

    library = open_library(paths.data / "memory", settings)
    try:
        follow(library, shelf)
        for person in library.persons():
            ids = [memory.id for memory in _of(library, person, tree)]
            if ids:
                library.forget(person, ids, time.time())
    finally:
        library.close()


def _of(library: Library, person: str, tree: Tree) -> Iterator[Memory]:
    """A person's memories whose source is a message of theirs in it."""
    said = {
        " ".join(view.text.split())
        for node in tree.nodes.values()
        for view in node.messages
        if view.role == "person" and view.person == person
    }
    for memory in library.memories(person, history=True):
        quote = " ".join(memory.source.quote.split())
        if quote and any(quote in text for text in said):
            yield memory
