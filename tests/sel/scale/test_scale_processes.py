"""Two processes share four shards; one is killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WORKER = Path(__file__).with_name("shard_worker.py")
ROOT = Path(__file__).resolve().parents[3]
SHARDS, SECONDS = 4, 0.8


@contextmanager
def workers(address: str, folder: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    args = [address, str(folder), str(SHARDS), str(SECONDS)]
    some = {
        name: subprocess.Popen([sys.executable, str(WORKER), name, *args], cwd=ROOT, env=_env())
        for name in ("ada", "ben")
    }
    try:
        yield some
    finally:
        for one in some.values():
            one.kill()
            one.wait()


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


class Folder:
    """What comes in, and what was said of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "in").mkdir(parents=True)
        self.sent: list[str] = []

    def send(self, per_shard: int) -> None:
        for shard in range(SHARDS):
            for _ in range(per_shard):
                name = f"{shard}-{len(self.sent):04}"
                self.sent.append(name)
                (self.path / "in" / name).touch()

    def lines(self, what: str) -> list[tuple[str, str]]:
        log = self.path / "answers"
        rows = [line.split(" ") for line in log.read_text().splitlines()] if log.exists() else []
        return [(name, rest) for name, said, rest in rows if said == what]

    def held(self) -> dict[str, set[str]]:
        """What each process said it holds, the last time it did."""
        return {name: set(shards.split(",")) - {""} for name, shards in self.lines("holds")}

    def answered(self) -> Counter[str]:
        return Counter(name for _, name in self.lines("answers"))

    def until(self, true: str, seconds: float = 60.0) -> None:
        late = time.monotonic() + seconds
        while not getattr(self, true)():
            assert time.monotonic() < late, (self.held(), self.answered())
            time.sleep(0.01)

    def shared_out(self) -> bool:
        return sorted(map(len, self.held().values())) == [2, 2]

    def all_taken(self) -> bool:
        """Two shards died: what each had claimed and not answered yet stays unanswered."""
        return len(self.sent) - len(self.answered()) <= 2

    def taken_over(self) -> bool:
        return self.held()["ada"] == set("0123")

    def all_answered(self) -> bool:
        return self.answered().keys() == set(self.sent)


@pytest.mark.long
def test_a_killed_process_is_replaced_and_nothing_is_answered_twice(
    valkey_address: str, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / f"mind{os.getpid()}")
    with workers(valkey_address, folder.path) as some:
        folder.until("shared_out")
        folder.send(10)
        folder.until("all_answered")
        folder.send(25)
        some["ben"].send_signal(signal.SIGKILL)
        folder.send(25)
        folder.until("all_taken")
        folder.until("taken_over")
    assert set(folder.answered().values()) == {1}
    assert {name for name, _ in folder.lines("answers")} == {"ada", "ben"}
