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
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sel.cli import flags

if TYPE_CHECKING:
    from sel.affect.history.pyramid import History
    from sel.affect.hormones import Levels
    from sel.brain.control import Caller
    from sel.metrics.sources import Analysis, Looked, Sources

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
    from sel.brain.control import Caller

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
    from sel.brain.control import Gone

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


class KeptHistories:
    """Histories by channel, as the metrics ask for them.

    `known` gives those that are loaded. They are read in another thread while their owner adds to
    them: a history copies its tiles in one step before it looks at any, so the worst is a sample
    that comes a scrape later.
    """

    def __init__(self, known: Callable[[], Mapping[str, History]], zone: str) -> None:
        self._known, self._zone = known, zone

    def channels(self) -> Sequence[str]:
        """The channels there is a history of."""
        return tuple(self._known())

    def last(self, channel: str) -> tuple[float, Levels] | None:
        """The newest sample."""
        history = self._known().get(channel)
        return history.last() if history else None

    def look(self, channel: str, analysis: Analysis, days: float | None) -> Looked:
        """Look into a channel. Raises `SettingError` without SciPy."""
        from sel.affect.analytics.points import NotEnough
        from sel.cli import mood_analytics, mood_analytics_find
        from sel.metrics.sources import Looked

        span = mood_analytics.DAYS[analysis] if days is None else days
        history = self._known().get(channel)  # it may have been forgotten just now
        seen = mood_analytics_find.window(history, span, self._zone) if history else None
        if seen is None:
            return Looked(enough=False, why="There is no sample of this channel yet.")
        result = mood_analytics_find.FINDERS[analysis](seen, ())
        enough = not isinstance(result, NotEnough)
        found: Any = mood_analytics_find.as_json(result) if enough else {}
        return Looked(
            since=seen.since,
            until=seen.until,
            tier=seen.tier.name,
            readings=len(seen.readings),
            enough=enough,
            why=result.why if isinstance(result, NotEnough) else "",
            found=found,
        )
