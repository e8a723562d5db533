"""What actions of `sel models` share: where models are, their roles, how they read in words."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sel.config.load import Loaded
from sel.config.settings import Settings
from sel.errors import ModelFileError
from sel.model_events import FitView, ModelView
from sel.models.found import FoundModel
from sel.models.listing import Terms, listed
from sel.models.room import room
from sel.models.shelf import Where, find_model
from sel.paths import Paths

ROLES = ("general", "coder", "vision")
WORDS = {"fits": "fits", "tight": "tight", "no": "too large", "unknown": "?"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models that are found or configured; roles whose model is not there are rows, too."""

    rows: tuple[tuple[FoundModel | None, ModelView], ...]
    terms: Terms

    @property
    def views(self) -> list[ModelView]:
        """As people see them."""
        return [view for _, view in self.rows]


def shelf(loaded: Loaded, paths: Paths, folders: Sequence[str] = (), context: int = 0) -> Shelf:
    """Everything there is. `folders` are looked through as well."""
    settings = loaded.settings
    terms = terms_of(settings, context)
    used, lost = _used(settings, paths)
    where = Where.here(paths, settings.model_folders, *folders)
    known: list[tuple[FoundModel | None, ModelView]] = [*listed(where, terms, used)]
    known += [
        (None, ModelView(name=role, source="configured", roles=(role,), problem=error.sentence()))
        for role, error in lost.items()
    ]
    return Shelf(tuple(known), terms)


def terms_of(settings: Settings, context: int = 0) -> Terms:
    """How SEL would load a model here and now."""
    return Terms(
        room=room(settings.gpu_layers), context=context or settings.context, slots=settings.slots
    )


def one(args: argparse.Namespace, name: str) -> tuple[FoundModel, ModelView, Terms]:
    """The model a person means. Raises `ModelFileError`."""
    found = shelf(args.loaded, args.paths, (), getattr(args, "at", 0))
    try:
        path = find_model("" if name == "general" else name, args.loaded.settings, args.paths)
    except ModelFileError:
        # One that is half there has no role to play, but the list shows it, and why.
        for model, view in found.rows:
            if model is not None and view.problem and view.name.casefold() == name.casefold():
                return model, view, found.terms
        raise
    real = path.resolve()
    for model, view in found.rows:
        if model is not None and model.path.resolve() == real:
            return model, view, found.terms
    where = Where.here(args.paths, args.loaded.settings.model_folders)
    model, view = next(
        row for row in listed(where, found.terms, {path: ()}) if row[0].path.resolve() == real
    )
    return model, view, found.terms


def _used(
    settings: Settings, paths: Paths
) -> tuple[Mapping[Path, tuple[str, ...]], dict[str, ModelFileError]]:
    """Which roles each file plays, and what is wrong with roles that have none."""
    used: dict[Path, tuple[str, ...]] = {}
    lost: dict[str, ModelFileError] = {}
    for role in ROLES:
        try:
            path = _chosen(role, settings, paths)
        except ModelFileError as error:
            if role == "general" or getattr(settings, f"{role}_model"):
                lost[role] = error
            continue
        if path is not None:
            used[path] = (*used.get(path, ()), role)
    return used, lost


def _chosen(role: str, settings: Settings, paths: Paths) -> Path | None:
    asked = getattr(settings, f"{role}_model")
    if asked:
        return find_model(asked, settings, paths)
    if role == "vision" or settings.remote_url:
        return None
    if role == "coder":
        return _chosen("general", settings, paths)
    return find_model("", settings, paths)


# ---------------------------------------------------------------- words


def size(count: int) -> str:
    """Bytes in words."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def parameters(count: int) -> str:
    """A number of parameters in words, "" for none."""
    if not count:
        return ""
    return f"{count / 1e9:.1f}B" if count >= 1e9 else f"{count / 1e6:.0f}M"


def fit_words(fit: FitView) -> str:
    """The verdict in a line: whether, how much, of how much, and what would help."""
    words = {
        "fits": "It fits",
        "tight": "It only just fits",
        "no": "It does not fit",
        "unknown": "It needs",
    }[fit.state]
    gpu = f", {fit.layers_on_gpu} of {fit.layers} layers on the GPU" if fit.layers_on_gpu else ""
    free = f" of {size(fit.free)} that are free" if fit.free else ""
    told = f"{words} with a context of {fit.context:,} tokens: {size(fit.need)}{free}{gpu}."
    return f"{told} {fit.help}".rstrip()
