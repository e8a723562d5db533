"""Experts: which engine plays which role, and who may be in memory at the same time.

The same model file is one engine, whatever roles it plays. With one backend at a time the old
engine is gone before the new one loads; who holds a lease is waited for, first come first served.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sel.engine.types import CanRest, Engine, HasChild
from sel.errors import EngineError, EngineGaveUp
from sel.events import EngineView

Role = Literal["general", "coder", "vision"]
ROLES: tuple[Role, ...] = ("general", "coder", "vision")
MakeEngine = Callable[[str], Engine]


@dataclass(slots=True)
class _Seat:
    """An engine that was made, who holds it, and whether it was started."""

    engine: Engine
    leases: int = 0
    started: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Experts:
    """Roles to engines. `make` builds the engine for a model name without starting it."""

    def __init__(
        self, make: MakeEngine, models: Mapping[Role, str], *, single: bool = True
    ) -> None:
        self._make = make
        self._models: dict[Role, str] = dict(models)
        self._single = single
        self._coming: tuple[Role, str] | None = None
        self._seats: dict[str, _Seat] = {}
        self._turns: deque[object] = deque()  # who waits for a lease, in order
        self._moved = asyncio.Condition()
        self._callbacks: list[Callable[[EngineView], None]] = []

    def on_change(self, callback: Callable[[EngineView], None]) -> None:
        """Call back with the view of any engine that changes."""
        self._callbacks.append(callback)

    def children(self) -> dict[str, HasChild]:
        """The engines that run in children, each by the first role that it plays.

        May be called from any thread: what is looked at is copied first, in one step.
        """
        roles = {model: role for role, model in reversed(self._models.copy().items())}
        return {
            roles[model]: seat.engine
            for model, seat in self._seats.copy().items()
            if model in roles and isinstance(seat.engine, HasChild)
        }

    def model(self, role: Role) -> str:
        """The model that plays a role; a role without one is played by the general expert."""
        return self._models.get(role) or self._models["general"]

    def plays(self, role: Role, model: str) -> bool:
        """Whether a role has this model as its own, or is just being given it."""
        return self._models.get(role) == model or self._coming == (role, model)

    def has(self, role: Role) -> bool:
        """Whether a role has a model of its own."""
        return bool(self._models.get(role))

    async def assign(self, role: Role, model: str) -> None:
        """Load another model and give it the role. On an error the role keeps the one it had; who
        asks for the role meanwhile gets that one, or with a single backend waits."""
        if role == "vision" and model != self._models.get(role):
            await self._renew(model)
        self._coming = (role, model)
        try:
            async with self._held(lambda: model, role):
                self._models[role] = model
        finally:
            self._coming = None
        await self._drop_unused()

    async def _renew(self, model: str) -> None:
        """Let go of an engine that was made without eyes, once nobody holds it."""
        async with self._moved:
            await self._moved.wait_for(
                lambda: model not in self._seats or not self._seats[model].leases
            )
            if (seat := self._seats.pop(model, None)) is not None:
                await seat.engine.stop()

    def loaded(self, role: Role) -> bool:
        """Whether the engine of a role is in memory, so that a lease loads nothing."""
        seat = self._seats.get(self.model(role))
        return seat is not None and seat.started

    @contextlib.asynccontextmanager
    async def lease(self, role: Role) -> AsyncIterator[Engine]:
        """The started engine of a role, held until the block is left. Raises `EngineError`."""
        async with self._held(lambda: self.model(role), role) as engine:
            yield engine

    @contextlib.asynccontextmanager
    async def _held(self, which: Callable[[], str], role: Role) -> AsyncIterator[Engine]:
        """`which` is asked when the turn comes: a role may have been given another model."""
        model, seat = await self._sit(which, role)
        try:
            await self._started(model, seat)
            yield seat.engine
        except EngineGaveUp:
            await self._discard(model, seat)  # the next lease tries anew
            raise
        finally:
            async with self._moved:
                seat.leases -= 1
                self._moved.notify_all()
            if model not in self._models.values():
                await self._drop_unused()

    async def _sit(self, which: Callable[[], str], role: Role) -> tuple[str, _Seat]:
        """Take a lease; with a single backend, others must have left their seats first."""
        ticket = object()
        async with self._moved:
            self._turns.append(ticket)
            try:
                await self._moved.wait_for(
                    lambda: self._turns[0] is ticket and self._free_for(which())
                )
                model = which()
                seat = self._seats.get(model) or self._seat(model, role)  # may be refused
                if self._single:
                    await self._stop_others(model)
                seat.leases += 1
            finally:
                self._turns.remove(ticket)
                self._moved.notify_all()
        return model, seat

    def _free_for(self, model: str) -> bool:
        others = (seat for name, seat in self._seats.items() if name != model)
        return not self._single or all(seat.leases == 0 for seat in others)

    async def _stop_others(self, model: str) -> None:
        for name in [name for name in self._seats if name != model]:
            await self._seats.pop(name).engine.stop()

    def _seat(self, model: str, role: Role) -> _Seat:
        seat = _Seat(self._make(model))
        seat.engine.on_change(lambda view: self._tell(replace(view, role=role)))
        self._seats[model] = seat
        return seat

    async def _started(self, model: str, seat: _Seat) -> None:
        async with seat.lock:
            if seat.started:
                return
            try:
                await seat.engine.start()
            except EngineError:
                self._seats.pop(model, None)
                raise
            seat.started = True

    async def _discard(self, model: str, seat: _Seat) -> None:
        if self._seats.get(model) is seat:
            del self._seats[model]
            await seat.engine.stop()

    async def _drop_unused(self) -> None:
        wanted = set(self._models.values())
        async with self._moved:
            for name in [
                name for name, seat in self._seats.items() if name not in wanted and not seat.leases
            ]:
                await self._seats.pop(name).engine.stop()

    def forget(self, slot: str) -> int:
        """Take a conversation out of every engine's KV cache; how many replies' tokens went."""
        return sum(seat.engine.forget(slot) or 0 for seat in self._seats.values())

    def rest(self, seconds: float) -> None:
        """Let every engine leave the processor to others for so long; 0 ends a rest."""
        for seat in self._seats.values():
            if isinstance(seat.engine, CanRest):
                seat.engine.rest(seconds)

    async def put_down(self, slot: str) -> None:
        """Have the general expert put a conversation's KV state on disk, if it is awake."""
        seat = self._seats.get(self.model("general"))
        if seat is not None and seat.engine.view.state == "ready":
            with contextlib.suppress(EngineError):  # it only costs reading the words once more
                await seat.engine.put_down(slot)

    def _tell(self, view: EngineView) -> None:
        for callback in self._callbacks:
            callback(view)

    async def stop(self) -> None:
        """Stop every engine; returns when all children are gone."""
        seats, self._seats = list(self._seats.values()), {}
        await asyncio.gather(*(seat.engine.stop() for seat in seats))
