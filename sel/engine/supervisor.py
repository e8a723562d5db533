"""Keeps one llama.cpp child alive: loads it down the ladder, watches it, starts it again.

It knows the child's life, not its work: messages other than those of life go to `deliver`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.engine.llm_config import LlmConfig
from sel.engine.rungs import Rung, RungMemory, ladder
from sel.errors import EngineError, EngineGaveUp, ModelFileError, SelError, from_wire
from sel.events import EngineState
from sel.observe.redaction import own
from sel.tasks import Stage, TaskOwner

log = logging.getLogger(__name__)

WORKER = "sel.engine.workers.llm"
SEEING_WORKER = "sel.engine.workers.vision"
"""The same, for a model with a projector."""
LOAD_SILENCE = 120.0
"""A child that says nothing for so long while loading is taken for stuck, in seconds."""
BEAT = 2.0
"""Seconds between heartbeats."""
STUCK = 60.0
"""One step of the model may take so long, in seconds: a chunk takes 0.1 s, a slow disk more."""
BACKOFF = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before the n-th restart in a row; the last is also how many are tried."""
HEALTHY = 60.0
"""A child that lived this long, in seconds, starts the count anew."""
CRASHES_PER_RUNG = 2


@dataclass(frozen=True, slots=True)
class Ready:
    """What a loaded child said of itself."""

    rung: Rung
    context: int
    notice: str
    rewinds: bool
    parameters: int
    seconds: float


class Supervisor:
    """One model's child. `deliver` gets its messages, `died` is told of each death."""

    def __init__(  # noqa: PLR0913 - what it is for, where it writes, whom it tells
        self,
        asked: LlmConfig,
        log_path: Path,
        memory: RungMemory,
        *,
        deliver: Callable[[dict[str, Any]], None],
        changed: Callable[[EngineState, str, float], None],
        worker: str = WORKER,
    ) -> None:
        self._asked, self._log_path, self._memory, self._worker = asked, log_path, memory, worker
        self._deliver, self._changed = deliver, changed
        self._tasks = TaskOwner("engine")
        self._child: Child | None = None
        self._rungs = ladder(asked)
        self._rung = 0
        self.ready: Ready | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._child.pid if self._child else None

    async def start(self) -> Ready:
        """Load; returns when the child is ready. Raises `EngineError`."""
        names = [rung.name for rung in self._rungs]
        known = self._memory.recall(self._asked)
        self._rung = names.index(known) if known in names else 0
        self._changed("waking", "", 0.0)
        ready = await self._climb()
        self._tasks.start(self._live(), "live", Stage.WORK)
        return ready

    async def stop(self) -> None:
        """End the child; returns when it is gone."""
        await self._tasks.stop()
        await self._end_child()

    def send(self, message: dict[str, Any]) -> None:
        """Send to the child. Raises `ChildGone` when there is none."""
        if self._child is None or self.ready is None:
            raise ChildGone
        self._child.send(message)

    # ------------------------------------------------------------ loading

    async def _climb(self) -> Ready:
        """Try rung after rung from the present one on."""
        last: SelError | None = None
        for number in range(self._rung, len(self._rungs)):
            self._rung = number
            try:
                ready = await self._load(self._rungs[number])
            except ModelFileError:
                raise
            except EngineError as error:
                log.warning("engine: rung %r failed: %s", own(self._rungs[number].name), error)
                last = error
                continue
            self._memory.remember(self._asked, self._rungs[number].name)
            return ready
        raise EngineGaveUp(
            "The model could not be started on this machine.",
            where=f"log: {self._log_path}",
            hint=f"{last.sentence() if last else ''} Run `sel doctor` for what to do.".strip(),
        )

    async def _load(self, rung: Rung) -> Ready:
        try:
            self._child = await Child.spawn(self._worker, self._log_path)
            self._child.send({"op": "load", "config": rung.config.to_wire()})
            self.ready = await self._await_ready(self._child, rung)
        except OSError as error:
            raise EngineError(f"The engine's process could not be started: {error}.") from error
        except ChildGone:
            status = await self._end_child()
            raise EngineError(f"The engine died while loading (exit status {status}).") from None
        except BaseException:
            await self._end_child()
            raise
        self._changed("ready", "", 1.0)
        return self.ready

    async def _await_ready(self, child: Child, rung: Rung) -> Ready:
        while True:
            try:
                async with asyncio.timeout(LOAD_SILENCE):
                    message = await child.receive()
            except TimeoutError:
                raise EngineError("The engine stopped answering while loading.") from None
            match message["event"]:
                case "progress":
                    self._changed(
                        "waking" if self.ready is None else "restarting", "", message["share"]
                    )
                case "failed":
                    raise from_wire(message["error"])
                case "ready":
                    return Ready(
                        rung,
                        message["context"],
                        message["notice"],
                        message["rewinds"],
                        message["parameters"],
                        message["seconds"],
                    )

    async def _end_child(self) -> int | None:
        child, self._child = self._child, None
        return await child.end() if child else None

    # ------------------------------------------------------------ living

    async def _live(self) -> None:
        """Deliver messages; when the child dies, start it again."""
        crashes = 0
        while True:
            began = time.monotonic()
            status = await self._until_death()
            self._deliver({"event": "died", "status": status})
            crashes = 1 if time.monotonic() - began > HEALTHY else crashes + 1
            log.warning("engine: child ended with status %s (%d in a row)", status, crashes)
            self._changed("restarting", "", 0.0)
            if not await self._restart(crashes):
                return

    async def _until_death(self) -> int | None:
        assert self._child is not None  # noqa: S101 - `_live` runs only after a load
        beat = self._tasks.start(self._beat(self._child), "heartbeat", Stage.BACKGROUND)
        try:
            while True:
                message = await self._child.receive()
                if message["event"] == "pong":
                    self._heard(message["stuck"])
                else:
                    self._deliver(message)
        except ChildGone:
            return await self._end_child()
        finally:
            beat.cancel()

    async def _restart(self, crashes: int) -> bool:
        """Load again after a pause; False when it is no use."""
        if crashes > len(BACKOFF):
            self._changed("failed", "The engine keeps dying; its log may say why.", 0.0)
            return False
        if crashes % CRASHES_PER_RUNG == 0:
            self._rung = min(self._rung + 1, len(self._rungs) - 1)
        await asyncio.sleep(BACKOFF[crashes - 1])
        try:
            await self._climb()
        except SelError as error:
            self._changed("failed", error.sentence(), 0.0)
            return False
        return True

    async def _beat(self, child: Child) -> None:
        self._last_pong = time.monotonic()
        while True:
            child.send({"op": "ping"})
            await asyncio.sleep(BEAT)
            if time.monotonic() - self._last_pong > STUCK:
                child.kill()
                return

    def _heard(self, stuck: float) -> None:
        self._last_pong = time.monotonic()
        if stuck > STUCK and self._child is not None:
            log.warning("engine: no progress for %.0f s; starting it again", stuck)
            self._child.kill()
