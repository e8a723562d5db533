"""Which file makes pictures into what a model reads: its projector, mostly named `mmproj…`.

Looks at names and folders only; whether it fits the model is the engine's to say.
"""

from __future__ import annotations

import re
from pathlib import Path

from sel.errors import ModelFileError

_SIGN = "mmproj"
_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")


def is_projector(path: Path) -> bool:
    """Whether a file is called as projectors are: it is no model to talk with."""
    return _SIGN in path.name.lower()


def projector_for(model: Path, chosen: str = "") -> Path:
    """The projector of a model: the `chosen` one, else the likeliest beside it.

    Raises `ModelFileError` where there is none.
    """
    if chosen:
        path = Path(chosen).expanduser()
        if "\0" in chosen or not path.is_file():
            raise ModelFileError("The projector does not exist.", where=chosen)
        return path.absolute()
    beside = sorted(path for path in model.parent.glob("*.gguf") if is_projector(path))
    if not beside:
        raise ModelFileError(
            "The model for pictures has no projector (a file `mmproj-….gguf`) beside it.",
            where=str(model),
            hint="Put it there, or name it with SEL_VISION_PROJECTOR.",
        )
    return max(beside, key=lambda path: (len(_words(path) & _words(model)), "f16" in path.name))


def _words(path: Path) -> set[str]:
    return set(_WORD.findall(path.stem.lower()))
