"""A brain's models: found, given roles, measured and fetched when somebody wants it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sel.cli.modelling import Pulling, hub
from sel.config.write import set_value
from sel.engine.experts import ROLES
from sel.errors import ModelFileError, SelError
from sel.events import Command, Event, NoticeGiven
from sel.model_events import (
    FitView,
    GiveRole,
    HubModelView,
    MeasureModel,
    ModelsChanged,
    ModelView,
    OffersView,
    PullChanged,
    PullModel,
    PullView,
    StopPull,
)
from sel.models.fit import Room
from sel.models.found import FoundModel
from sel.models.listing import Terms, fit, listed
from sel.models.measure import memory_of
from sel.models.room import room
from sel.models.shelf import Where, name_for
from sel.models.speed import Speeds
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.brain.door.control import Answerer
    from sel.brain.mixture import MixtureBrain
    from sel.config.settings import Settings

MODEL_COMMANDS: tuple[type[Command], ...] = (GiveRole, MeasureModel, PullModel, StopPull)
MEASURED_AT = 2048
"""Tokens of context for a measuring from within: long enough, and little memory beside SEL's."""


class Modelled:
    """What a brain does with models beside talking through them."""

    def __init__(self, brain: MixtureBrain, paths: Paths, tell: Callable[[Event], None]) -> None:
        self._brain, self._paths, self._tell = brain, paths, tell
        self._terms = Terms(room=Room(ram=None))
        self._found: dict[str, FoundModel] = {}
        self._measuring = asyncio.Lock()
        self._written = asyncio.Lock()
        self.pulling = Pulling(
            paths,
            lambda: self._terms,
            self._pulled,
            lambda: tell(ModelsChanged()),
        )

    def _pulled(self, view: PullView) -> None:
        self._tell(PullChanged(pull=view))
        if view.state == "done":
            hint = "/models gives it a role."
            self._tell(NoticeGiven(title=f"{view.name} is here.", hint=hint))
        elif view.state == "failed":
            self._tell(NoticeGiven(title=f"{view.name}: {view.error}", level="warning"))

    @property
    def _settings(self) -> Settings:
        return self._brain.swapping.settings

    async def obey(self, command: Command) -> None:
        """Take one of `MODEL_COMMANDS`; returns when it is done. Raises `SelError`."""
        match command:
            case GiveRole():
                await self._give(command.role, command.model)
            case MeasureModel():
                await self._measure(command.model)
            case PullModel():
                await self.pulling.begin(command)
            case StopPull():
                self.pulling.stop()

    def stop(self) -> None:
        """Fetch no more."""
        self.pulling.stop()

    # ------------------------------------------------------------ what there is

    async def models(self) -> Sequence[ModelView]:
        """Every model on this machine, looked at anew."""
        roles = self._roles()
        pids = [pid for role, pid in self._brain.observer.children().items() if role in ROLES]
        self._terms, rows = await asyncio.to_thread(self._look, roles, pids)
        self._found = {view.path: model for model, view in rows}
        return tuple(view for _, view in rows)

    def _look(
        self, roles: Mapping[Path, tuple[str, ...]], pids: Sequence[int]
    ) -> tuple[Terms, Sequence[tuple[FoundModel, ModelView]]]:
        settings = self._settings
        back = sum(peak - mapped for peak, mapped in map(memory_of, pids))
        terms = Terms(
            room=room(settings.gpu_layers, back if settings.single_backend else 0),
            context=settings.context,
            slots=settings.slots,
        )
        return terms, listed(self._where(), terms, roles)

    def _roles(self) -> Mapping[Path, tuple[str, ...]]:
        """The files in use now, whatever the settings say."""
        used: dict[Path, tuple[str, ...]] = {}
        for role, model in self._brain.swapping.models().items():
            path = Path(model)
            if path.is_file():
                used[path] = (*used.get(path, ()), role)
        return used

    def _where(self) -> Where:
        return Where.here(self._paths, self._settings.model_folders)

    def fit(self, path: str, context: int) -> FitView | None:
        """Whether a model that was found fits at this context; None for what was not."""
        model = self._found.get(path)
        return fit(model, self._terms, context) if model is not None else None

    async def search(self, words: str) -> Sequence[HubModelView]:
        """Models on the hub. Raises `FetchError`."""
        from sel.fetch.search import search

        found = await asyncio.to_thread(search, hub(), words)
        return tuple(HubModelView(**asdict(one)) for one in found)

    # ------------------------------------------------------------ roles

    async def _give(self, role: str, model: str) -> float:
        """Let it take the role now, and write it down; the seconds until it could answer."""
        async with self._written:
            found = self._found.get(model)
            name = await asyncio.to_thread(name_for, found, self._where()) if found else model
            seconds = await self._brain.swapping.use(role, name)
            await asyncio.to_thread(self._write, role, name, found)
        self._tell(ModelsChanged())
        if os.environ.get(name_of := f"SEL_{role.upper()}_MODEL"):
            told = f"{name_of} is set in the environment, which counts more at the next start."
            self._tell(NoticeGiven(title=told, level="warning"))
        return seconds

    def _write(self, role: str, name: str, found: FoundModel | None) -> None:
        file = self._paths.ready().config_file
        set_value(file, f"{role}_model", name)
        if role == "vision" and found is not None and found.projector is not None:
            set_value(file, "vision_projector", str(found.projector))

    def answers(self) -> Mapping[str, Answerer]:
        """What `sel models use` asks for at the door; it writes the setting itself."""
        return {"use-model": self._asked}

    async def _asked(self, question: Mapping[str, Any]) -> dict[str, Any]:
        seconds = await self._brain.swapping.use(str(question["role"]), str(question["model"]))
        self._tell(ModelsChanged())
        return {"seconds": round(seconds, 3)}

    # ------------------------------------------------------------ measuring

    async def _measure(self, path: str) -> None:
        from sel.cli.assemble import config_for
        from sel.models.measure import measure

        found = self._found.get(path)
        if found is None or found.info is None or not found.talks:
            raise ModelFileError("This cannot be measured.", where=path)
        judged = fit(found, self._terms, MEASURED_AT)
        if judged is not None and judged.state == "no":
            raise ModelFileError("It does not fit, so it is not loaded.", hint=judged.help)
        if self._measuring.locked():
            raise SelError("Another model is being measured.", hint="Wait for it.")
        async with self._measuring:
            config = await asyncio.to_thread(config_for, found.path, self._settings)
            config = replace(config, context=MEASURED_AT)
            measured = await measure(found.info, config, self._paths.ready())
            await asyncio.to_thread(Speeds(self._paths).keep, found.path, measured.speed)
        self._tell(ModelsChanged())


class ModelsFace:
    """What faces ask of models, of a brain that has them."""

    modelled: Modelled

    async def models(self) -> Sequence[ModelView]:
        """Every model on this machine, looked at anew."""
        return await self.modelled.models()

    def model_fit(self, path: str, context: int) -> FitView | None:
        """Whether a model of the list fits at this context."""
        return self.modelled.fit(path, context)

    def hub_name(self) -> str:
        """Who is asked when models are searched or fetched. Raises `FetchError`."""
        return urlsplit(hub().address).hostname or ""

    async def search_models(self, words: str) -> Sequence[HubModelView]:
        """Models on the hub. Raises `FetchError`."""
        return await self.modelled.search(words)

    async def model_offers(self, repo: str) -> OffersView:
        """What a repository of the hub has. Raises `FetchError`."""
        return await self.modelled.pulling.offers(repo)

    def pulling(self) -> PullView | None:
        """The download that runs, or ran last."""
        return self.modelled.pulling.view
