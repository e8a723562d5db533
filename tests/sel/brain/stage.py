"""A brain over scripted engines, and an ear that keeps what it says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, cast

from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.appraisal_types import Appraisal
from sel.brain.mixture import MixtureBrain
from sel.brain.parts import Parts
from sel.config.settings import Settings
from sel.engine.experts import Experts, Role
from sel.engine.scripted import ScriptedEngine
from sel.engine.types import Engine
from sel.events import Event, SendMessage, TurnEnded
from sel.prompt.persona import Persona
from sel.routing.router import Intent, Route, Router

NOON = 1_799_928_000.0
"""12:00 UTC of a winter day: moods follow the clock, and tests must not follow the real one."""


def noon_clock() -> Callable[[], float]:
    """A clock that starts at noon and runs."""
    began = time.monotonic()
    return lambda: NOON + time.monotonic() - began


class PlainRouter:
    """Routes by one plain word, so that tests choose the expert."""

    def route(self, text: str, *, vector: object = None, images: int = 0) -> Route:
        intent: Intent = "vision" if images else "code" if "code" in text else "general"
        return Route(intent=intent, confidence=1.0, reason="by the test")


class PlainAppraiser:
    """Feels thanks, and nothing else."""

    def appraise(self, text: str, *, vector: object = None) -> Appraisal:
        if "thanks" in text:
            return Appraisal(valence=0.6, reasons=("thanks",), signals=frozenset({"thanks"}))
        return Appraisal()


class Ear:
    """Keeps every event of a brain, in order."""

    def __init__(self, brain: MixtureBrain) -> None:
        self.events: list[Event] = []
        self._new = asyncio.Event()
        self._subscription = brain.subscribe()
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for event in self._subscription:
            self.events.append(event)
            self._new.set()

    async def until(self, found: Callable[[Event], bool], count: int = 1) -> Event:
        """Wait until `count` events fit; the last of them."""
        async with asyncio.timeout(90):
            while len(fits := [event for event in self.events if found(event)]) < count:
                self._new.clear()
                await self._new.wait()
        return fits[count - 1]

    async def ending(self, turn_id: str) -> TurnEnded:
        """Wait for the end of a turn."""
        event = await self.until(lambda e: isinstance(e, TurnEnded) and e.turn_id == turn_id)
        assert isinstance(event, TurnEnded)
        return event

    def of(self, kind: type[Event], turn_id: str = "") -> list[Any]:
        """The events of a kind, of one turn if given."""
        return [
            event
            for event in self.events
            if isinstance(event, kind) and turn_id in ("", event.turn_id)
        ]

    async def close(self) -> None:
        """Listen no more."""
        self._subscription.close()
        await self._task


def make_parts(engine: Engine, coder: Engine | None = None, **settings: Any) -> Parts:
    """Parts around scripted engines. Settings are the desk's, without batching."""
    engines: dict[str, Engine] = {"general": engine}
    models: dict[Role, str] = {"general": "general"}
    if coder is not None:
        engines["coder"] = coder
        models["coder"] = "coder"
    values: dict[str, Any] = {"batch_seconds": 0.0, "timezone": "UTC"} | settings
    return Parts(
        settings=Settings(**values),
        experts=Experts(engines.__getitem__, models, single=values.get("single_backend", True)),
        router=cast(Router, PlainRouter()),
        appraiser=cast(Appraiser, PlainAppraiser()),
        persona=Persona(),
        clock=noon_clock(),
    )


async def say(brain: MixtureBrain, text: str, channel: str = "desk", **more: Any) -> str:
    """Send a message; its turn's id."""
    return await brain.submit(SendMessage(text=text, channel=channel, **more))


def scripted(*replies: str, **more: Any) -> ScriptedEngine:
    """A scripted engine with these replies."""
    return ScriptedEngine(replies=replies, **more)
