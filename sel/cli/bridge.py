"""`sel bridge`: SEL on Discord without a screen, until Ctrl+C or a polite kill.

Both end it gracefully: nothing new is taken, replies come to their end or are marked. A second one
ends it at once.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import sys
from typing import TYPE_CHECKING

from sel.cli import flags
from sel.cli.home import at_home
from sel.cli.quiet import run

if TYPE_CHECKING:
    from sel.bus import Subscription
    from sel.cli.bridge_print import Printer
    from sel.cli.served import ServedBrain

NO_TOKEN = 3
"""Exit code where there is no token; as of one that is refused (see `sel.cli.main`)."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "bridge",
        help="the same mind on Discord",
        description="Takes SEL to Discord until Ctrl+C. Without a token: how to make a bot.",
    )
    parser.add_argument(
        "--check", action="store_true", help="is the SEL that runs here on Discord?"
    )
    parser.add_argument("--json", action="store_true", help="events, one JSON object a line")
    parser.add_argument(
        "--demo", action="store_true", default=argparse.SUPPRESS, help="a scripted engine"
    )
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    if args.check:
        return _check(args)
    if not args.token():
        return _explain()
    if args.token.open_to_others():
        print(
            "Others on this machine can read the token in .env. Close it: chmod 600 .env",
            file=sys.stderr,
        )
    with at_home(args.paths):
        return run(lambda: _be_there(args))


def _explain() -> int:
    from sel.cli.bridge_guide import guide
    from sel.cli.bridge_parts import invite_link

    print(guide(invite_link()), end="")
    return NO_TOKEN


def _check(args: argparse.Namespace) -> int:
    """Ask the running SEL at its door; 0 where its bridge does what it can."""
    import json

    from sel.brain.door.control import ask

    answer = ask(args.paths, {"ask": "bridge"})
    if answer is None:
        print("No SEL runs here.", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(answer))
    else:
        detail = f" · {answer['detail']}" if answer["detail"] else ""
        print(f"Discord: {answer['state']}{detail}")
    return 0 if answer["alive"] else 1


async def _be_there(args: argparse.Namespace) -> int:
    """From start to end. Raises the `SelError` for which SEL could not be there."""
    from sel.bridge_events import SetBridge

    brain, asked = _brain(args), _asked_to_end()
    printer = _printer(args)
    subscription = brain.subscribe()
    telling = asyncio.create_task(_tell(subscription, printer), name="bridge:tell")
    try:
        await brain.start()
        await brain.submit(SetBridge(on=True))
        await asyncio.wait((asked, telling), return_when=asyncio.FIRST_COMPLETED)
        if asked.done():
            printer.say("SEL is leaving; once more ends it at once.")
    finally:
        await brain.stop()
        subscription.close()
        await telling
        printer.end()
    if (failure := brain.bridge_failure()) is not None:
        raise failure
    return 0


def _brain(args: argparse.Namespace) -> ServedBrain:
    from sel.cli.assemble import build_brain
    from sel.cli.bridge_parts import bridge_maker
    from sel.cli.served import ServedBrain

    settings, paths = args.loaded.settings, args.paths
    built = build_brain(settings, paths, demo=args.demo, problems=args.loaded.problems)
    return ServedBrain(built, paths, bridge=bridge_maker(settings, paths, args.token))


async def _tell(subscription: Subscription, printer: Printer) -> None:
    """Print what happens; returns when the bridge has failed for good, or nothing more comes."""
    from sel.bridge_events import BridgeChanged

    async for event in subscription:
        printer.show(event)
        if isinstance(event, BridgeChanged) and event.bridge.state == "failed":
            return


def _printer(args: argparse.Namespace) -> Printer:
    from sel.cli.bridge_print import JsonPrinter, LinePrinter

    if args.json:
        return JsonPrinter(sys.stdout, sys.stderr)
    live = sys.stdout.isatty()
    return LinePrinter(sys.stdout, live=live, columns=shutil.get_terminal_size().columns)


def _asked_to_end() -> asyncio.Future[None]:
    """Done with Ctrl+C, a polite kill or a closed terminal; after that they do what they usually
    do, so that a second one ends the process."""
    loop = asyncio.get_running_loop()
    asked: asyncio.Future[None] = loop.create_future()

    def end() -> None:
        for one in SIGNALS:
            loop.remove_signal_handler(one)
        if not asked.done():
            asked.set_result(None)

    for one in SIGNALS:
        loop.add_signal_handler(one, end)
    return asked
