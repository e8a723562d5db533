"""What is known of a model file: first by where it lies, then by its header."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sel.engine.gguf import GgufInfo

OWN = "models folder"
STARTER = "starter"
CONFIGURED = "configured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file some program keeps, before anybody has looked into it.

    `origin` is where it came from, as its program calls it ("owner/repo"); `licence` what its
    program says of it. `problem` is set where it need not be opened: it is half there.
    """

    path: Path
    name: str
    place: str
    origin: str = ""
    licence: str = ""
    projector: Path | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundModel:
    """One file, however many programs know it: `places` and `names` are theirs, the first ones
    are SEL's choice. Without `info` there is a `problem`, a sentence; `size` in bytes.

    `kind` is set for what is no model that can talk ("an image projector").
    """

    name: str
    path: Path
    names: tuple[str, ...]
    places: tuple[str, ...]
    origin: str = ""
    licence: str = ""
    projector: Path | None = None
    size: int = 0
    info: GgufInfo | None = None
    problem: str = ""

    @property
    def kind(self) -> str:
        """What it is where it is no model that can talk."""
        return self.info.kind if self.info else ""

    @property
    def talks(self) -> bool:
        """Whether it can be given a role."""
        return self.info is not None and not self.info.kind
