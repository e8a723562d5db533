"""`sel models list`: the models on this machine, what is in each file and what it is used for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sel.cli import flags
from sel.config.load import Loaded
from sel.engine import catalog
from sel.engine.gguf import read_header
from sel.errors import ModelFileError
from sel.paths import Paths

ROLES = ("general", "coder", "vision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One model. `size` in bytes, `context` in tokens; `problem` says why a file cannot be used."""

    name: str
    path: str
    source: str
    roles: tuple[str, ...] = ()
    size: int = 0
    architecture: str = ""
    quantisation: str = ""
    context: int = 0
    recurrent: bool = False
    problem: str = ""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("models", help="the models on this machine")
    actions = parser.add_subparsers(title="actions", metavar="action", required=True)
    listing = actions.add_parser("list", help="every model, its file and its role")
    listing.add_argument("--json", action="store_true", help="one JSON array")
    flags.add(listing)
    listing.set_defaults(run=_list)


def _list(args: argparse.Namespace) -> int:
    rows = list(rows_of(args.loaded, args.paths))
    if args.json:
        print(json.dumps([asdict(row) for row in rows]))
        return 0
    for row in rows:
        print(_line(row))
    print(f"GGUF files in {args.paths.models} are found by name.")
    return 0


def rows_of(loaded: Loaded, paths: Paths) -> Iterator[Row]:
    """Every model that is found or configured, with the roles it is used for."""
    used, lost = _used(loaded, paths)
    listed = {one.path: (one.name, one.source) for one in catalog.find_models(paths)}
    configured = {path: (path.stem, "configured") for path in used if path not in listed}
    for path, (name, source) in (listed | configured).items():
        yield _row(path, name, source, used.get(path, ()))
    for role, error in lost.items():
        yield Row(name=role, path="", source="configured", roles=(role,), problem=error.sentence())


def _used(
    loaded: Loaded, paths: Paths
) -> tuple[dict[Path, tuple[str, ...]], dict[str, ModelFileError]]:
    """Which roles each file plays, and what is wrong with roles that have none."""
    used: dict[Path, tuple[str, ...]] = {}
    lost: dict[str, ModelFileError] = {}
    for role in ROLES:
        try:
            path = _chosen(role, loaded, paths)
        except ModelFileError as error:
            if role == "general" or getattr(loaded.settings, f"{role}_model"):
                lost[role] = error
            continue
        if path is not None:
            used[path] = (*used.get(path, ()), role)
    return used, lost


def _chosen(role: str, loaded: Loaded, paths: Paths) -> Path | None:
    settings = loaded.settings
    asked = getattr(settings, f"{role}_model")
    if asked:
        return catalog.resolve(asked, paths)
    if role == "vision" or settings.remote_url:
        return None
    if role == "coder":
        return _chosen("general", loaded, paths)
    return catalog.automatic(paths).path


def _row(path: Path, name: str, source: str, roles: tuple[str, ...]) -> Row:
    try:
        info = read_header(path)
    except ModelFileError as error:
        return Row(name=name, path=str(path), source=source, roles=roles, problem=error.sentence())
    return Row(
        name=name,
        path=str(path),
        source=source,
        roles=roles,
        size=info.file_bytes,
        architecture=info.architecture,
        quantisation=info.quantisation,
        context=info.context_length,
        recurrent=info.recurrent,
    )


def _line(row: Row) -> str:
    role = f" [{', '.join(row.roles)}]" if row.roles else ""
    if row.problem:
        return f"{row.name}{role} - {row.problem}"
    size = f"{row.size / 1e9:.1f} GB" if row.size >= 1e9 else f"{row.size / 1e6:.0f} MB"
    facts = f"{row.architecture} {row.quantisation}, {size}, context {row.context}"
    return f"{row.name}{role} - {facts} ({row.source})"
