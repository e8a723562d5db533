"""`sel memory edit`: a memory in other words."""

from __future__ import annotations

import argparse
import time

from sel.cli.memory_home import add_command, found, opened, tell
from sel.cli.memory_show import line_of


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(actions, "edit", "correct the words of a memory", run_edit)
    parser.add_argument("id", metavar="ID")
    parser.add_argument("text", metavar="TEXT", help="the new words")


def run_edit(args: argparse.Namespace) -> int:
    """Edit; the exit code. The vector is made when one is needed, not for one sentence now."""
    text = args.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with opened(args) as library:
        memory = found(library, args.person, args.id)
        edited = library.edit(memory.id, text, None, time.time())
    tell(line_of(edited, args.loaded.settings.timezone))
    return 0
