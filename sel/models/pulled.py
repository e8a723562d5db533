"""Which files SEL fetched itself: only those are its to delete."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from sel.engine.notebook import Notebook
from sel.paths import Paths


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """One file that SEL fetched, and from where."""

    path: Path
    repo: str


class Record:
    """The list of them, kept small: names, no contents."""

    def __init__(self, paths: Paths) -> None:
        self._models = paths.models
        self._notes = Notebook(paths.state / "models-pulled.json")

    def add(self, path: Path, repo: str) -> None:
        """This one was fetched."""
        words = json.dumps({"repo": repo, "at": round(time.time())})
        self._notes.put(str(path.relative_to(self._models)), words)

    def all(self) -> dict[Path, Pulled]:
        """Those that were fetched and not deleted by SEL, by their paths."""
        found = {}
        for name, words in self._notes.all().items():
            path = self._models / name
            if path.resolve().is_relative_to(self._models.resolve()):
                found[path] = Pulled(path=path, repo=_repo(words))
        return found

    def drop(self, path: Path) -> None:
        """This one is gone."""
        self._notes.drop(str(path.relative_to(self._models)))


def _repo(words: str) -> str:
    try:
        return str(json.loads(words)["repo"])
    except (ValueError, KeyError, TypeError):
        return ""
