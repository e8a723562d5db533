"""A summary in a model's words: the model that SEL answers with, where it is large enough."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sel.cli.memory_home import beside
from sel.engine.types import Message, Piece, Request, Sampling
from sel.errors import EngineError

if TYPE_CHECKING:
    import argparse

    from sel.engine.experts import Experts
    from sel.memory.enrich.writing import Write

MOST_TOKENS = 160
"""Of a summary: some 120 words."""
CALM = Sampling(temperature=0.2, min_p=0.1, repeat_penalty=1.0)
"""What was said is to be said again, not embroidered."""


@dataclass(frozen=True, slots=True)
class Writer:
    """What phrases summaries; None where no model is trusted with it."""

    write: Write | None = None
    parameters: float = 0.0


@contextlib.contextmanager
def writer(args: argparse.Namespace) -> Iterator[Writer]:
    """The model for general talk, if it is on this machine and has parameters enough.

    It is loaded with the first summary. A model elsewhere is never told what is remembered here.
    """
    from sel.cli.assemble import make_parts
    from sel.memory.enrich.writing import TRUSTED

    experts = make_parts(args.loaded.settings, args.paths).experts
    parameters = _parameters(experts.model("general"))
    if parameters < TRUSTED:
        yield Writer()
        return
    with asyncio.Runner() as runner:
        try:
            yield Writer(_Model(experts, runner).write, parameters)
        finally:
            runner.run(experts.stop())


class _Model:
    """Asks the model, until it fails for the first time."""

    def __init__(self, experts: Experts, runner: asyncio.Runner) -> None:
        self._experts, self._runner = experts, runner
        self._failed: EngineError | None = None

    def write(self, prompt: str) -> str:
        """What the model says to it. Raises `EngineError`."""
        if self._failed is not None:
            raise self._failed
        try:
            return self._runner.run(self._ask(prompt))
        except EngineError as error:
            self._failed = error
            beside(f"{error.sentence()} Sentences are chosen instead.")
            raise

    async def _ask(self, prompt: str) -> str:
        request = Request(
            id="enrich",
            slot="enrich",
            messages=(Message("user", prompt),),
            sampling=CALM,
            max_tokens=MOST_TOKENS,
        )
        async with self._experts.lease("general") as engine:
            items = engine.generate(request)
            return "".join([item.text async for item in items if isinstance(item, Piece)])


def _parameters(model: str) -> int:
    """How many a model file has; 0 for one that is not here or cannot be read."""
    from sel.engine.gguf import read_header

    try:
        return read_header(Path(model)).parameters
    except EngineError:
        return 0
