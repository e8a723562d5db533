"""What a model file is by its content, so that what was computed with another is never used.

The whole file is hashed, once, after it was loaded and beside everything else (0.1 s for the
starter model, some seconds for a large one: it is in the system's memory by then). The hash is
remembered by size, times and number of the file, which any replacement changes. Samples of it would
be quicker, but two fine-tunes of a model may differ anywhere.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from sel.engine.notebook import Notebook

_PART = re.compile(r"(.*-)\d{5}(-of-(\d{5})\.gguf)")


class Fingerprint:
    """The content of a model file (of all its parts) as it was when this was made."""

    def __init__(self, model: Path, notes: Path) -> None:
        self._parts, self._notes = _parts(model), Notebook(notes)
        self._name, self._stamp = str(model), self._stamped()

    def known(self) -> str:
        """Its hash if it was found out before, else ""."""
        stamp, _, found = self._notes.get(self._name).rpartition(" ")
        return found if stamp == self._stamp else ""

    def find_out(self) -> str:
        """Its hash, remembered from now on; "" where the file is not what it was, or is gone."""
        digest = hashlib.sha256()
        try:
            for part in self._parts:
                with part.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        except OSError:
            return ""
        if not self._stamp or self._stamped() != self._stamp:
            return ""
        self._notes.put(self._name, f"{self._stamp} {digest.hexdigest()}")
        return digest.hexdigest()

    def _stamped(self) -> str:
        try:
            found = [part.stat() for part in self._parts]
        except OSError:
            return ""
        return ",".join(
            f"{one.st_ino}:{one.st_size}:{one.st_mtime_ns}:{one.st_ctime_ns}" for one in found
        )


def _parts(model: Path) -> list[Path]:
    """The file, or all files of a model that is split."""
    found = _PART.fullmatch(model.name)
    if found is None:
        return [model]
    return [model.with_name(f"{found[1]}{n:05d}{found[2]}") for n in range(1, int(found[3]) + 1)]
