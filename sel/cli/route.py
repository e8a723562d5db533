"""`sel route`: which expert would answer a message, and why."""

from __future__ import annotations

import argparse
import json

from sel import paths as places
from sel.cli import flags, sentences
from sel.engine.embedding import Vector
from sel.routing.router import Router


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "route",
        help="which expert would answer a message, and why",
        description="One line per message: its intent (code, vision, memory or general), how sure "
        "SEL is, and why.",
    )
    sentences.add_arguments(parser)
    flags.add(parser)
    parser.set_defaults(run=run_route)


def run_route(args: argparse.Namespace) -> int:
    """Route every message; the exit code."""
    router = Router.from_file(places.assets() / "routing" / "weights.json")

    def show(text: str, vector: Vector | None) -> str:
        route = router.route(text, vector=vector)
        if not args.json:
            return f"{route.intent:<8}{route.confidence:.2f}  {route.reason}"
        return json.dumps(
            {
                "text": text,
                "intent": route.intent,
                "confidence": round(route.confidence, 3),
                "reason": route.reason,
            }
        )

    return sentences.show_each(args, show)
