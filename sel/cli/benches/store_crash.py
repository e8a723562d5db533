"""Does the store keep its word when its process is killed? A child writes, and is killed, again.

Runs as a process of its own, `python -m sel.cli.benches.store_crash FOLDER KILLS SEED`, since it
forks; prints what it found as JSON. What step n writes follows from n alone, so that the documents
tell how many steps were done, and these what the documents must be.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

from sel.errors import SelError
from sel.store.store import Store
from sel.store.table import Document

SLOTS = 40
"""Documents there are at most: few, so that each step changes what was there."""

FOLD_AT = 8_000
"""Bytes of journal: there are folds in the background, too, besides those asked for."""

LONGEST = 0.04
"""Seconds from then on that a child lives at most: some dozens of steps."""

PATIENCE = 10.0
"""Seconds to wait for a first write."""


@dataclass(slots=True)
class Crashes:
    """What became of so many kills. Only `steps`, `torn` and `folding` may be more than zero."""

    kills: int = 0
    steps: int = 0
    """Writes that were acknowledged."""
    lost: int = 0
    """Acknowledged, but not there afterwards."""
    wrong: int = 0
    """Openings after which the documents were not those of any moment."""
    unopened: int = 0
    """Openings that failed."""
    failed: int = 0
    """Children that ended before they were killed."""
    torn: int = 0
    """Kills that left half a write behind."""
    folding: int = 0
    """Kills in the middle of a fold."""


def measured(folder: Path, kills: int, seed: int) -> Crashes:
    """Kill so many children, in a process of its own."""
    words = [sys.executable, "-m", __name__, str(folder), str(kills), str(seed)]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE)
    return Crashes(**json.loads(done.stdout))


def crash(folder: Path, kills: int, seed: int) -> Crashes:
    """Kill so many children one after another, all writing to the same folder."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found = Crashes()
    documents: dict[int, dict[str, Any]] = {}
    done = 0
    for _ in range(kills):
        acknowledged = _one_life(folder, done, chance, found)
        found.kills += 1
        found.steps += acknowledged - done
        found.folding += _in_a_fold(folder)
        try:
            seen = _seen(folder, found)
        except SelError:
            found.unopened += 1
            continue
        reached = max((document["step"] for document in seen.values()), default=-1) + 1
        found.lost += max(0, acknowledged - reached)
        for step in range(done, reached):
            _apply(documents, step)
        found.wrong += seen != documents or reached > acknowledged + 1
        done = max(done, reached)
    return found


def _one_life(folder: Path, first: int, chance: random.Random, found: Crashes) -> int:
    """Let a child write from step `first` on and kill it; the step after the last it told of.

    One in four is killed at any moment from its birth on, the others after their first write.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _write_on(folder, first, writer)
    os.close(writer)
    if chance.random() > 0.25:
        select.select([reader], [], [], PATIENCE)
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    found.failed += not os.WIFSIGNALED(status)
    with os.fdopen(reader, "rb") as told:
        return first + told.read().count(b"\n")


def _write_on(folder: Path, first: int, pipe: int) -> None:
    """The child: one step after another, each told of when it is on the disk. Does not return."""
    try:
        store = Store(folder, fold_at=FOLD_AT)
        for step in count(first):
            _do(store, step)
            os.write(pipe, b"\n")
            if step % 3 == 0:
                store.fold()
    finally:
        os._exit(1)


def _plan(step: int) -> tuple[list[int], dict[int, dict[str, Any]]]:
    """Which documents step n removes, and which it then puts."""
    chance = random.Random(step)  # noqa: S311 - no secret
    slots = chance.sample(range(SLOTS), 8)
    gone, put = (slots[:3], slots[2:]) if step % 5 == 0 else ([], slots[:1])
    size = 50_000 if step % 17 == 0 else chance.randrange(1_000)
    return gone, {slot: {"step": step, "text": "ü" * size} for slot in put}


def _do(store: Store, step: int) -> None:
    gone, put = _plan(step)
    table = store.table("memories")
    with store.batch() if gone else nullcontext():
        table.remove(doc_ids=gone)
        for slot, document in put.items():
            table.upsert(Document(document, slot))


def _apply(documents: dict[int, dict[str, Any]], step: int) -> None:
    gone, put = _plan(step)
    for slot in gone:
        documents.pop(slot, None)
    documents.update(put)


def _in_a_fold(folder: Path) -> bool:
    """Whether the dead left a new snapshot unfinished, or old journals not yet deleted."""
    journals = list(folder.glob("documents.journal.*"))
    return (folder / "documents.snapshot.new").exists() or len(journals) > 1


def _seen(folder: Path, found: Crashes) -> dict[int, dict[str, Any]]:
    """What a store opened after the kill holds."""
    store = Store.open(folder)
    try:
        found.torn += bool(store.notices)
        return {one.doc_id: dict(one) for one in store.table("memories")}
    finally:
        store.close()


if __name__ == "__main__":
    print(json.dumps(asdict(crash(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
