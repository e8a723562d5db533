"""What goes with a deleted conversation, or from conversations with memories; no SEL runs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.cli.memory_afar import Afar
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.config.settings import Settings
    from sel.memory.library import Library
    from sel.sessions.shelf import Shelf
    from sel.sessions.tree import Tree

YOU = "you"
"""The person at the desk."""


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


def turns_quoting(library: Library | Afar, paths: Paths, person: str, ids: Sequence[str]) -> int:
    """How many turns of the conversations would go with these memories of a person; of others than
    who sits at the desk a running SEL does not say. Raises `SelError`."""
    if isinstance(library, Afar):
        return library.turns_quoting(ids) if person == YOU else 0
    from sel.brain.sessions.remembered import count_quoting
    from sel.cli.talk_files import talks

    return count_quoting(library.words_of(person, ids), {}, talks(paths))


def kept_talks(library: Library | Afar, paths: Paths, person: str) -> int:
    """How many conversations would go with everything of a person, if it is who sits at the desk.
    Raises `SelError`."""
    if person != YOU:
        return 0
    if isinstance(library, Afar):
        return library.talks()
    from sel.cli.talk_files import talks

    return len(talks(paths).rows())


def forget_memories(paths: Paths, settings: Settings, shelf: Shelf, tree: Tree) -> None:
    """Forget what was remembered of what people said in it. Raises `SelError`."""
    from sel.brain.sessions.remembered import from_here
    from sel.cli.library import open_library

    library = open_library(paths.data / "memory", settings)
    try:
        follow(library, shelf)
        for person in library.persons():
            if ids := from_here(library, person, tree):
                library.forget(person, ids, time.time())
    finally:
        library.close()
