"""`sel prompt --last`: what the model saw last, part by part, asked of the running SEL."""

from __future__ import annotations

import argparse
import json

from sel.errors import SelError
from sel.events import DESK


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "prompt",
        help="what the model saw last, part by part",
        description="Asks the SEL that is running: what you say is in its memory, not on disk.",
    )
    parser.add_argument("--last", action="store_true", help="the last prompt (the default)")
    parser.add_argument("--channel", default=DESK, help="of this conversation")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from sel.brain.door.control import ask

    answer = ask(args.paths, {"ask": "prompt", "channel": args.channel})
    if answer is None:
        raise SelError(
            "No SEL is running here, so there is no last prompt.",
            hint="Open `sel` in another terminal, say something, and ask again.",
        )
    if args.json:
        print(json.dumps(answer))
        return 0
    for name, text, tokens in answer["components"]:
        print(f"── {name} ({tokens} tokens)")
        print(_shown(text))
        print()
    print(f"{sum(part[2] for part in answer['components'])} tokens, and the template's own.")
    return 0


def _shown(text: str) -> str:
    """The text as a terminal may have it: what the model made of it is kept as it was made."""
    from sel.prompt.cleanup import Cleaner

    cleaner = Cleaner()
    return cleaner.feed(text) + cleaner.close()
