"""What a brain is made of; put together by `sel.cli.assemble` and by tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.hormones import STILL, Levels
from sel.affect.state import AffectState
from sel.brain.hormones.shared import SharedFeelings
from sel.brain.sessions.states import States
from sel.cache.cache import ResponseCache
from sel.config.settings import Settings
from sel.engine.embedding import Embedder
from sel.engine.experts import Experts
from sel.events import NoticeGiven
from sel.observe.monitor import Monitor
from sel.prompt.persona import Persona
from sel.routing.router import Router
from sel.sessions.shelf import Shelf

if TYPE_CHECKING:  # the library brings numpy along
    from sel.agents.agents import Agents
    from sel.agents.shell_run import Ask, Shell
    from sel.memory.library import Library
    from sel.porting.lore.book import Lorebook
    from sel.porting.personas.folder import Personas


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything the brain uses and did not make itself.

    `find_model` turns a path or an installed name into a path (raises `ModelFileError`). `notices`
    are said once, when the brain starts. `clock` gives Unix seconds. `affect` is the inner state to
    begin with, at rest if None. `open_library` opens the memory (raises `StoreError`); it is called
    in a thread of its own, and None means that nothing is ever remembered. `folders` are what
    people are told about where it is. `hormone_folder` is where the hormones' histories go of those
    who are remembered; None means that they end with the process. `monitor` is told how long what
    takes, `cache` has what was made before. Without `agents` none is ever asked; `shell` makes what
    runs commands, given how to ask the person, and is None unless they switched that on. `sessions`
    is where conversations are kept, `states` where the engine's state of the last one is; None for
    nowhere. `feelings` are those that several SELs share. `personas` are those SEL can be at the
    desk beside its own, which is `persona`.
    """

    settings: Settings
    experts: Experts
    router: Router
    appraiser: Appraiser
    persona: Persona
    embedder: Embedder | None = None
    find_model: Callable[[str], str] = str
    notices: tuple[NoticeGiven, ...] = ()
    clock: Callable[[], float] = field(default=time.time)
    affect: AffectState | None = None
    open_library: Callable[[], Library] | None = None
    folders: tuple[Path, ...] = (Path("memory"),)
    monitor: Monitor = field(default_factory=Monitor)
    cache: ResponseCache = field(default_factory=ResponseCache)
    hormone_folder: Path | None = None
    agents: Agents | None = None
    shell: Callable[[Ask], Shell] | None = None
    sessions: Shelf | None = None
    states: States | None = None
    feelings: SharedFeelings | None = None
    personas: Personas | None = None

    def persona_of(self, id: str) -> Persona:
        """The persona of this id as its file is now; SEL's own for "" and for one that is gone."""
        return self.persona if self.personas is None else self.personas.persona(id)

    def speaker(self, id: str) -> str:
        """The name that replies of this persona stand under, "" for SEL."""
        return self.persona_of(id).speaker

    def lore_of(self, id: str) -> Lorebook | None:
        """What a persona knows of its world, if anything."""
        return None if self.personas is None else self.personas.lore(id)

    def temper_of(self, id: str) -> Levels:
        """What a persona's baselines differ by from SEL's own."""
        return STILL if self.personas is None else self.personas.temper(id)
