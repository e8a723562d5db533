"""What a brain is made of; put together by `sel.cli.assemble` and by tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.state import AffectState
from sel.config.settings import Settings
from sel.engine.embedding import Embedder
from sel.engine.experts import Experts
from sel.events import NoticeGiven
from sel.prompt.persona import Persona
from sel.routing.router import Router


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything the brain uses and did not make itself.

    `find_model` turns a path or an installed name into a path (raises `ModelFileError`). `notices`
    are said once, when the brain starts. `clock` gives Unix seconds. `affect` is the inner state to
    begin with, at rest if None.
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
