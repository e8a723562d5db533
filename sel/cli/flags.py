"""Every setting as a command-line flag, made from the table of settings."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from sel.config.settings import TABLE, Entry

_PREFIX = "setting_"


def add(parser: argparse.ArgumentParser) -> None:
    """Give a parser the flags of all settings that are no secrets."""
    group = parser.add_argument_group("settings", "each beats SEL_…, .env and config.toml")
    for entry in TABLE.values():
        if entry.flag:
            _add_one(group, entry)


def _add_one(group: argparse._ArgumentGroup, entry: Entry) -> None:
    # SUPPRESS: a flag before the command is not undone by the command's own parser.
    dest, help_text = _PREFIX + entry.key, entry.rule.help.replace("`", "").replace("%", "%%")
    if entry.kind is bool:
        group.add_argument(
            entry.flag,
            dest=dest,
            default=argparse.SUPPRESS,
            action=argparse.BooleanOptionalAction,
            help=help_text,
        )
        return
    metavar = "|".join(entry.rule.choices) or "VALUE"
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
