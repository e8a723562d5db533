"""The `sel` command: finds the one command asked for, imports only that, and ends cleanly.

A command module offers `register(subparsers)`, which adds a parser of the command's name and calls
`set_defaults(run=handler)`; `handler(args) -> int` returns the exit code and may raise `SelError`.
Where the parser was given to `sel.cli.flags.add`, `args` carries the person's flags. Before the
handler runs, `args.paths` (`sel.paths.Paths`), `args.loaded` (`sel.config.load.Loaded`) and
`args.log` (`sel.observe.logs.Tail`) are set, and `args.token` (`sel.config.token.Token`).

Exit codes: 0 well, 1 SEL could not do it, 2 it was asked wrongly, 3 there is no token for Discord
or none it knows, 4 Discord does not let SEL read what is said, 130 Ctrl+C.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sel import paths as places
from sel.cli import flags, screenshot
from sel.cli.parsing import Parser, add_help
from sel.cli.quiet import quietly
from sel.config import token
from sel.config.load import load
from sel.config.settings import Settings
from sel.errors import IntentMissing, SelError, SettingError, TokenRefused

COMMANDS: dict[str, tuple[str, str]] = {
    "chat": ("sel.cli.chat", "talk without a screen: line by line, pipes, screen readers"),
    "mood": ("sel.cli.mood", "hormones, drives and mood; how they move"),
    "route": ("sel.cli.route", "which expert would answer a message, and why"),
    "stats": ("sel.cli.stats", "how long what takes, what was saved, what SEL costs"),
    "prompt": ("sel.cli.prompt", "what the model saw last, part by part"),
    "memory": ("sel.cli.memory", "what SEL remembers: see, search, correct, forget"),
    "sessions": ("sel.cli.sessions", "conversations that are kept: see, find, rename, delete"),
    "import": ("sel.cli.taking", "conversations and character cards, from a file"),
    "export": ("sel.cli.giving", "a conversation as a file: .md, .json, .html or .svg"),
    "persona": ("sel.cli.persona", "who SEL can be at the desk: see, edit, import, export"),
    "agents": ("sel.cli.agents", "helpers SEL may ask: the clock, sums, pages, your own"),
    "voice": ("sel.cli.voice", "listening and speaking: devices, models, trying them out"),
    "bridge": ("sel.cli.bridge", "the same mind on Discord"),
    "serve": ("sel.cli.serve", "SEL's figures over HTTP, for this machine only"),
    "models": ("sel.cli.models", "the models here and on a hub: list, search, pull, use"),
    "setup": ("sel.cli.setup", "the first steps again: name, consent, model, voice"),
    "settings": ("sel.cli.settings", "every setting, its value and where it came from"),
    "doctor": ("sel.cli.doctor", "what works here, what does not, and the fix"),
    "paths": ("sel.cli.paths", "where SEL keeps things"),
    "bench": ("sel.cli.bench", "how fast SEL is here, beside the raw engine"),
}
"""Commands in the order of `sel --help`: name → (module, help)."""

ELSEWHERE = {
    "pull": "models pull",
    "list": "models list",
    "ls": "models list",
    "rm": "models remove",
    "show": "models info",
    "search": "models search",
    "run": "chat",
    "ps": "stats",
    "config": "settings",
}
"""What people are used to from other programs → what it is here."""

CODES: dict[type[SelError], int] = {SettingError: 2, TokenRefused: 3, IntentMissing: 4}
"""Exit codes of errors that come back as long as nobody changes anything; all others are 1."""

QUIET_PIPE = 141
"""Exit code when whoever read our output went away (128 + SIGPIPE)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. No traceback ever reaches the terminal."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except SelError as error:
        print(error.sentence(), file=sys.stderr)
        return next((code for kind, code in CODES.items() if isinstance(error, kind)), 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _drop_output()
        return QUIET_PIPE
    except Exception:  # noqa: BLE001 - the process edge: a sentence for people, the rest in the log
        return _own_mistake()


def _run(arguments: list[str]) -> int:
    os.umask(0o077)  # whatever SEL writes belongs to one person
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    token.refuse_in(arguments)
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    with quietly():
        args = _parser(arguments).parse_args(arguments)
    args.paths = places.find()
    args.token = token.take(os.environ, Path.cwd())
    args.loaded = load(os.environ, args.paths, flags.chosen(args), Path.cwd())
    _keep_log(args)
    code: int = args.run(args)
    sys.stdout.flush()
    return code


def _open_closed() -> None:
    """Point streams that the caller closed (`>&-`) at nothing, before a file gets their number."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - stays open
            setattr(sys, name, nowhere)


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    parser = Parser(
        prog="sel",
        helped=False,
        elsewhere=ELSEWHERE,
        usage="sel [--demo] [--voice] [settings]\n       sel command ... [settings]",
        description="SEL, a companion that lives in your terminal. Without a command: the app.",
        epilog="`sel COMMAND --help` says more about one. Settings are flags, as in "
        "`sel --theme sel-light`: `sel settings --help` lists them.",
    )
    subparsers = parser.add_subparsers(prog="sel", title="commands", metavar="command")
    # A flag's value may be named like a command; then both are registered, which does no harm.
    named = set(arguments)
    for name, (module, text) in COMMANDS.items():
        if name in named:
            importlib.import_module(module).register(subparsers)
        else:
            subparsers.add_parser(name, help=text)
    options = parser.add_argument_group("options")
    add_help(options)
    options.add_argument("--version", action=_Version)
    options.add_argument("--demo", action="store_true", help="a scripted engine, no model needed")
    options.add_argument("--voice", action="store_true", help="listen and speak from the start")
    screenshot.add(parser)
    flags.add(parser)
    parser.set_defaults(run=_open_app)
    return parser


class _Version(argparse.Action):
    """`--version`, which looks the version up only when asked."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="show the version and leave")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from sel.cli.version import version

        print(f"sel {version()}")
        parser.exit()


def _open_app(args: argparse.Namespace) -> int:
    if args.screenshot:
        return screenshot.shoot(args)
    from sel.cli.app import open_app

    return open_app(args)


def _keep_log(args: argparse.Namespace) -> None:
    from sel.cli.logs import set_up

    args.log = set_up(args.paths, args.loaded.settings, args.token.taken())


def _own_mistake() -> int:
    import logging

    from sel.cli.logs import file_in, set_up

    paths = places.find()
    if not logging.getLogger().handlers:
        set_up(paths, Settings())
    logging.getLogger("sel.cli").critical("a mistake of SEL's own", exc_info=True)
    print(f"SEL stopped on a mistake of its own. {file_in(paths)} says where.", file=sys.stderr)
    return 1


def _drop_output() -> None:
    """Point stdout at nothing, so that the interpreter's last flush cannot fail, too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
