"""`sel export [SESSION] FILE`: a conversation as Markdown, JSON, a page or a picture."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from sel.cli import flags
from sel.cli.memory_home import beside, caller_or_home
from sel.cli.porting_home import new_file, personas
from sel.cli.sessions_home import Afar, AtHome, Sessions, found
from sel.errors import InputRefused
from sel.session_events import SessionView


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "export",
        help="a conversation as a file: .md, .json, .html or .svg",
        description="The last conversation, or the one named by its id (`sel sessions list`).",
    )
    parser.add_argument("session", nargs="?", default="", metavar="SESSION", help="its id")
    parser.add_argument("file", type=Path, metavar="FILE.md|.json|.html|.svg")
    flags.add(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write it; the exit code."""
    path = args.file.expanduser()
    kind = path.suffix.lstrip(".").lower() or "md"
    new_file(path, _written(args, kind).encode("utf-8", "replace"))
    beside(f"Written to {path}.")
    return 0


def _written(args: argparse.Namespace, kind: str) -> str:
    with contextlib.ExitStack() as stack:
        caller = caller_or_home(args.paths, stack)
        if caller is not None:
            stack.callback(caller.close)
            row = _chosen(Afar(caller), args.session)
            question = {"ask": "export", "session": row.id, "kind": kind}
            return str(next(caller.ask(question))["text"])
        here = AtHome(args.paths, args.loaded.settings)
        stack.callback(here.close)
        return _from_shelf(args, here, _chosen(here, args.session), kind)


def _chosen(sessions: Sessions, given: str) -> SessionView:
    """The conversation that is meant: the one changed last, if none is named."""
    if given:
        return found(sessions, given)
    rows = sessions.rows()
    if not rows:
        raise InputRefused("No conversation is kept.", hint="SEL keeps those of who said yes.")
    return max(rows, key=lambda row: row.changed)


def _from_shelf(args: argparse.Namespace, here: AtHome, row: SessionView, kind: str) -> str:
    from sel.porting.chats.writing import written

    loaded = here.shelf.load(row.id)
    for notice in loaded.notices:
        beside(notice)
    persona = personas(args.paths).persona(row.persona).name
    return written(row, loaded.tree, kind, persona=persona)
