"""`sel serve`: SEL's figures over HTTP, for this machine only.

The SEL that runs in these folders is asked to serve its own, and to stop when this ends. Where none
runs, there is only this process to tell about.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from typing import TYPE_CHECKING

from sel.cli import flags

if TYPE_CHECKING:
    from sel.brain.door.control import Caller
    from sel.metrics.sources import Sources

ALONE = "These are the figures of this `sel serve` only, not of a running SEL."
BEFORE = "They were served before, and are when this ends."
WENT = "SEL has gone, and its figures with it."


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "serve",
        help="SEL's figures over HTTP, for this machine only",
        description="Serves figures (JSON, OpenAPI, Prometheus) until Ctrl+C; never any words.",
    )
    parser.add_argument(
        "--port", type=int, default=None, metavar="N", help="default: 9167; 0: any that is free"
    )
    parser.add_argument("--host", default="", help="an address of this machine's own")
    parser.add_argument("--json", action="store_true", help="one JSON line when it is ready")
    flags.add(parser)
    parser.set_defaults(run=lambda args: asyncio.run(_serve(args)))


async def _serve(args: argparse.Namespace) -> int:
    from sel.brain.door.control import Caller

    caller = Caller.at(args.paths)
    if caller is None:
        return await _serve_alone(args)
    with contextlib.closing(caller):
        return await _have_served(args, caller)


async def _serve_alone(args: argparse.Namespace) -> int:
    from sel.metrics.server import HOST, PORT, serving

    ended = _ending()
    port = PORT if args.port is None else args.port
    async with serving(alone(), port, args.paths, args.host or HOST) as served:
        _tell(served.url, args)
        print(ALONE, file=sys.stderr)
        await ended
    return 0


async def _have_served(args: argparse.Namespace, caller: Caller) -> int:
    """Let the running SEL serve until this one is asked to end, or that one goes."""
    from sel.brain.door.control import Gone

    ended = _ending(caller)
    answer = next(caller.ask({"ask": "serve", "port": args.port, "host": args.host}))
    _tell(answer["url"], args)
    if not answer["begun"]:
        print(BEFORE, file=sys.stderr)
    if not await ended:
        print(WENT, file=sys.stderr)
    elif answer["begun"]:
        with contextlib.suppress(Gone):  # it serves no more, either way
            next(caller.ask({"ask": "stop serving"}))
    return 0


def _tell(url: str, args: argparse.Namespace) -> None:
    """Say where, once it is ready."""
    from sel.metrics.token import token_file

    where = token_file(args.paths)
    if args.json:
        print(json.dumps({"url": url, "token_file": str(where)}), flush=True)
    else:
        print(f"{url}/metrics/health (POSTs need the token in {where})", flush=True)


def alone() -> Sources:
    """What there is to see without a running SEL."""
    from sel.cli.version import version
    from sel.metrics.sources import Sources
    from sel.observe.monitor import Monitor

    return Sources(monitor=Monitor(), version=version(), note=ALONE)


def _ending(caller: Caller | None = None) -> asyncio.Future[bool]:
    """True with Ctrl+C, a polite kill or a closed terminal, False if the SEL that was called goes
    first. To be had before anything is begun that has to be ended."""
    loop = asyncio.get_running_loop()
    asked: asyncio.Future[bool] = loop.create_future()

    def end(by_person: bool) -> None:
        if not asked.done():
            asked.set_result(by_person)

    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(one, end, True)
    if caller is not None:
        loop.add_reader(caller.fileno(), end, False)
    return asked
