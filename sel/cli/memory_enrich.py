"""`sel memory enrich`: summaries of conversations and days, and facts joined, made now.

Each of them is kept before the next is begun, and says what it was made from; so it can be stopped
at any moment, and the next run goes on from there.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sel.cli.memory_afar import Afar
from sel.cli.memory_home import add_command, add_json, beside, opened, tell
from sel.cli.memory_words import one_line
from sel.counting import counted

if TYPE_CHECKING:
    from sel.memory.enrich.enricher import Made
    from sel.memory.enrich.steps import Step
    from sel.memory.library import Library

EVERY = 20
"""Things made between two lines that say how many are left."""

_DESCRIPTION = """\
Makes summaries of conversations and days, and joins what was said about one thing. SEL does it by
itself while it runs and nobody talks; this does all of it now. What is made consists of the
person's own sentences, chosen and put together. Only where SEL is closed and its model has a
thousand million parameters or more is that model asked to say them in fewer words, and what it
says is taken only if every name and number in it was said; --extract never asks one. It can be
stopped with Ctrl+C: what was made is kept, and the next run makes the rest. When a memory is
forgotten, what was made from it goes, too."""


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(actions, "enrich", "make summaries of what is remembered", run_enrich)
    parser.description = _DESCRIPTION
    parser.add_argument(
        "--now", action="store_true", help="also of conversations that may still go on"
    )
    parser.add_argument("--extract", action="store_true", help="choose sentences, ask no model")
    add_json(parser, "one JSON object for each thing made: id, sort, text, made_from")


def run_enrich(args: argparse.Namespace) -> int:
    """Make all there is to make; the exit code, 130 where it was stopped."""
    counts: Counter[str] = Counter()
    with opened(args) as library, _stepper(library, args) as step, stopping() as stopped:
        more = True
        while more and not stopped.is_set():
            done = step()
            more = done.more
            counts["removed"] += done.removed
            for made in done.made:
                _count(counts, made)
                _show(made, as_json=args.json)
                if counts["made"] % EVERY == 0 and done.left:
                    beside(f"{counts['made']:,} made, {done.left:,} left")
    beside(_result(counts, stopped=more))
    return 130 if more else 0


@contextlib.contextmanager
def _stepper(library: Library, args: argparse.Namespace) -> Iterator[Callable[[], Step]]:
    """What makes the next step; where SEL runs, it does."""
    zone, wait = args.loaded.settings.timezone, not args.now
    if isinstance(library, Afar):
        yield lambda: library.enrich(args.person, zone, time.time(), wait=wait)
        return
    from sel.cli.memory_write import Writer, writer  # lazy: the engine stands behind it
    from sel.memory.enrich.steps import Steps

    with contextlib.nullcontext(Writer()) if args.extract else writer(args) as model:
        steps = Steps(
            library,
            zone,
            args.person,
            wait=wait,
            write=model.write,
            parameters=model.parameters,
        )
        yield lambda: steps.step(time.time())


@contextlib.contextmanager
def stopping() -> Iterator[threading.Event]:
    """In this block the first Ctrl+C sets the event, so that a step comes to its end; the next
    one ends the command at once."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def stop(*_: Any) -> None:
        signal.signal(signal.SIGINT, before)
        stopped.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _count(counts: Counter[str], made: Made) -> None:
    counts.update({"made": 1, f"{made.sort}s": 1, "before": made.before, "after": made.after})


def _show(made: Made, *, as_json: bool) -> None:
    memory = made.memory
    if as_json:
        row = {"id": memory.id, "sort": made.sort, "text": memory.text}
        print(json.dumps({**row, "made_from": list(memory.made_from)}))
    else:
        tell(f"{made.sort:<12}  {one_line(memory.text)}")
    sys.stdout.flush()


def _result(counts: Counter[str], *, stopped: bool) -> str:
    told = [counted(counts[many], many) for many in ("conversations", "days", "things")]
    made = ", ".join(one for one in told if not one.startswith("0 "))
    if counts["removed"]:
        made += f"{'; ' if made else ''}{counted(counts['removed'], 'summaries')} out of date gone"
    if made and counts["after"]:
        made += f" ({counts['before']:,} characters in {counts['after']:,})"
    if stopped:
        return f"Stopped. Made so far: {made or 'nothing'}. The next run goes on from there."
    return f"Made: {made}." if made else "There is nothing new to make."
