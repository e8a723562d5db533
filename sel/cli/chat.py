"""`sel chat`: the same brain without a screen, line by line, for pipes and screen readers.

Builds the parts and hands them to `sel.cli.chat_talk`.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from sel.cli import flags
from sel.cli.home import at_home
from sel.cli.quiet import run
from sel.config.load import Loaded
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.cli.chat_print import Printer


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "chat",
        help="talk without a screen: line by line, pipes, screen readers",
        description="Each line of input is a message. /help lists what else can be typed.",
    )
    parser.add_argument("--once", metavar="TEXT", help="send one message, print the reply, leave")
    parser.add_argument(
        "--image",
        metavar="FILE",
        action="append",
        default=[],
        help="a picture, or a text file, that goes with the first message",
    )
    parser.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    # SUPPRESS: `sel --demo chat` is not undone by this parser's default.
    for name, text in (("--demo", "a scripted engine"), ("--voice", "listen and speak at once")):
        parser.add_argument(name, action="store_true", default=argparse.SUPPRESS, help=text)
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    with at_home(args.paths):
        return run(lambda: _talk(args, args.loaded, args.paths))


async def _talk(args: argparse.Namespace, loaded: Loaded, paths: Paths) -> int:
    from sel.cli.assemble import build_brain
    from sel.cli.bridge_parts import bridge_maker
    from sel.cli.chat_image import brought
    from sel.cli.chat_lines import Lines
    from sel.cli.chat_talk import Talk
    from sel.cli.served import ServedBrain
    from sel.cli.voice_parts import voice_parts

    files = brought(args.image)
    built = build_brain(loaded.settings, paths, demo=args.demo, problems=loaded.problems)
    voice = None if args.demo else voice_parts(loaded.settings, paths)
    bridge = bridge_maker(loaded.settings, paths, args.token, demo=args.demo)
    brain = ServedBrain(built, paths, voice, bridge)
    at_keyboard = args.once is None and sys.stdin.isatty() and sys.stdout.isatty()
    printer = _printer(args, stream=loaded.settings.stream, at_keyboard=at_keyboard)
    lines = Lines(printer.note)
    if args.once is None:
        lines.read(sys.stdin.fileno())
    else:
        lines.put(args.once)
        lines.end()
    # In a pipe nobody expects a microphone to open, whatever the settings say.
    aloud = args.voice or (loaded.settings.tts_default and at_keyboard)
    return await Talk(
        brain, printer, lines, patient=not at_keyboard, aloud=aloud, files=files
    ).run()


def _printer(args: argparse.Namespace, *, stream: bool, at_keyboard: bool) -> Printer:
    from sel.cli.chat_print import JsonPrinter, PlainPrinter

    if args.json:
        return JsonPrinter(sys.stdout, sys.stderr)
    once = args.once is not None
    return PlainPrinter(sys.stdout, sys.stderr, stream=stream, at_keyboard=at_keyboard, once=once)
