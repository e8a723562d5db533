"""`sel memory list`, `show` and `stats`: what SEL remembers, in lines."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sel.affect.clock import local
from sel.cli.memory_consent import state_sentence
from sel.cli.memory_home import add_command, add_json, beside, found, opened, tell
from sel.cli.memory_rows import to_row
from sel.memory.book import given_id

if TYPE_CHECKING:
    from sel.memory.library import Library
    from sel.memory.types import Memory


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    listing = add_command(actions, "list", "what SEL remembers, newest first", run_list)
    listing.add_argument("--tag", default="", help="only with this tag")
    listing.add_argument("--text", default="", metavar="WORDS", help="only with all these words")
    listing.add_argument("--history", action="store_true", help="what was superseded, too")
    add_json(listing, "one JSON object a line")
    showing = add_command(actions, "show", "all there is about one memory", run_show)
    showing.add_argument("id", metavar="ID")
    add_json(showing, "one JSON object")
    counting = add_command(actions, "stats", "how much there is", run_stats)
    add_json(counting, "one JSON object")


def run_list(args: argparse.Namespace) -> int:
    """List memories; the exit code."""
    zone = args.loaded.settings.timezone
    with opened(args) as library:  # not held while a reader takes its time
        memories = library.memories(args.person, tag=args.tag, text=args.text, history=args.history)
        nothing = "" if memories else _nothing(library, args)
    for memory in memories:
        if args.json:
            print(json.dumps(to_row(memory)))
        else:
            tell(line_of(memory, zone))
    if nothing:
        beside(nothing)
    return 0


def _nothing(library: Library, args: argparse.Namespace) -> str:
    if (args.tag or args.text) and args.person in library.persons():
        return "Nothing fits."
    return f"Nothing. {state_sentence(library, args.person)}"


def line_of(memory: Memory, zone: str) -> str:
    """One memory in one line: id, day, kind, words, tags."""
    tags = "".join(f" #{tag}" for tag in memory.tags)
    text = " ".join(memory.text.split())
    old = " (superseded)" if memory.replaced_by else ""
    day = local(memory.at, zone).strftime("%Y-%m-%d")
    return f"{given_id(memory)}  {day}  {memory.kind}  {text}{tags}{old}"


def run_show(args: argparse.Namespace) -> int:
    """Show one memory; the exit code."""
    with opened(args) as library:
        memory = found(library, args.person, args.id)
        if args.json:
            print(json.dumps(to_row(memory)))
            return 0
        for name, value in _about(library, memory, args.loaded.settings.timezone):
            if value:
                tell(f"{name:<12}{value}")
    return 0


def _about(library: Library, memory: Memory, zone: str) -> Iterator[tuple[str, str]]:
    source = memory.source
    said = local(source.at or memory.at, zone).strftime("%Y-%m-%d %H:%M")
    yield "id", given_id(memory)
    yield "text", memory.text
    yield "kind", memory.kind
    yield "tags", ", ".join(memory.tags)
    yield "said", f'"{source.quote}"'
    yield "when", said
    yield "where", source.channel or memory.scope
    yield "stays", "for good" if memory.hard else "fades when you are away for long"
    yield "importance", f"{memory.importance:.2f}"
    yield "mood", memory.mood
    yield "times said", str(memory.strength)
    for name, id in (("replaced", memory.replaces), ("now", memory.replaced_by)):
        other = library.get(id) if id else None
        yield name, f"{given_id(other)}  {other.text}" if other else ""
    yield "made from", ", ".join(memory.made_from)


def run_stats(args: argparse.Namespace) -> int:
    """Count; the exit code."""
    began = time.perf_counter()
    with opened(args) as library:
        seconds = time.perf_counter() - began
        counts: dict[str, float] = {
            name: int(count) for name, count in library.stats(args.person).items()
        }
        counts["seconds_to_open"] = round(seconds, 3)
        consent = library.consent(args.person)
        if args.json:
            print(json.dumps({"person": args.person, "consent": consent, **counts}))
            return 0
        tell(state_sentence(library, args.person))
    for name, count in counts.items():
        tell(f"{name.replace('_', ' '):<20}{count:>12,.10g}")
    return 0
