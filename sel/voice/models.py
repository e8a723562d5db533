"""Where ears and mouth are on this machine, and what to do where they are not.

Looks at names and sizes only; what is inside a file is for the workers to say.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sel.errors import VoiceError
from sel.paths import Paths
from sel.voice import known

_PULL = "`sel voice pull"


def find_ears(name: str, paths: Paths) -> Path:
    """The folder of the Whisper a person means: a folder, a size or a repository.

    Raises `VoiceError`: what is missing, where it was looked for, and what to do.
    """
    if _is_path(name):
        return _ears_in(Path(name).expanduser().absolute())
    source = known.ears(name)
    if source is None:
        raise VoiceError(
            f"No Whisper is called {name!r}.",
            where="stt_model",
            hint=_meant(name) or f"There are {', '.join(known.sizes())}, or name a folder.",
        )
    own = paths.models / source.folder
    looked = [own, *_hub_cache(source.repo, os.environ)]
    for folder in looked:
        if (folder / known.EARS_FILES[0]).exists():
            return _ears_in(folder)
    raise VoiceError(
        f"The Whisper {name} that understands speech is not on this machine.",
        where=str(own),
        hint=f"{_PULL} ears` fetches it ({_size(source)}).",
    )


def find_mouth(name: str, paths: Paths) -> Path:
    """The .onnx file of the voice a person means: a file, or a Piper voice's name.

    Raises `VoiceError`: what is missing, where it was looked for, and what to do.
    """
    if name.endswith(".onnx") or _is_path(name):
        return _voice_at(Path(name).expanduser().absolute())
    source = known.mouth(name)
    own = paths.models / "piper" / f"{name}.onnx"
    if own.is_file():
        return _voice_at(own)
    if source is None:
        raise VoiceError(
            f"No Piper voice is called {name!r}.",
            where="piper_model",
            hint=_meant(name) or "Names look like en_US-kristin-medium; or name an .onnx file.",
        )
    raise VoiceError(
        f"The voice {name} is not on this machine.",
        where=str(own),
        hint=f"{_PULL} mouth` fetches it ({_size(source)}).",
    )


def _ears_in(folder: Path) -> Path:
    if not folder.is_dir():
        raise VoiceError("The folder of Whisper does not exist.", where=str(folder), hint=_OTHER)
    missing = [name for name in known.EARS_FILES if not (folder / name).is_file()]
    if missing:
        raise VoiceError(
            f"The folder of Whisper lacks {' and '.join(missing)}.",
            where=str(folder),
            hint="It must hold a whole CTranslate2 model; `sel voice pull ears` fetches one.",
        )
    return folder


def _voice_at(file: Path) -> Path:
    if not file.is_file():
        raise VoiceError("The file of the voice does not exist.", where=str(file), hint=_OTHER)
    beside = file.with_name(f"{file.name}.json")
    if not beside.is_file():
        raise VoiceError(
            f"The voice lacks its {beside.name}, which says how it is spoken.",
            where=str(file),
            hint="Put it beside the .onnx file; `sel voice pull mouth` fetches both.",
        )
    return file


_OTHER = "Correct the setting, or take it away: `sel voice pull` fetches the usual one."


def _is_path(name: str) -> bool:
    """A folder that is there, or what can only be a path."""
    return name.startswith((".", "~", "/")) or (os.sep in name and Path(name).exists())


def _hub_cache(repo: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Snapshots of a repository that other programs keep in the usual cache of hubs."""
    cache = Path.home() / ".cache"
    base = Path(
        environ.get("HF_HOME") or Path(environ.get("XDG_CACHE_HOME") or cache, "huggingface")
    )
    root = Path(environ.get("HF_HUB_CACHE") or base / "hub") / f"models--{repo.replace('/', '--')}"
    try:
        named = (root / "refs" / "main").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return
    if named and "/" not in named and named not in (".", ".."):
        yield root / "snapshots" / named


def _size(source: known.Source) -> str:
    return f"about {source.megabytes} MB" if source.megabytes else "its size is said first"


def _meant(name: str) -> str:
    near = known.closest(name)
    return f"Did you mean {near}?" if near else ""
