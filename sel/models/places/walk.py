"""Looks through a folder for model files: never round in circles, never without end.

A link to a folder is not followed; a link to a file is a file. Only plain files count, so that
nothing waits for a pipe.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from sel.models.found import Candidate

DEEPEST = 8
"""Folders below the first; the deepest that a program makes is five."""
MOST = 20_000
"""Entries looked at in one place: a home folder named by mistake is not read to its end."""

_LATER = re.compile(r"(.*-)(?!00001)\d{5}(-of-\d{5}\.gguf)")
_UNDER_WAY = re.compile(
    r"(?:incomplete-|downloading_)?(.*?\.gguf)"
    r"(?:\.[0-9a-f]{12}\.part|\.part|\.partial|\.incomplete|\.downloadInProgress|\.crdownload|\.tmp|\.aria2)?",
    re.IGNORECASE,
)
_NAMELESS = re.compile(r"(?:ggml-)?model(?:[-_.].*)?", re.IGNORECASE)


def files(root: Path, most: int = MOST) -> Iterator[Path]:
    """Every plain file below a folder, by name; one that cannot be read has none."""
    folders: list[tuple[Path, int]] = [(root, 0)]
    seen = 0
    while folders:
        folder, depth = folders.pop()
        deeper: list[tuple[Path, int]] = []
        for entry in _entries(folder):
            seen += 1
            if seen > most:
                return
            if _is_folder(entry):
                if depth < DEEPEST:
                    deeper.append((Path(entry.path), depth + 1))
            elif is_plain(Path(entry.path)):
                yield Path(entry.path)
        folders.extend(reversed(deeper))


def is_plain(path: Path) -> bool:
    """Whether it is a file that can be read like one, perhaps by way of a link."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):  # gone, a link to nowhere or to itself, a NUL in a name
        return False


def models(root: Path, place: str) -> Iterator[Candidate]:
    """Every GGUF file below a folder, whole or not; `owner/repo` folders tell where from."""
    for path in files(root):
        found = candidate(path, place, origin=_origin(path, root))
        if found is not None:
            yield found


def candidate(path: Path, place: str, *, name: str = "", origin: str = "") -> Candidate | None:
    """What the name of a file makes of it; None where it is no model's, or a later part of one."""
    meant = _UNDER_WAY.fullmatch(path.name)
    if meant is None:
        return None
    problem = ""
    if meant[1] != path.name:
        problem = f"The download did not end: {_megabytes(path)} are there."
    elif (part := _LATER.fullmatch(path.name)) is not None:
        if path.with_name(f"{part[1]}00001{part[2]}").exists():
            return None
        problem = "The first file of this model is missing."
    name = name or name_of(path.with_name(meant[1]))
    return Candidate(path=path, name=name, place=place, origin=origin, problem=problem)


def name_of(path: Path) -> str:
    """The file's name without its end; its folder's, where that says nothing."""
    stem = re.sub(r"-00001-of-\d{5}$", "", path.stem)
    return path.parent.name if _NAMELESS.fullmatch(stem) and path.parent.name else stem


def _origin(path: Path, root: Path) -> str:
    parts = path.relative_to(root).parts
    return "/".join(parts[:2]) if len(parts) > 2 else ""


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:  # not there, or not ours to read
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _megabytes(path: Path) -> str:
    size = path.stat().st_size if is_plain(path) else 0
    return f"{size / 1e6:,.0f} MB"
