"""`sel mood compare`: how replies differ between moods, on the model in use."""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import TYPE_CHECKING

from sel.cli import flags

if TYPE_CHECKING:
    from sel.cli.benches.moods import MoodFigures


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser(
        "compare",
        help="how replies differ between moods",
        description="Asks the model the same in each mood. Takes a second or two per reply.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--replies", type=_positive, default=50, help="how many for each mood")
    parser.add_argument("--moods", default="glowy,stressed", help="names with commas between them")
    parser.add_argument("--seed", type=int, default=1, help="the same one makes the same replies")
    flags.add(parser)
    parser.set_defaults(run=run)


def _positive(word: str) -> int:
    if (number := int(word)) < 1:
        raise argparse.ArgumentTypeError("at least 1 reply is needed")
    return number


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    rows = asyncio.run(_measure(args))
    if args.json:
        print(json.dumps({"seed": args.seed, "moods": [row.as_json() for row in rows]}))
        return 0
    from sel.cli.benches.moods import table

    print(table(rows))
    return 0


async def _measure(args: argparse.Namespace) -> list[MoodFigures]:
    from sel.cli.assemble import make_parts
    from sel.cli.benches.moods import compare
    from sel.cli.memory_home import beside

    parts = make_parts(args.loaded.settings, args.paths.ready())
    moods = [word.strip() for word in args.moods.split(",") if word.strip()]
    beside(f"{args.replies} replies in each of {len(moods)} moods, a second or two each …")
    try:
        async with parts.experts.lease("general") as engine:
            return await compare(parts, engine, moods, replies=args.replies, seed=args.seed)
    finally:
        await parts.experts.stop()
