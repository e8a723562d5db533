"""Builds a brain from settings: the one place where all the parts meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sel import paths as places
from sel.affect.appraisal.appraiser import Appraiser
from sel.brain.mixture import MixtureBrain
from sel.brain.parts import Parts
from sel.cache.cache import ResponseCache
from sel.cache.disk import CacheDisk, FileDisk
from sel.cache.policy import HOUR, LIFETIMES, REPLY
from sel.cli.eyes import projector_of
from sel.cli.helpers import helpers
from sel.cli.scale import shared_parts
from sel.cli.talk_files import states, talk_states, talks
from sel.config.settings import Settings
from sel.engine import build, catalog
from sel.engine.embedder import ChildEmbedder
from sel.engine.experts import Experts, Role
from sel.engine.fit import choose_context
from sel.engine.gguf import read_header
from sel.engine.llm_config import AUTO, LlmConfig
from sel.engine.local import LocalEngine
from sel.engine.machine import available_memory, physical_cores
from sel.engine.supervisor import SEEING_WORKER, WORKER
from sel.engine.types import Engine
from sel.errors import EngineError, ModelFileError, PersonaError, SelError
from sel.events import NoticeGiven
from sel.models.shelf import find_model
from sel.paths import Paths
from sel.porting.personas.folder import Personas
from sel.prompt import persona as personas
from sel.routing.router import Router

if TYPE_CHECKING:
    from sel.memory.library import Library


def build_brain(
    settings: Settings,
    paths: Paths,
    *,
    demo: bool = False,
    problems: Sequence[SelError] = (),
) -> MixtureBrain:
    """The brain for these settings, not yet started. `demo` scripts the engine: no model needed.

    `problems` are what was wrong with the settings; they are said when the brain starts.
    """
    parts = make_parts(settings, paths, demo=demo, problems=problems)
    if not demo and not settings.remote_url:
        parts = replace(parts, notices=(*parts.notices, *starter_notice(parts.experts, paths)))
    return MixtureBrain(parts)


def make_parts(
    settings: Settings, paths: Paths, *, demo: bool = False, problems: Sequence[SelError] = ()
) -> Parts:
    """What the brain is made of."""
    persona, shipped, notices = _persona(paths)
    notices += [_notice(problem.sentence(), "") for problem in problems]
    others = Personas(paths.personas, paths.persona_file, shipped)
    notices += _unknown(others, settings.persona)
    experts = _demo_experts() if demo else _experts(settings, paths, notices)
    assets = places.assets()
    shared = shared_parts(settings)
    return Parts(
        settings=settings,
        experts=experts,
        router=Router.from_file(assets / "routing" / "weights.json"),
        appraiser=Appraiser.from_file(assets / "appraisal" / "weights.json"),
        persona=persona,
        personas=others,
        embedder=None if demo else _embedder(settings, paths),
        find_model=_in_a_demo if demo else lambda name: str(find_model(name, settings, paths)),
        notices=tuple(notices),
        open_library=_library(settings, paths.data / "memory"),
        cache=_cache(settings, shared.replies or FileDisk(paths.replies)),
        folders=paths.kept,
        sessions=talks(paths),
        states=talk_states(paths),
        hormone_folder=paths.hormones,
        feelings=shared.feelings() if shared.feelings else None,
        **helpers(settings, paths),
    )


def _cache(settings: Settings, disk: CacheDisk) -> ResponseCache:
    lifetimes = {**LIFETIMES, REPLY: settings.cache_hours * HOUR}
    return ResponseCache(lifetimes, disk=disk)


def _embedder(settings: Settings, paths: Paths) -> ChildEmbedder:
    return ChildEmbedder(paths.logs / "embed.log", model=settings.embedding_model)


def _library(settings: Settings, folder: Path) -> Callable[[], Library]:
    """What opens the memory, later and in a thread of its own: it takes a while, and numpy."""

    def open_later() -> Library:
        from sel.cli.library import open_library

        return open_library(folder, settings)

    return open_later


def _persona(paths: Paths) -> tuple[personas.Persona, personas.Persona, list[NoticeGiven]]:
    """The person's own persona if they wrote one that can be read, else the one that ships; and
    the one that ships."""
    shipped = places.assets() / "persona.toml"
    default, _ = personas.load(shipped.read_text("utf-8"), shipped.name)
    try:
        own = paths.persona_file.read_bytes()
    except FileNotFoundError:
        return default, default, []
    except OSError as error:
        notice = _notice("Your persona file cannot be read.", f"{error.strerror}.")
        return default, default, [notice]
    try:
        found, problems = personas.load(own.decode("utf-8", "replace"), str(paths.persona_file))
    except PersonaError as error:
        notice = _notice(error.sentence(), "SEL uses its own persona; yours is untouched.")
        return default, default, [notice]
    unused = [_notice(f"{problem.text} ({problem.where})", "") for problem in problems]
    return found, default, unused


def _unknown(others: Personas, name: str) -> list[NoticeGiven]:
    """Where the persona to begin with is none: SEL is its own, and says so."""
    try:
        others.id_of(name)
    except SelError as error:
        return [_notice(error.sentence(), "SEL is its own persona meanwhile.")]
    return []


def _notice(title: str, hint: str) -> NoticeGiven:
    return NoticeGiven(title=title, hint=hint, level="warning")


def _experts(settings: Settings, paths: Paths, notices: list[NoticeGiven]) -> Experts:
    if settings.remote_url:
        return Experts(lambda _: _remote(settings), {"general": settings.remote_model or "remote"})
    chosen: dict[Role, str] = {
        "general": settings.general_model,
        "coder": settings.coder_model,
        "vision": settings.vision_model,
    }
    models: dict[Role, str] = {
        role: _path(name, settings, paths)
        for role, name in chosen.items()
        if name or role == "general"
    }
    if "vision" in models and (problem := _unseeing(models["vision"], settings, paths)):
        notices.append(_notice(problem.sentence(), "Until then I say that I can't see pictures."))
        del models["vision"]

    def make(model: str) -> Engine:
        return _local(model, settings, paths, sees=experts.plays("vision", model))

    experts = Experts(make, models, single=settings.single_backend)
    return experts


def _unseeing(model: str, settings: Settings, paths: Paths) -> EngineError | None:
    """Why a model for pictures sees none, as far as file names tell."""
    try:
        projector_of(Path(model), settings, paths)
    except EngineError as error:
        return error
    return None


def _in_a_demo(_: str) -> str:
    raise ModelFileError("This is a demo: a script speaks in place of a model.")


def _path(name: str, settings: Settings, paths: Paths) -> str:
    """The model's path; a name that means nothing stays, and is refused when it is to be loaded."""
    try:
        return str(find_model(name, settings, paths))
    except EngineError:
        return name


