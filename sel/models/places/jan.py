"""Jan: a folder per model with a model.yml (or, before, a model.json) that names its files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sel.models.found import Candidate
from sel.models.places.jsons import object_of, text_of, word
from sel.models.places.walk import candidate, files, is_plain, models

PLACE = "Jan"
_LINE = re.compile(r"^(\w+):[ \t]*(.+?)[ \t]*$", re.MULTILINE)


def find(home: Path, environ: Mapping[str, str]) -> Iterator[Candidate]:
    """Every model that is described, then the files that are not."""
    for root in dict.fromkeys(_roots(home, environ)):
        for path in files(root):
            if path.name == "model.yml":
                yield from _described(path, _pairs(path), root)
            elif path.name == "model.json":
                yield from _before(path)
        yield from models(root, PLACE)


def _roots(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    support = home / "Library" / "Application Support"
    for root in (data / "Jan" / "data", support / "Jan" / "data", home / "jan"):
        yield root / "llamacpp" / "models"
        yield root / "models"


def _pairs(path: Path) -> dict[str, str]:
    """The plain lines of a small YAML file, which is all that is of use here."""
    return {key: value.strip("\"'") for key, value in _LINE.findall(text_of(path))}


def _described(path: Path, said: dict[str, str], root: Path) -> Iterator[Candidate]:
    file = _file(said.get("model_path", "model.gguf"), path.parent, root)
    found = candidate(file, PLACE, name=said.get("name") or path.parent.name) if file else None
    if found is not None:
        projector = _file(said["mmproj_path"], path.parent, root) if "mmproj_path" in said else None
        yield replace(found, projector=projector)


def _file(named: str, folder: Path, root: Path) -> Path | None:
    """A file by the name in the description: whole, or below the data folder, or beside it."""
    for base in (folder, root.parent, root.parent.parent):
        if is_plain(path := base / named):
            return path
    return None


def _before(path: Path) -> Iterator[Candidate]:
    said = object_of(path)
    sources = said.get("sources")
    for source in sources if isinstance(sources, list) else []:
        name = word(source.get("filename")) if isinstance(source, dict) else ""
        file = path.parent / name.rpartition("/")[2]
        if name and is_plain(file):
            found = candidate(file, PLACE, name=word(said.get("id")) or word(said.get("name")))
            if found is not None:
                yield found
