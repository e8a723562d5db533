"""The Hugging Face hub's cache: snapshots of links into blobs, named by repository and commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sel.models.found import Candidate
from sel.models.places.jsons import text_of
from sel.models.places.walk import candidate, files, is_plain

PLACE = "hub cache"
_REPO = "models--"


def find(home: Path, environ: Mapping[str, str]) -> Iterator[Candidate]:
    """Every model file of every repository, its newest snapshot first."""
    root = cache(home, environ)
    try:
        repos = sorted(one for one in root.iterdir() if one.name.startswith(_REPO))
    except OSError:
        return
    for repo in repos:
        yield from _of(repo)


def cache(home: Path, environ: Mapping[str, str]) -> Path:
    """Where it is, by the names that the hub's own tools go by."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if named := environ.get(name):
            return Path(named).expanduser()
    if named := environ.get("HF_HOME"):
        return Path(named).expanduser() / "hub"
    above = environ.get("XDG_CACHE_HOME") or home / ".cache"
    return Path(above) / "huggingface" / "hub"


def _of(repo: Path) -> Iterator[Candidate]:
    origin = repo.name.removeprefix(_REPO).replace("--", "/")
    inside = Path(os.path.realpath(repo))
    for snapshot in _snapshots(repo):
        for path in files(snapshot):
            found = candidate(path, PLACE, origin=origin)
            if found is not None and Path(os.path.realpath(path)).is_relative_to(inside):
                yield found
    for path in files(repo / "blobs"):
        if path.name.endswith(".incomplete") and is_plain(path):
            there = f"{path.stat().st_size / 1e6:,.0f} MB are there."
            name = f"{origin.rpartition('/')[2]} ({path.name[:8]})"
            yield Candidate(
                path=path,
                name=name,
                place=PLACE,
                origin=origin,
                problem=f"The download did not end: {there}",
            )


def _snapshots(repo: Path) -> list[Path]:
    """The snapshot that `main` names, then the others."""
    newest = text_of(repo / "refs" / "main", 100).strip()
    try:
        all_ = sorted((repo / "snapshots").iterdir())
    except OSError:
        return []
    return sorted(all_, key=lambda one: one.name != newest)
