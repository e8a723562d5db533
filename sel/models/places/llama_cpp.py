"""llama.cpp's own cache: owner_repo_file.gguf, beside manifests that say which part is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sel.models.found import Candidate
from sel.models.places.jsons import object_of, word
from sel.models.places.walk import is_plain, models

PLACE = "llama.cpp"


def find(home: Path, environ: Mapping[str, str]) -> Iterator[Candidate]:
    """Every model that its tools fetched."""
    for root in dict.fromkeys(_roots(home, environ)):
        repos = list(_manifests(root))
        for found in models(root, PLACE):
            yield next((_known(found, *repo) for repo in repos if _is_of(found, repo[0])), found)


def _roots(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    if named := environ.get("LLAMA_CACHE"):
        yield Path(named).expanduser()
        return
    if above := environ.get("XDG_CACHE_HOME"):
        yield Path(above) / "llama.cpp"
    yield home / ".cache" / "llama.cpp"
    yield home / "Library" / "Caches" / "llama.cpp"


def _manifests(root: Path) -> Iterator[tuple[str, str]]:
    """(owner/repo, the projector's file there) of every manifest."""
    for path in sorted(root.glob("manifest=*=*=*.json")):
        _, owner, repo, *_ = path.name.split("=")
        projector = object_of(path).get("mmprojFile")
        name = word(projector.get("rfilename")) if isinstance(projector, dict) else ""
        yield f"{owner}/{repo}", name


def _is_of(found: Candidate, origin: str) -> bool:
    return found.path.name.startswith(origin.replace("/", "_") + "_")


def _known(found: Candidate, origin: str, projector: str) -> Candidate:
    begin = origin.replace("/", "_") + "_"
    beside = found.path.with_name(begin + projector.replace("/", "_")) if projector else None
    other = beside if beside and beside != found.path and is_plain(beside) else None
    return replace(found, name=found.name.removeprefix(begin), origin=origin, projector=other)
