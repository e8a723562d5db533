"""`sel serve`: SEL's figures over HTTP, for this machine only.

Alone, there is only this process to tell about. A running SEL passes its own monitor, caches and
histories to `sel.metrics.server.serving`.
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
    from sel.metrics.sources import Sources

ALONE = "These are the figures of this `sel serve` only, not of a running SEL."


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
    from sel.metrics.server import HOST, PORT, serving
    from sel.metrics.token import token_file

    port = PORT if args.port is None else args.port
    async with serving(alone(), port, args.paths, args.host or HOST) as served:
        where = token_file(args.paths)
        if args.json:
            print(json.dumps({"url": served.url, "token_file": str(where)}), flush=True)
        else:
            print(f"{served.url}/metrics/health (POSTs need the token in {where})", flush=True)
        print(ALONE, file=sys.stderr)
        await _asked_to_end()
    return 0


def alone() -> Sources:
    """What there is to see without a running SEL."""
    from sel.cli.version import version
    from sel.metrics.sources import Sources
    from sel.observe.monitor import Monitor

    return Sources(monitor=Monitor(), version=version(), note=ALONE)


async def _asked_to_end() -> None:
    """Wait for Ctrl+C or a polite kill."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(one, asked.set)
    await asked.wait()