def _local(model: str, settings: Settings, paths: Paths, *, sees: bool = False) -> Engine:
    path = find_model(model, settings, paths)
    projector = projector_of(path, settings, paths) if sees else None
    return LocalEngine(
        replace(config_for(path, settings, projector), states=str(states(paths))),
        log_path=paths.logs / "llm.log",
        rungs_path=paths.state / "engine-rungs.json",
        worker=SEEING_WORKER if projector else WORKER,
        name="" if path.suffix == ".gguf" else read_header(path).name,
    )


def config_for(path: Path, settings: Settings, projector: Path | None = None) -> LlmConfig:
    """How to load a model on this machine, with a projector one that sees. Raises `EngineError` for
    one that cannot be."""
    gpu = build.can_use_gpu()
    memory = None if gpu else available_memory()
    if projector is not None and memory is not None:
        memory = max(memory - projector.stat().st_size, 0)
    layers = AUTO if settings.gpu_layers == "auto" else int(settings.gpu_layers)
    return LlmConfig(
        path=str(path),
        context=choose_context(read_header(path), settings.context, memory, settings.slots),
        slots=settings.slots,
        gpu_layers=layers if gpu else 0,
        threads=settings.threads or physical_cores(),
        projector=str(projector or ""),
    )


def _remote(settings: Settings) -> Engine:
    from sel.engine.remote.engine import RemoteEngine  # lazy: few use it

    return RemoteEngine(settings.remote_url, settings.remote_key, settings.remote_model)


def _demo_experts() -> Experts:
    from sel.engine.scripted import DEMO, ScriptedEngine
    from sel.engine.scripted_rules import load

    script = load(places.assets() / "demo" / "script.toml")
    models: dict[Role, str] = {"general": "demo", "vision": "demo"}
    return Experts(lambda _: ScriptedEngine(script, pace=DEMO), models)


def starter_notice(experts: Experts, paths: Paths) -> list[NoticeGiven]:
    """Said once per installation: that this is the smallest of models, and how to get a better."""
    said = paths.state / "starter-notice"
    if experts.model("general") != str(catalog.starter()) or said.exists():
        return []
    try:
        said.touch()
    except OSError:
        return []
    return [
        NoticeGiven(
            title="You are talking with the starter model: small, quick and not clever.",
            hint="/models finds better ones, here and on the hub.",
        )
    ]
