"""`sel models info`: one model in full; with `--measure`, its memory and speed on this machine."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sel.cli import flags
from sel.cli.models_home import fit_words, one, parameters, size
from sel.cli.models_list import as_json
from sel.cli.plain import safe
from sel.errors import ModelFileError
from sel.model_events import ModelView
from sel.models.found import FoundModel
from sel.models.listing import Terms, fit

if TYPE_CHECKING:
    from sel.models.measure import Measured

MOST = 1 << 24
"""Tokens of a context that can be asked about."""


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser("info", help="one model: what it is, whether it fits, how fast")
    parser.add_argument("name", metavar="NAME", help="a name that the list shows, or a file")
    parser.add_argument("--at", type=_tokens, default=0, metavar="TOKENS", help="at this context")
    parser.add_argument(
        "--measure",
        action="store_true",
        help="load it at three contexts and measure memory and speed (half a minute)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _tokens(raw: str) -> int:
    if not raw.isdecimal() or not 1 <= int(raw) <= MOST:
        raise argparse.ArgumentTypeError(f"it is a number of tokens from 1 to {MOST:,}")
    return int(raw)


def _run(args: argparse.Namespace) -> int:
    model, view, terms = one(args, args.name)
    measured = asyncio.run(_measure(args, model, view, terms)) if args.measure else []
    if measured:
        best = measured[-1].speed
        view = replace(view, reading=best.reading, making=best.making)
    if args.json:
        figures = [{**asdict(row), "off": round(row.off, 4)} for row in measured]
        print(json.dumps({**as_json(view), "measured": figures}))
        return 0
    for name, words in _rows(view):
        print(safe(f"{name:<12} {words}"))
    if view.fit is not None:
        print(fit_words(view.fit))
    for row in measured:
        print(_measured(row))
    return 0


def _rows(view: ModelView) -> Iterator[tuple[str, str]]:
    yield "name", view.name + (f" [{', '.join(view.roles)}]" if view.roles else "")
    if others := [name for name in view.names if name != view.name]:
        yield "also called", ", ".join(others)
    yield "file", view.path
    yield "kept by", ", ".join(view.places) + (f" ({view.origin})" if view.origin else "")
    yield "size", size(view.size) + (f" in {view.parts} files" if view.parts > 1 else "")
    if not view.talks:
        yield "problem", view.problem or f"This is {view.kind}, which cannot talk."
        return
    experts = f", {view.experts} experts" if view.experts else ""
    yield "model", f"{view.architecture} {parameters(view.parameters)}{experts}"
    yield "weights", view.quantisation
    yield "context", f"{view.context:,} tokens"
    yield "licence", view.licence or "not said"
    yield "template", "its own" if view.template else "none: SEL chooses one"
    yield "sees", view.projector or "no"
    if view.recurrent:
        yield "cache", "cannot be cut: a changed prompt is read anew"
    if view.making:
        yield "speed", f"reads {view.reading:.0f} and makes {view.making:.0f} tokens/s here"


async def _measure(
    args: argparse.Namespace, model: FoundModel, view: ModelView, terms: Terms
) -> list[Measured]:
    """At each context that fits. Raises `ModelFileError` for what cannot be loaded."""
    from sel.cli.assemble import config_for
    from sel.models.measure import CONTEXTS, measure
    from sel.models.speed import Speeds

    if model.info is None or not model.talks:
        raise ModelFileError(view.problem or f"This is {view.kind}.", where=view.path)
    fitting = [
        context
        for context in CONTEXTS
        if (judged := fit(model, terms, context)) is None or judged.state != "no"
    ]
    if not fitting:
        raise ModelFileError("It does not fit, so it is not loaded.", where=view.path)
    config = config_for(model.path, args.loaded.settings)
    paths = args.paths.ready()
    rows = [
        await measure(model.info, replace(config, context=context), paths) for context in fitting
    ]
    Speeds(paths).keep(model.path, rows[-1].speed)
    return rows


def _measured(row: Measured) -> str:
    speed = f"reads {row.speed.reading:.0f}, makes {row.speed.making:.0f} tokens/s"
    if not row.peak:
        return f"context {row.context:,}: {speed}."
    return (
        f"context {row.context:,}: {row.peak / 1e6:.0f} MB resident at most"
        f" ({row.mapped / 1e6:.0f} MB of files); predicted {row.need.total / 1e6:.0f} MB"
        f" ({row.off:+.0%}); {speed}."
    )
