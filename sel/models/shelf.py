"""Every model on this machine: each file once, whoever keeps it.

`candidates` only looks at names and is quick; `look` reads the headers, too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sel.config.settings import Settings
from sel.engine import catalog
from sel.errors import ModelFileError
from sel.models.found import CONFIGURED, OWN, STARTER, Candidate, FoundModel
from sel.models.headers import Headers
from sel.models.places import gpt4all, hub_cache, jan, llama_cpp, lmstudio, ollama
from sel.models.places.walk import is_plain, models
from sel.paths import Paths

_OTHERS = (ollama, lmstudio, hub_cache, llama_cpp, gpt4all, jan)
_PROJECTOR = "an image projector"
_QUANTISED = re.compile(r"[-_.]?(?:bf16|f16|f32|q\d[\w]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where to look: SEL's own folders, the person's home and environment, and folders they
    named."""

    paths: Paths
    home: Path
    environ: Mapping[str, str]
    folders: Sequence[Path] = ()

    @classmethod
    def here(cls, paths: Paths, folders: str = "", *more: str) -> Where:
        """On this machine. `folders` is the setting: several are parted as in PATH."""
        named = [*more, *folders.split(os.pathsep)]
        return cls(
            paths=paths,
            home=Path.home(),
            environ=os.environ,
            folders=[Path(one).expanduser() for one in named if one.strip()],
        )


def candidates(where: Where) -> Iterator[Candidate]:
    """Every file, by SEL's choice of names first; some several times."""
    if (shipped := catalog.starter()) is not None:
        yield Candidate(path=shipped, name=shipped.stem, place=STARTER)
    yield from models(where.paths.models, OWN)
    for folder in where.folders:
        yield from models(folder, str(folder))
    for place in _OTHERS:
        yield from place.find(where.home, where.environ)


def look(where: Where, *more: Path) -> tuple[FoundModel, ...]:
    """Every model, those that can talk first; `more` are files that are used, wherever they lie."""
    headers = Headers(where.paths.cache / "model-headers.json")
    used = [Candidate(path=path, name=path.stem, place=CONFIGURED) for path in more]
    found = [_open(group, headers) for group in _grouped([*candidates(where), *used])]
    headers.save()
    return tuple(sorted(_paired(found), key=lambda one: not one.talks))


def locate(name: str, where: Where) -> Path:
    """The file a person means: a path, a name of SEL's own, or one that another program gives.

    Raises `ModelFileError` with what is there instead.
    """
    try:
        return catalog.resolve(name, where.paths)
    except ModelFileError:
        if found := _by_name(name.casefold(), candidates(where)):
            return found
        raise


def find_model(name: str, settings: Settings, paths: Paths) -> Path:
    """The file that a name or path means, wherever on this machine; "" means SEL's own choice.
    Raises `ModelFileError`."""
    if not name:
        return catalog.automatic(paths).path
    return locate(name, Where.here(paths, settings.model_folders))


def name_for(model: FoundModel, where: Where) -> str:
    """What to write into the settings for this model: its name where that finds it, else its
    path."""
    for name in model.names:
        try:
            found = locate(name, where)
        except ModelFileError:
            continue
        if found.resolve() == model.path.resolve():
            return name
    return str(model.path)


def _by_name(wanted: str, known: Iterable[Candidate]) -> Path | None:
    """By the whole name, by where it came from, by the name's beginning; one file must fit."""
    rows = [one for one in known if not one.problem]
    if not wanted.strip("./~"):
        return None
    tries = (
        [one for one in rows if one.name.casefold() == wanted],
        [one for one in rows if one.name.casefold() == f"{wanted}:latest"],
        [one for one in rows if one.origin.casefold() == wanted and not _projects(one)],
        [one for one in rows if one.name.casefold().startswith(wanted)],
    )
    for fits in tries:
        files: dict[str, Path] = {}
        for one in fits:
            files.setdefault(os.path.realpath(one.path), one.path)
        if len(files) == 1:
            return next(iter(files.values())).absolute()
        if files:
            names = ", ".join(sorted({f"{one.name} ({one.place})" for one in fits}))
            raise ModelFileError(
                f"{wanted!r} may be any of: {names}.",
                hint="Write more of the name, or the file's path: `sel models list --json`.",
            )
    return None


def _projects(one: Candidate) -> bool:
    return "mmproj" in one.path.name.lower()


def _grouped(all_: Iterable[Candidate]) -> list[list[Candidate]]:
    """Those of one file together, by device and inode; a file that is not there is alone."""
    groups: dict[object, list[Candidate]] = {}
    for one in all_:
        try:
            found = one.path.stat()
            key: object = (found.st_dev, found.st_ino)
        except OSError:
            key = one.path
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _open(group: list[Candidate], headers: Headers) -> FoundModel:
    """One file. Names and places are in the order in which they were found."""
    first = group[0]
    places = tuple(dict.fromkeys(one.place for one in group))
    model = FoundModel(
        name=first.name,
        path=first.path.absolute(),
        names=tuple(dict.fromkeys(one.name for one in group)),
        places=tuple(one for one in places if one != CONFIGURED) or places,
        origin=next((one.origin for one in group if one.origin), ""),
        licence=next((one.licence for one in group if one.licence), ""),
        projector=next((one.projector for one in group if one.projector), None),
        size=first.path.stat().st_size if is_plain(first.path) else 0,
        problem=first.problem,
    )
    if model.problem:
        return model
    if not is_plain(first.path):
        return replace(model, problem="The model file does not exist.")
    try:
        info = headers.info(first.path)
    except ModelFileError as error:
        return replace(model, problem=error.title)
    licence = info.licence or model.licence
    return replace(model, info=info, size=info.file_bytes, licence=licence)


def _paired(found: Sequence[FoundModel]) -> Iterator[FoundModel]:
    """Models with the projector that lies beside them, where their program names none."""
    beside: dict[Path, list[FoundModel]] = {}
    for one in found:
        if one.info is not None:
            beside.setdefault(one.path.parent, []).append(one)
    for one in found:
        near = beside.get(one.path.parent, []) if one.talks and one.projector is None else []
        own = next((other.path for other in near if _projects_for(other, one, near)), None)
        yield replace(one, projector=own) if own else one


def _projects_for(other: FoundModel, model: FoundModel, near: Sequence[FoundModel]) -> bool:
    """Whether a projector is named like the model, or like none and there is one kind of model."""
    if other.kind != _PROJECTOR:
        return False
    base = _QUANTISED.sub("", re.sub(r"[-_.]?mmproj[-_.]?", "", other.path.stem.lower()))
    if base not in ("", "model"):
        return model.path.stem.lower().startswith(base)
    kinds = {one.info.architecture for one in near if one.info and one.talks}
    return len(kinds) == 1
