"""How fast and how large models were here: figures by file, build of llama.cpp and machine."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sel.engine.build import identity, machine, stamp
from sel.engine.notebook import Notebook
from sel.paths import Paths


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Tokens a second, for reading a prompt and for making a reply."""

    reading: float
    making: float


class Speeds:
    """The figures that are kept, in one small file of numbers."""

    def __init__(self, paths: Paths) -> None:
        self._notes = Notebook(paths.state / "model-speeds.json")
        self._known = self._notes.all()
        self._here = f"{identity()}|{machine()}"

    def of(self, path: Path) -> Speed | None:
        """How fast this file was, with this build on this machine; None where nobody measured."""
        try:
            found = json.loads(self._known.get(self._key(path), ""))
            return Speed(reading=float(found["reading"]), making=float(found["making"]))
        except (ValueError, KeyError, TypeError):
            return None

    def keep(self, path: Path, speed: Speed) -> None:
        """Note it."""
        figures = {name: round(value, 1) for name, value in asdict(speed).items()}
        key = self._key(path)
        self._known = {**self._known, key: json.dumps(figures)}
        self._notes.put(key, self._known[key])

    def _key(self, path: Path) -> str:
        told = f"{stamp(path)}|{self._here}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]
