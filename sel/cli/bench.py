"""`sel bench`: how fast SEL is here, each figure beside its raw counterpart from the same run."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sel.config.load import Loaded
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.cli.benches.figures import Figure
    from sel.cli.benches.talk import Bench

    Part = Callable[[Bench], Awaitable[list[Figure]]]

PARTS = ("talk", "face")
_SUBJECTS = (
    "store memory sessions context observe cache metrics discord scale desk".split()  # noqa: SIM905
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "bench",
        help="how fast SEL is here, beside the raw engine",
        description="Measures SEL and plain llama.cpp in turn, or what it keeps memories in beside "
        "plain ways of doing so. Takes a few minutes.",
    )
    parser.add_argument(
        "subject",
        nargs="?",
        choices=_SUBJECTS,
        help="what memories are kept in, how they are found, conversations, what is sent of a long "
        "conversation, what measuring costs, a kept answer, being scraped, the bridge to "
        "Discord, sharing a mind, or long conversations on the screen; else talking and the screen",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, rougher figures")
    parser.add_argument("--only", choices=PARTS, help="only the engine and brain, or only the face")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    figures = _figures(args)
    if args.json:
        print(json.dumps({"figures": [one.as_json() for one in figures]}))
        return 0
    from sel.cli.benches.figures import table

    print(table(figures))
    return 0


def _figures(args: argparse.Namespace) -> list[Figure]:
    if args.subject in ("store", "sessions"):
        on_disk = importlib.import_module(f"sel.cli.benches.{args.subject}")
        with tempfile.TemporaryDirectory(dir=args.paths.ready().data) as folder:
            found: list[Figure] = on_disk.measure(Path(folder), quick=args.quick)
            return found
    if args.subject in ("memory", "scale"):
        module = importlib.import_module(f"sel.cli.benches.{args.subject}")
        figures: list[Figure] = (
            module.measure(quick=args.quick)
            if args.subject == "memory"
            else module.measure(args.loaded.settings)
        )
        return figures
    if args.subject == "context":
        from sel.cli.benches import context

        return context.measure()
    if args.subject in ("observe", "cache"):
        costs = importlib.import_module("sel.cli.benches.costs")
        cost: list[Figure] = getattr(costs, args.subject)()
        return cost
    return asyncio.run(_living(args))


async def _living(args: argparse.Namespace) -> list[Figure]:
    """What is measured on a brain that lives."""
    if args.subject == "metrics":
        from sel.cli.benches import metrics

        return await _on_bench(args, metrics.measure)
    if args.subject == "desk":
        from sel.cli.benches.face import desk

        return await desk()
    if args.subject == "discord":
        from sel.cli.benches.company import measures

        with tempfile.TemporaryDirectory(dir=args.paths.ready().data) as folder:
            paths = replace(args.paths, data=Path(folder))
            return await _on_bench(args, lambda bench: measures.measure(bench, paths))
    return await _measure(args)


async def _measure(args: argparse.Namespace) -> list[Figure]:
    figures: list[Figure] = []
    if args.only != "face":
        from sel.cli.benches import talk

        figures += await _on_bench(args, talk.speed, talk.long_talk, talk.cancelling)
    if args.only != "talk":
        from sel.cli.benches.face import face

        figures += await face(quick=args.quick)
    return figures


def _bench(loaded: Loaded, paths: Paths, logs: Path, *, quick: bool) -> Bench:
    from sel.cli.assemble import config_for, make_parts
    from sel.cli.benches.talk import Bench
    from sel.engine import catalog

    parts = make_parts(loaded.settings, paths.ready())
    model = catalog.resolve(parts.experts.model("general"), paths)
    return Bench(
        parts=replace(parts, sessions=None, states=None),  # nobody's conversation is gone on with
        config=config_for(model, loaded.settings),
        logs=logs,
        rungs=paths.state / "engine-rungs.json",
        rounds=2 if quick else 5,
        turns=10 if quick else 30,
    )


async def _on_bench(args: argparse.Namespace, *parts: Part) -> list[Figure]:
    """Measure these, one after the other, with the same parts."""
    with tempfile.TemporaryDirectory() as logs:
        bench = _bench(args.loaded, args.paths, Path(logs), quick=args.quick)
        await _warm(bench)
        try:
            return [one for part in parts for one in await part(bench)]
        finally:
            if bench.parts.embedder is not None:
                await bench.parts.embedder.stop()


async def _warm(bench: Bench) -> None:
    """Start the embedder first: its start would be measured along otherwise."""
    if bench.parts.embedder is not None:
        await bench.parts.embedder.start()
