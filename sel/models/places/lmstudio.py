"""LM Studio: publisher/repository/file, in a folder that its settings may name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sel.models.found import Candidate
from sel.models.places.jsons import object_of, text_of, word
from sel.models.places.walk import models

PLACE = "LM Studio"


def find(home: Path, environ: Mapping[str, str]) -> Iterator[Candidate]:  # noqa: ARG001 - as all
    """Every model below its folders of today and of before."""
    for root in dict.fromkeys(_roots(home)):
        yield from models(root, PLACE)


def _roots(home: Path) -> Iterator[Path]:
    homes = [home / ".lmstudio", home / ".cache" / "lm-studio"]
    if pointed := text_of(home / ".lmstudio-home-pointer").strip():
        homes.insert(0, Path(pointed))
    for one in homes:
        if named := word(object_of(one / "settings.json").get("downloadsFolder")):
            yield Path(named).expanduser()
        yield one / "models"
