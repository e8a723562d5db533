"""`sel import FILE`: conversations of SEL's own, ChatGPT's, SillyTavern's; character cards."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.cli import flags
from sel.cli.memory_home import YOU, agreed, beside, caller_or_home, opened, tell
from sel.cli.porting_home import personas, tell_of
from sel.errors import InputRefused

if TYPE_CHECKING:
    from sel.brain.door.control import Caller
    from sel.porting.chats.reading import Kind

FOR_COMMANDS = (
    "SEL may not keep anything of yours, so nothing was imported. `sel memory consent on` changes "
    "that."
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "import",
        help="conversations and character cards, from a file",
        description="Takes SEL's own exports, ChatGPT's conversations.json, SillyTavern's chats "
        "(JSONL) and character cards (PNG, JSON, CHARX); which one a file is, it sees itself.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--yes", action="store_true", help="make a card a persona, do not ask")
    flags.add(parser)
    parser.set_defaults(run=run, person=YOU)


def run(args: argparse.Namespace) -> int:
    """Import; exit code 1 where nothing was taken."""
    from sel.porting.chats.reading import kind_of

    path = args.file.expanduser()
    kind = kind_of(path)
    if kind == "card":
        return take_card(args, path)
    with opened(args) as library:
        if library.consent(YOU) != "given":
            raise InputRefused(FOR_COMMANDS)
    if not args.loaded.settings.sessions:
        raise InputRefused("Conversations are not kept here (the setting `sessions`).")
    with contextlib.ExitStack() as stack:
        caller = caller_or_home(args.paths, stack)
        if caller is None:
            return _take_here(args, path, kind)
        stack.callback(caller.close)
        return _take_there(caller, path)


def take_card(args: argparse.Namespace, path: Path) -> int:
    """Show what a card is, then make it a persona; the exit code."""
    from sel.porting.bounded import read
    from sel.porting.cards.adopting import adopt
    from sel.porting.cards.card import card_of
    from sel.porting.cards.preview import preview

    there, card = personas(args.paths), card_of(read(path))
    tell_of(preview(card, there.free(card.name)))
    if not args.yes and not agreed("Make it a persona?"):
        beside("Nothing was imported.")
        return 1
    id = adopt(card, there)
    tell(f"{card.name} is a persona now: `sel persona use {id}`, or /persona {id} in the app.")
    return 0


def _take_here(args: argparse.Namespace, path: Path, kind: Kind) -> int:
    from sel.brain.memory.reader import secret_in
    from sel.cli.talk_files import talks
    from sel.porting.chats.later import Adding
    from sel.porting.chats.taking import Taking
    from sel.porting.words import receipt
    from sel.session_events import SessionView
    from sel.sessions.tree import Tree

    shelf = talks(args.paths)

    def put(view: SessionView, tree: Tree) -> bool:
        shelf.keep(view, list(tree.nodes.values()), tree.head, {})
        return True

    with contextlib.closing(shelf):
        taking = Taking(
            {row.id for row in shelf.rows()},
            put,
            secret_in,
            kept=True,
            far=_tell_far,
            add=Adding(shelf),
            whose=personas(args.paths).called,
        )
        taken = taking.run(path, kind)
    tell(receipt(taken))
    return 0 if taken.sessions or taken.there or taken.grown else 1


def _tell_far(count: int) -> None:
    beside(f"{count:,} conversations so far")


def _take_there(caller: Caller, path: Path) -> int:
    answer = next(caller.ask({"ask": "import", "file": str(path.absolute())}))
    taken: dict[str, Any] = answer["taken"]
    tell(taken["told"])
    return 0 if taken["sessions"] or taken["there"] or taken.get("grown") else 1
