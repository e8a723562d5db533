"""What the commands about files share: personas, what is told, new files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sel.cli.memory_home import beside
from sel.errors import StoreError
from sel.paths import PRIVATE_FILE, Paths

if TYPE_CHECKING:
    from sel.persona_events import ForeignView
    from sel.porting.personas.folder import Personas
    from sel.prompt.persona import Persona


def personas(paths: Paths) -> Personas:
    """The personas of these folders."""
    from sel.porting.personas.folder import Personas

    return Personas(paths.personas, paths.persona_file, shipped())


def shipped() -> Persona:
    """The persona that ships."""
    from sel import paths as places
    from sel.prompt.persona import load

    file = places.assets() / "persona.toml"
    return load(file.read_text("utf-8"), file.name)[0]


def tell_of(view: ForeignView) -> None:
    """What a file is, beside the answer."""
    from sel.porting.words import told

    for line in told(view):
        beside(line)


def new_file(path: Path, data: bytes) -> None:
    """Write a new file of its owner's own. Raises `StoreError`, also where there is one already."""
    import os

    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(number, "wb") as file:
            file.write(data)
    except FileExistsError:
        raise StoreError(
            "There is a file of that name already.", where=str(path), hint="Choose another name."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "bad name"
        raise StoreError(f"It could not be written: {reason}.", where=str(path)) from None
