"""`sel sessions`: the conversations that are kept, from the command line.

While a SEL runs they are its own: it is asked, and changes what is to be changed.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from sel.affect.clock import local
from sel.cli.memory_home import add_command, add_json, agreed, beside, tell
from sel.cli.memory_words import one_line
from sel.cli.sessions_home import found, opened, title
from sel.counting import counted
from sel.session_events import DeleteSession, MarkSession, RenameSession

if TYPE_CHECKING:
    from sel.events import MessageView
    from sel.session_events import HitView, SessionView

LONGEST_TITLE = 200
"""Characters of a title that is given."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own subcommands."""
    parser = subparsers.add_parser(
        "sessions",
        otherwise="list",
        help="conversations that are kept: see, find, rename, delete",
        description="Nothing is kept of anybody who did not say yes (`sel memory consent`).",
    )
    actions = parser.add_subparsers(title="actions", metavar="action", required=True)
    listing = _command(actions, "list", "conversations, the pinned first, then the newest", _list)
    listing.add_argument("--all", action="store_true", help="those put away, too")
    add_json(listing, "one JSON object a line")
    showing = _command(actions, "show", "what was said in one", _show)
    add_json(showing, "one JSON object a message")
    finding = _command(actions, "find", "messages with these words, best first", _find)
    finding.add_argument("-k", type=_number, default=20, metavar="N", help="at most so many (20)")
    add_json(finding, "one JSON object a message")
    naming = _command(actions, "rename", "give one a title of your own", _rename)
    naming.add_argument("title", type=_title, metavar="TITLE", help='"" lets SEL find one again')
    putting = _command(actions, "archive", "put one away, out of the list", _archive)
    putting.add_argument("--undo", action="store_true", help="take it out again")
    going = _command(actions, "delete", "delete one for good", _delete)
    going.add_argument("--memories", action="store_true", help="and what was remembered of it")
    going.add_argument("--yes", action="store_true", help="do not ask")


def _command(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    help_text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = add_command(actions, name, help_text, run, of_one=False)
    if name == "find":
        parser.add_argument("words", metavar="WORDS", help='with "…" inside for a phrase')
    elif name != "list":
        parser.add_argument("id", metavar="ID", help="its id, or how that begins")
    return parser


def _number(raw: str) -> int:
    if not raw.isdecimal() or not 1 <= int(raw) <= 1000:
        raise argparse.ArgumentTypeError("a number from 1 to 1000")
    return int(raw)


def _title(raw: str) -> str:
    if len(raw) > LONGEST_TITLE:
        raise argparse.ArgumentTypeError(f"a title has at most {LONGEST_TITLE} characters")
    return one_line(raw)


# ---------------------------------------------------------------- looking


def _list(args: argparse.Namespace) -> int:
    with opened(args) as sessions:
        rows = sessions.rows()
    shown = [row for row in rows if args.all or not row.archived]
    for row in shown:
        if args.json:
            print(json.dumps(dataclasses.asdict(row)))
        else:
            tell(line_of(row, args.loaded.settings.timezone))
    away = len(rows) - len(shown)
    if away and not args.json:
        beside(f"{counted(away, 'conversations')} put away (`--all` shows them).")
    elif not shown:
        beside("No conversation is kept. SEL keeps those of people who said yes to it.")
    return 0


def line_of(row: SessionView, zone: str) -> str:
    """One conversation in one line: id, day, how much, title, marks."""
    day = local(row.changed, zone).strftime("%Y-%m-%d")
    marks = [
        word
        for word, is_so in (
            ("pinned", row.pinned),
            ("put away", row.archived),
            ("not on disk", not row.kept),
        )
        if is_so
    ]
    said = f" ({', '.join(marks)})" if marks else ""
    return f"{row.id}  {day}  {counted(row.messages, 'messages'):>14}  {title(row)}{said}"


def _show(args: argparse.Namespace) -> int:
    zone = args.loaded.settings.timezone
    with opened(args) as sessions:
        row = found(sessions, args.id)
        messages = sessions.messages(row.id)
    if not args.json:
        tell(line_of(row, zone))
    for view in messages:
        tell(json.dumps(dataclasses.asdict(view)) if args.json else _said(view, zone))
    return 0


def _said(view: MessageView, zone: str) -> str:
    when = local(view.at, zone).strftime("%Y-%m-%d %H:%M")
    you = "SEL" if view.role == "sel" else view.person or "you"
    who = one_line(view.name or you)
    number = f"  [{view.alternative}/{view.alternatives}]" if view.alternatives > 1 else ""
    broken = f"  ({view.state})" if view.state != "whole" else ""
    return f"\n{when}  {who}{number}{broken}\n{view.text}"


def _find(args: argparse.Namespace) -> int:
    with opened(args) as sessions:
        view = sessions.find(args.words, args.k)
    for hit in view.hits:
        if args.json:
            print(json.dumps(dataclasses.asdict(hit)))
        else:
            tell(_place(hit, args.loaded.settings.timezone))
    if not view.hits:
        beside("Nothing was found.")
    if not view.whole:
        beside("Older conversations are still being read: ask again for all of them.")
    return 0


def _place(hit: HitView, zone: str) -> str:
    day = local(hit.at, zone).strftime("%Y-%m-%d")
    who = one_line(hit.name or "SEL") if hit.role == "sel" else "you"
    where = f"{hit.session}  {day}  {one_line(hit.title)}"
    return f"{where}\n    {who}: {hit.before}[{hit.match}]{hit.after}"


# ---------------------------------------------------------------- changing


def _rename(args: argparse.Namespace) -> int:
    with opened(args) as sessions:
        row = found(sessions, args.id)
        sessions.change(RenameSession(session=row.id, title=args.title))
        tell(f"It is called: {title(found(sessions, row.id))}")
    return 0


def _archive(args: argparse.Namespace) -> int:
    with opened(args) as sessions:
        row = found(sessions, args.id)
        sessions.change(MarkSession(session=row.id, archived=not args.undo))
    tell("It is in the list again." if args.undo else "Put away.")
    return 0


def _delete(args: argparse.Namespace) -> int:
    with opened(args) as sessions:
        row = found(sessions, args.id)
        beside(f"This will go:\n  {line_of(row, args.loaded.settings.timezone)}")
        if not args.yes and not agreed("Delete this for good?"):
            beside("Nothing was deleted.")
            return 1
        sessions.change(DeleteSession(session=row.id, memories=args.memories))
    tell(f"Deleted: {counted(row.messages, 'messages')}.")
    return 0
