"""`sel persona`: who SEL can be at the desk. A SEL that runs sees what is changed here."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

from sel.cli import flags
from sel.cli.memory_home import agreed, beside, tell
from sel.cli.porting_home import new_file, personas
from sel.cli.taking import take_card
from sel.errors import InputRefused, SettingError
from sel.persona_events import CheckView

Run = Callable[[argparse.Namespace], int]


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own subcommands."""
    parser = subparsers.add_parser(
        "persona",
        otherwise="list",
        help="who SEL can be at the desk: see, edit, import, export",
        description="Each persona has a mood and memories of its own. SEL's own is called sel.",
    )
    actions = parser.add_subparsers(title="actions", metavar="action", required=True)
    listing = _action(actions, "list", "all there are", _list)
    listing.add_argument("--json", action="store_true", help="one JSON array")
    _named(_action(actions, "show", "its file, what it costs, what is wrong with it", _show))
    _named(_action(actions, "use", "begin with it from now on", _use))
    _named(_action(actions, "edit", "open its file in your editor ($EDITOR)", _edit))
    taking = _action(actions, "import", "make one of a character card", _import)
    taking.add_argument("file", type=Path, metavar="CARD.png|.json|.charx")
    taking.add_argument("--yes", action="store_true", help="do not ask")
    giving = _named(_action(actions, "export", "as a character card", _export))
    giving.add_argument("file", type=Path, metavar="FILE.png|.json|.charx")
    going = _named(_action(actions, "remove", "take it away, its card, too", _remove))
    going.add_argument("--yes", action="store_true", help="do not ask")


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str, run: Run
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=text, description=text)
    flags.add(parser)
    parser.set_defaults(run=run)
    return parser


def _named(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("name", metavar="NAME", help="its id or its name; sel for SEL's own")
    return parser


def _list(args: argparse.Namespace) -> int:
    from sel.porting.personas.folder import lines

    there = personas(args.paths)
    views = there.all(_first(args))
    if args.json:
        print(json.dumps([dataclasses.asdict(one) for one in views]))
        return 0
    for line in lines(views):
        tell(line)
    return 0


def _first(args: argparse.Namespace) -> str:
    """The one SEL begins with."""
    try:
        return personas(args.paths).id_of(args.loaded.settings.persona)
    except InputRefused:
        return ""


def _show(args: argparse.Namespace) -> int:
    from sel.porting.personas.checking import checked

    there = personas(args.paths)
    id = there.id_of(args.name)
    text = there.text(id)
    print(text, end="" if text.endswith("\n") else "\n", flush=True)
    _tell_check(checked(text)[1])
    if (book := there.lore(id)) is not None:
        beside(f"Its lorebook has {len(book.entries)} entries.")
    return 0


def _tell_check(view: CheckView) -> None:
    if view.usable:
        beside(f"About {view.tokens} tokens at the beginning of every prompt.")
    for line in view.temper:
        beside(line)
    for one in view.problems:
        beside(f"{f'Line {one.line}: ' if one.line else ''}{one.text}")


def _use(args: argparse.Namespace) -> int:
    from sel.config.write import set_value

    there = personas(args.paths)
    id = there.id_of(args.name)
    set_value(args.paths.config_file, "persona", id or None)
    name = there.persona(id).name
    tell(f"SEL begins as {name} from the next start on. In the app: /persona {id or 'sel'}.")
    return 0


def _edit(args: argparse.Namespace) -> int:
    """Open the editor; what it left is checked. SEL's own file is begun with the one that ships."""
    from sel.porting.personas.checking import checked
    from sel.porting.personas.folder import write

    there = personas(args.paths)
    id = there.id_of(args.name)
    path = there.path(id)
    if not path.exists():
        write(path, there.text(id).encode())
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        subprocess.run([*shlex.split(command), str(path)], check=False)
    except (OSError, ValueError):
        raise SettingError(
            f"The editor {command!r} cannot be started.", where="EDITOR", hint=f"Edit {path}."
        ) from None
    _, view = checked(there.text(id))
    _tell_check(view)
    return 0 if view.usable else 1


def _import(args: argparse.Namespace) -> int:
    return take_card(args, args.file.expanduser())


def _export(args: argparse.Namespace) -> int:
    from sel.porting.cards.adopting import given

    there, path = personas(args.paths), args.file.expanduser()
    new_file(path, given(there, there.id_of(args.name), path.suffix.lstrip(".").lower()))
    beside(f"Written to {path}.")
    return 0


def _remove(args: argparse.Namespace) -> int:
    there = personas(args.paths)
    id = there.id_of(args.name)
    if not id:
        raise InputRefused("SEL's own persona stays.")
    if not args.yes and not agreed(f"Remove {there.persona(id).name}, its card and its lorebook?"):
        beside("Nothing was removed.")
        return 1
    there.remove(id)
    tell("Removed. What was said with it stays, and what it remembers of you.")
    return 0
