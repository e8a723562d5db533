"""Every setting as a command-line flag, made from the table of settings.

All commands that need settings take them; only `sel settings --help` lists them, so that what a
command does is not lost among sixty of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from sel.config.sections import in_order, section_of
from sel.config.settings import TABLE, Entry

POINTER = "Every setting is a flag here, too: `sel settings --help` lists them."
"""The last line of a command's help."""
_PREFIX = "setting_"


def add(parser: argparse.ArgumentParser) -> None:
    """Give a parser the flags of all settings that are no secrets."""
    for entry in _flagged():
        _add_one(parser, entry, argparse.SUPPRESS)
    if not parser.epilog:
        parser.epilog = POINTER


def add_shown(parser: argparse.ArgumentParser) -> None:
    """Give a parser the flags, and its help all of them, section by section."""
    groups: dict[str, argparse._ArgumentGroup] = {}
    for entry in _flagged():
        section = section_of(entry.key)
        group = groups.get(section) or parser.add_argument_group(section)
        groups[section] = group
        _add_one(group, entry, entry.rule.help.replace("`", "").replace("%", "%%"))


def _flagged() -> list[Entry]:
    return [TABLE[key] for key in in_order(TABLE) if TABLE[key].flag]


def _add_one(group: argparse._ActionsContainer, entry: Entry, help_text: str) -> None:
    # SUPPRESS: a flag before the command is not undone by the command's own parser.
    dest = _PREFIX + entry.key
    if entry.kind is bool:
        group.add_argument(
            entry.flag,
            dest=dest,
            default=argparse.SUPPRESS,
            action=argparse.BooleanOptionalAction,
            help=help_text,
        )
        return
    metavar = "|".join(entry.rule.choices) or ("VALUE" if entry.kind is str else "N")
    group.add_argument(
        entry.flag, dest=dest, default=argparse.SUPPRESS, metavar=metavar, help=help_text
    )


def chosen(args: argparse.Namespace) -> Mapping[str, str]:
    """The flags a person gave, keyed like `Settings`."""
    return {
        name.removeprefix(_PREFIX): str(value)
        for name, value in vars(args).items()
        if name.startswith(_PREFIX)
    }
