"""Which projector belongs to a model that is to see: named, beside it, or known to the program that
fetched it."""

from __future__ import annotations

import os
from pathlib import Path

from sel.config.settings import Settings
from sel.engine.projector import projector_for
from sel.errors import ModelFileError
from sel.models.shelf import Where, candidates, locate
from sel.paths import Paths


def projector_of(model: Path, settings: Settings, paths: Paths) -> Path:
    """The file. Raises `ModelFileError` where there is none."""
    where = Where.here(paths, settings.model_folders)
    chosen = settings.vision_projector
    if chosen and _is(model, settings.vision_model, where):
        return projector_for(model, chosen)
    try:
        return projector_for(model)
    except ModelFileError:
        for one in candidates(where):
            if one.projector is not None and os.path.realpath(one.path) == os.path.realpath(model):
                return one.projector
        raise


def _is(model: Path, name: str, where: Where) -> bool:
    """Whether a name in the settings means this file; one that means none is taken on trust."""
    try:
        return not name or locate(name, where) == model
    except ModelFileError:
        return True
