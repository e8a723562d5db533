"""`sel models list`: every model, what it is, whether it fits, how fast it was, what it is for."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from sel.cli import flags
from sel.cli.models_home import WORDS, parameters, shelf, size
from sel.cli.plain import safe
from sel.model_events import ModelView


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser("list", help="every model, its file and its role")
    parser.add_argument("--json", action="store_true", help="one JSON array")
    parser.add_argument(
        "--folder", action="append", default=[], metavar="DIR", help="look through this, too"
    )
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    views = shelf(args.loaded, args.paths, args.folder).views
    if args.json:
        print(json.dumps([as_json(view) for view in views]))
        return 0
    for view in views:
        print(safe(line(view)))
    print(f"GGUF files in {args.paths.models} are found by name. More: `sel models search WORDS`.")
    return 0


def as_json(view: ModelView) -> dict[str, object]:
    """Plain values; with what it needs in all."""
    plain = asdict(view)
    if view.fit is not None:
        plain["fit"]["need"] = view.fit.need
    return plain


def line(view: ModelView) -> str:
    """One model in a line."""
    role = f" [{', '.join(view.roles)}]" if view.roles else ""
    if view.problem or view.kind:
        return f"{view.name}{role} - {view.problem or f'This is {view.kind}.'} ({view.source})"
    facts = [
        f"{view.architecture} {parameters(view.parameters)} {view.quantisation}",
        size(view.size),
        f"context {view.context:,}",
    ]
    if view.fit is not None:
        facts.append(WORDS[view.fit.state])
    if view.making:
        facts.append(f"{view.making:.0f} tokens/s")
    return f"{view.name}{role} - {', '.join(facts)} ({view.source})"
