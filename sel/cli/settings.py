"""`sel settings`: every setting, its value and where it came from; one of them, and changing it."""

from __future__ import annotations

import argparse
import json
import sys

from sel.cli import flags
from sel.config.load import Loaded
from sel.config.names import unknown_key
from sel.config.settings import TABLE, Entry
from sel.config.write import set_value
from sel.errors import SettingError
from sel.paths import Paths

ELSEWHERE = ("flag", "environment", ".env")
"""Where values come from that count more than config.toml."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "settings",
        usage="sel settings [NAME [VALUE]] [--default] [--json] [flags]",
        help="every setting, its value and where it came from",
        description="Alone: every setting, its value and where it came from. With a word: the "
        "setting of that name, or those that have to do with it. With a value: changes it.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="a setting, or what it is about")
    parser.add_argument("value", nargs="?", metavar="VALUE", help="what it is to be from now on")
    parser.add_argument("--default", action="store_true", help="let it have its default again")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    flags.add_shown(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    loaded: Loaded = args.loaded
    for problem in loaded.problems:
        print(problem.sentence(), file=sys.stderr)
    if args.default and not args.name:
        raise SettingError("Which setting?", hint="`sel settings NAME --default` says which.")
    if args.value is not None or args.default:
        raw = None if args.default else args.value
        return _change(_entry(args.name), raw, loaded, args.paths)
    keys = _meant(args.name) if args.name else list(TABLE)
    if args.json:
        rows = {key: TABLE[key].shown(loaded.settings) for key in keys}
        print(json.dumps({k: {"value": rows[k], "source": loaded.sources[k]} for k in rows}))
        return 0
    if args.name in TABLE:
        return _tell_one(TABLE[args.name], loaded)
    width = max(map(len, keys))
    for key in keys:
        print(f"{key:<{width}}  {_told(TABLE[key], loaded)}  ({loaded.sources[key]})")
    return 0


def _entry(name: str) -> Entry:
    """The setting of this name, as in config.toml or as a flag. Raises `SettingError`."""
    key = name.removeprefix("--").replace("-", "_")
    if problem := unknown_key(key, ""):
        raise problem
    return TABLE[key]


def _meant(words: str) -> list[str]:
    """The setting of this name, else all that have to do with it. Raises `SettingError`."""
    if words in TABLE:
        return [words]
    low = words.lower()
    near = [key for key, one in TABLE.items() if low in f"{key} {one.rule.help}".lower()]
    return near or [_entry(words).key]


def _tell_one(entry: Entry, loaded: Loaded) -> int:
    names = [*entry.envs, *([entry.flag] if entry.flag else [])]
    default = "" if entry.default == "" else _plain(entry.default)
    print(f"{entry.key} = {_told(entry, loaded)}  ({loaded.sources[entry.key]})")
    print(entry.rule.help.replace("`", ""))
    print(f"takes    {entry.accepted.replace('`', '')}")
    print(f"default  {default or entry.rule.empty or '-'}")
    print(f"also     {', '.join(names)}")
    return 0


def _change(entry: Entry, raw: str | None, loaded: Loaded, paths: Paths) -> int:
    """Write it into config.toml. Raises `SettingError`."""
    if entry.rule.secret and raw:
        raise SettingError(
            f"{entry.key} is a secret, which others could read on a command line.",
            hint=f"Set it in the app (/settings), or as {entry.env} in the environment.",
        )
    try:
        value = None if raw is None else entry.parse(raw)
    except (ValueError, TypeError, OverflowError):
        hint = f"It takes {entry.accepted}."
        raise SettingError(f"{entry.key} cannot be {raw!r}.", hint=hint) from None
    set_value(paths.ready().config_file, entry.key, None if raw == "" else value)
    what = "the default" if not raw else _plain(value)
    print(f"{entry.key}: {what}, from the next start on.")
    source = loaded.sources[entry.key]
    if source in ELSEWHERE:
        print(f"But it is set by the {source}, too, which counts more.")
    return 0


def _told(entry: Entry, loaded: Loaded) -> str:
    return _plain(entry.shown(loaded.settings))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if value != "" else "-"
