"""Examines whether SEL sees pictures: a model, its projector, llama.cpp's multimodal library."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from sel.cli.doctor_check import Check, House
from sel.cli.eyes import projector_of
from sel.engine import build
from sel.errors import EngineError
from sel.models.shelf import find_model

_HOW = "docs/vision.md says which models see, and how SEL gets one."


def vision_checks(house: House) -> Iterator[Check]:
    """What is said of pictures."""
    yield _eyes(house)
    if importlib.util.find_spec("PIL") is None:
        yield Check("previews", "ok", "None: pillow is missing.", "pip install 'pillow>=11'")


def _eyes(house: House) -> Check:
    settings = house.loaded.settings
    if house.remote or not settings.vision_model:
        return Check("pictures", "ok", f"No model sees them, and SEL says so. {_HOW}")
    try:
        model = find_model(settings.vision_model, settings, house.paths)
        projector = projector_of(model, settings, house.paths)
    except EngineError as error:
        return Check("pictures", "problem", error.sentence(), _HOW)
    folder = build.libraries()
    if folder is None or not any(True for _ in folder.glob("*mtmd*")):
        detail = "This build of llama.cpp lacks its multimodal library."
        return Check("pictures", "problem", detail, "Compile it anew: `make distclean run`.")
    size = projector.stat().st_size / 1e6
    return Check("pictures", "ok", f"{model.name} sees, through {projector.name} ({size:.0f} MB).")
