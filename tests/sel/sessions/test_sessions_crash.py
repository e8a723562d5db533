"""A process that is killed in the middle of keeping: nothing acknowledged is lost."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from sel.sessions.shelf import Shelf

KILLS = 5
_CHILD = """
import sys
from pathlib import Path
from sessions_stage import message, row, turn
from sel.sessions import files
from sel.sessions.shelf import Shelf
files.FOLD_AT = 3000
shelf, first = Shelf(Path(sys.argv[1])), int(sys.argv[2])
for number in range(first, first + 100_000):
    id = f"t{number % 40}"
    for words in ("some", "some more", "some more of it"):
        shelf.partial("s1", id, "", (message("Hi", id),), f"{number} {words}")
    print(f"partial {number}", flush=True)
    shelf.keep(row(changed=float(number)), [turn(id, reply=f"{number} whole")], id)
    if number % 5 == 0:
        loaded = shelf.load("s1")
        shelf.rewrite("s1", loaded.tree, loaded.row, loaded.state)
    print(f"kept {number}", flush=True)
"""


@pytest.mark.skipif(not hasattr(Path, "owner") or sys.platform == "win32", reason="kills")
def test_nothing_acknowledged_is_lost_to_a_kill(tmp_path: Path) -> None:
    """In partial, keep, folding and rewriting, again and again."""
    number = 0
    for kill in range(KILLS):
        said = _run_and_kill(tmp_path, number, 0.02 + 0.013 * kill)
        what, last = said[-1].split()
        number = int(last)
        shelf = Shelf(tmp_path)
        (view,) = shelf.rows()
        nodes = shelf.load(view.id).tree.nodes
        shelf.close()
        newest = max(int(node.reply.split()[0]) for node in nodes.values())
        assert newest >= number
        if what == "partial":
            assert nodes[f"t{number % 40}"].reply in (
                f"{number} some more of it",
                f"{number} whole",
            )
        assert all(node.reply for node in nodes.values())
        number += 1
    assert number >= KILLS


def _run_and_kill(folder: Path, first: int, after: float) -> list[str]:
    """The lines that a child said before it was killed, so many seconds after the first."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder), str(first)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent,
        text=True,
    )
    assert child.stdout is not None
    first_line = child.stdout.readline()
    time.sleep(after)
    child.kill()
    rest = child.stdout.read()
    child.wait()
    child.stdout.close()
    return (first_line + rest).splitlines()
