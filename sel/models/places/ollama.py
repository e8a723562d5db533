"""Ollama: a manifest per name and tag, and blobs named after their sha256."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sel.models.found import Candidate
from sel.models.places.jsons import object_of, text_of, word
from sel.models.places.walk import files, is_plain

PLACE = "Ollama"

_DIGEST = re.compile(r"sha256[:-]([0-9a-f]{64})")
_KIND = "application/vnd.ollama.image."
_SHORT = 200
"""Bytes of a licence that are read: its name stands at its beginning."""


def find(home: Path, environ: Mapping[str, str]) -> Iterator[Candidate]:
    """Every model that was pulled or made, by "name:tag"."""
    for root in _roots(home, environ):
        for manifest in files(root / "manifests"):
            found = _read(root, manifest)
            if found is not None:
                yield found
        yield from _under_way(root / "blobs")


def _roots(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    if named := environ.get("OLLAMA_MODELS"):
        yield Path(named).expanduser()
    yield home / ".ollama" / "models"
    yield Path("/usr/share/ollama/.ollama/models")  # its service on Linux
    yield Path("/var/lib/ollama/models")


def _read(root: Path, manifest: Path) -> Candidate | None:
    layers = object_of(manifest).get("layers")
    rows = [one for one in layers if isinstance(one, dict)] if isinstance(layers, list) else []
    model = _layer(rows, "model")
    blob = _blob(root, model)
    if blob is None:
        return None
    return Candidate(
        path=blob,
        name=_name(manifest.relative_to(root / "manifests").parts),
        place=PLACE,
        licence=_licence(root, _layer(rows, "license")),
        projector=_blob(root, _layer(rows, "projector")),
        problem=_problem(blob, model),
    )


def _layer(rows: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next((one for one in rows if one.get("mediaType") == _KIND + kind), {})


def _blob(root: Path, layer: dict[str, Any]) -> Path | None:
    """Where a layer lies; its name is made of nothing but the digest."""
    digest = _DIGEST.fullmatch(word(layer.get("digest")))
    return root / "blobs" / f"sha256-{digest[1]}" if digest else None


def _problem(blob: Path, layer: dict[str, Any]) -> str:
    if not is_plain(blob):
        return "Ollama names this model, but its file is missing: pull it again there."
    size, there = layer.get("size"), blob.stat().st_size
    if isinstance(size, int) and there < size:
        return f"The model file is cut short: {there / 1e6:,.1f} of {size / 1e6:,.1f} MB are there."
    return ""


def _name(parts: tuple[str, ...]) -> str:
    """host/library/name/tag is "name:tag", another space's is "space/name:tag"."""
    *before, tag = parts
    shown = [part for part in before[1:] if part != "library"]
    return "/".join(shown) + f":{tag}" if shown else tag


def _licence(root: Path, layer: dict[str, Any]) -> str:
    """The first line that is not empty, which is the licence's name."""
    blob = _blob(root, layer)
    lines = text_of(blob, _SHORT).splitlines() if blob else []
    return next((" ".join(line.split())[:60] for line in lines if line.strip()), "")


def _under_way(blobs: Path) -> Iterator[Candidate]:
    for path in files(blobs):
        if path.name.endswith("-partial"):
            there = path.stat().st_size if is_plain(path) else 0
            yield Candidate(
                path=path,
                name=path.name[7:19],
                place=PLACE,
                problem=f"The download did not end: up to {there / 1e6:,.0f} MB are there.",
            )
