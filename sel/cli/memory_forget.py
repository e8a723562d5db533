"""`sel memory forget` and `prune`: what goes is named first, and a receipt says what went."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.cli.memory_home import (
    add_command,
    add_lexical,
    agreed,
    beside,
    embedding,
    found,
    opened,
    tell,
)
from sel.cli.memory_show import line_of
from sel.cli.memory_vectors import mend
from sel.cli.memory_words import receipt_sentence
from sel.cli.sessions_forget import kept_talks, turns_quoting
from sel.counting import counted
from sel.errors import SettingError

if TYPE_CHECKING:
    from sel.memory.library import Library
    from sel.memory.types import Memory

MOST_NAMED = 20
"""Memories named one by one before they go; of more only the number is told."""


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = add_command(actions, "forget", "forget for good, with a receipt", run_forget)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("id", nargs="?", metavar="ID", help="this one")
    what.add_argument("--about", metavar="WORDS", help="what was said about this")
    what.add_argument("--all", action="store_true", help="everything of this person")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_lexical(parser)
    add_command(actions, "prune", "forget what has faded, of everybody", run_prune, of_one=False)


def run_forget(args: argparse.Namespace) -> int:
    """Forget; the exit code, 1 where the answer was no."""
    if args.about is not None and not args.about.strip():
        raise SettingError("It is not said what about.", where="--about")
    with opened(args) as library:
        memories = _meant(library, args)
        if not memories and not args.all:
            tell("There is nothing to forget.")
            return 0
        more = _with_all(library, args) if args.all else _with_these(library, args, memories)
        if memories or more:  # else figures may go, which nobody misses
            _name(memories, args.loaded.settings.timezone)
            for line in more:
                beside(f"  and {line}")
            if not args.yes and not agreed("Forget this for good?"):
                beside("Nothing was forgotten.")
                return 1
        now = time.time()
        if args.all:
            tell(receipt_sentence(library.forget_all(args.person, now).counts))
        else:
            tell(
                receipt_sentence(
                    library.forget(args.person, [one.id for one in memories], now).counts
                )
            )
    return 0


def _meant(library: Library, args: argparse.Namespace) -> list[Memory]:
    if args.all:
        return library.memories(args.person, history=True)
    if args.about is None:
        return [found(library, args.person, args.id)]
    if args.person not in library.persons():
        return []
    with embedding(args, library) as embed:
        mend(library, embed)
        (vector,) = embed([args.about])
        return library.about(args.about, vector, person=args.person, now=time.time())


def _with_all(library: Library, args: argparse.Namespace) -> list[str]:
    """What goes with everything of a person."""
    talks = kept_talks(library, args.paths, args.person)
    found = ((library.count_notes(args.person), "notes"), (talks, "conversations"))
    return [counted(count, what) for count, what in found if count]


def _with_these(
    library: Library, args: argparse.Namespace, memories: Sequence[Memory]
) -> list[str]:
    """What goes with some memories."""
    turns = turns_quoting(library, args.paths, args.person, [one.id for one in memories])
    return [f"{counted(turns, 'turns')} of our conversations"] if turns else []


def _name(memories: Sequence[Memory], zone: str) -> None:
    beside("This will go, and whatever was made from it:")
    for memory in memories[:MOST_NAMED]:
        beside(f"  {line_of(memory, zone)}")
    if len(memories) > MOST_NAMED:
        beside(f"  and {len(memories) - MOST_NAMED:,} more")


def run_prune(args: argparse.Namespace) -> int:
    """Forget soft memories of people who were away for long; the exit code."""
    with opened(args) as library:
        receipts = library.prune(time.time())
    for receipt in receipts:
        tell(f"Of {receipt.person}:")
        tell(receipt_sentence(receipt.counts))
    if not receipts:
        tell("Nothing has faded.")
    return 0
