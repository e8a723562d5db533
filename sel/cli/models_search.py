"""`sel models search`: models on the hub. It is asked because the person asks, and named before."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from sel.cli import flags
from sel.cli.models_home import parameters
from sel.cli.plain import safe
from sel.errors import FetchError

if TYPE_CHECKING:
    from sel.fetch.search import HubModel

LIMIT = 20


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser(
        "search",
        help="look for models on the hub",
        description="Asks the hub for models with GGUF files. The words go there, nothing else. "
        "HF_ENDPOINT names another hub, HF_TOKEN holds your token for it.",
    )
    parser.add_argument("words", nargs="+", metavar="WORDS")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help="so many at most")
    parser.add_argument("--json", action="store_true", help="one JSON array")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from sel.cli.fetching import Bar  # lazy, all three: httpx takes time to load
    from sel.fetch.hub import from_environment
    from sel.fetch.search import search

    hub = from_environment(os.environ)
    print(f"Asking {hub.address} …", file=sys.stderr)
    limit = min(max(args.limit, 1), 100)
    found = search(hub, " ".join(args.words), limit, Bar(sys.stderr).wait)
    if args.json:
        print(json.dumps([asdict(one) for one in found]))
        return 0
    if not found:
        raise FetchError("The hub has no such model with GGUF files.", hint="Try fewer words.")
    width = max(len(one.repo) for one in found)
    for one in found:
        print(safe(_line(one, width)))
    print("`sel models pull OWNER/REPO` shows the sizes of one, and fetches it.")
    return 0


def _line(one: HubModel, width: int) -> str:
    return "  ".join(
        [
            f"{one.repo:<{width}}",
            f"{parameters(one.parameters) or '?':>6}",
            f"↓ {short(one.downloads):>5}",
            f"♥ {short(one.likes):>5}",
            (one.licence or "licence not said") + (", gated" if one.gated else ""),
        ]
    )


def short(count: int) -> str:
    """A count in few characters."""
    for limit, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if count >= limit:
            return f"{count / limit:.1f}{unit}"
    return str(count)
