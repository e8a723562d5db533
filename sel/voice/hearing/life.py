"""The life of the child that hears: it is started, started again when it dies, and given up.

What it says goes to `deliver`. This module knows nothing of what is said.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.errors import VoiceError
from sel.tasks import Stage, TaskOwner

MODULE = "sel.engine.workers.listen"
WARM_SECONDS = 120.0
"""Longest wait for the models to load; 1-3 s are usual, a large one on a slow disk takes 30."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Seconds between a death and the next start; doubled each time up to the longest."""
MOST_DEATHS = 5
"""Deaths in a row, with no use between them, after which there is no next start."""
ON_CPU = "--cpu"

Message = dict[str, Any]


class Life:
    """One child after another. `lost` is called at each death, `gone` when there is no next."""

    def __init__(  # noqa: PLR0913 - what is run, where it writes, whom it tells
        self,
        module: str,
        log_path: Path,
        options: list[str],
        *,
        deliver: Callable[[Message], None],
        lost: Callable[[], None],
        gone: Callable[[VoiceError], None],
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self._module = module
        self._log_path = log_path
        self._options = list(options)
        self._deliver, self._lost, self._gone = deliver, lost, gone
        self._first_pause = first_pause
        self._tasks = TaskOwner("ears")
        self._child: Child | None = None
        self._ready: asyncio.Future[str] | None = None
        self._deaths = 0

    @property
    def pid(self) -> int | None:
        """The ready child's process id."""
        return self._child.pid if self._child else None

    async def start(self) -> str:
        """Begin; the model's name once the first child is ready. Raises `VoiceError`."""
        if self._ready is None:
            self._deaths = 0
            self._ready = asyncio.get_running_loop().create_future()
            self._tasks.start(self._live(), "child", Stage.BACKGROUND)
        return await asyncio.shield(self._ready)

    async def stop(self) -> None:
        """End the child; again does nothing."""
        await self._tasks.stop()
        self._fail(VoiceError("The ears were stopped."))

    def send(self, message: Message) -> bool:
        """Send it, never waiting; whether there is a child to send it to."""
        if self._child is None:
            return False
        try:
            self._child.send(message)
        except ChildGone:
            return False
        return True

    def kill(self) -> None:
        """End a child that does not answer; the next one follows."""
        if self._child is not None:
            self._child.kill()

    def useful(self) -> None:
        """The child did what it is for: deaths are counted anew."""
        self._deaths = 0

    async def _live(self) -> None:
        """Run child after child until stopped or given up."""
        pause = self._first_pause
        while self._deaths < MOST_DEATHS:
            try:
                await self._one_life()
            except VoiceError as error:
                self._give_up(error)
                return
            if self._deaths == 0:
                pause = self._first_pause
            self._deaths += 1
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        hint = f"Its log says why: {self._log_path}."
        self._give_up(VoiceError("What hears for SEL died too often.", hint=hint))

    async def _one_life(self) -> None:
        """Spawn, warm and listen till the child dies. Raises `VoiceError` if it cannot load."""
        try:
            child = await Child.spawn(self._module, self._log_path, self._options)
        except OSError as error:
            raise VoiceError("What hears for SEL cannot be started.") from error
        try:
            with contextlib.suppress(ChildGone, TimeoutError):
                async with asyncio.timeout(WARM_SECONDS):
                    await self._greet(child)
                while True:
                    self._deliver(await child.receive())
            if self._child is None and ON_CPU not in self._options:
                self._options.append(ON_CPU)  # a card's missing library ends the process
        finally:
            was_ready, self._child = self._child is not None, None
            self._lost()
            await child.end(0.5 if was_ready else 0.1)  # inside Whisper it does not look

    async def _greet(self, child: Child) -> None:
        message = await child.receive()
        if message.get("type") != "ready":
            title = str(message.get("title", "What hears for SEL cannot be loaded."))
            raise VoiceError(title, hint=str(message.get("hint", "")))
        self._child = child
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(str(message["model"]))

    def _give_up(self, error: VoiceError) -> None:
        self._fail(error)
        self._gone(error)

    def _fail(self, error: VoiceError) -> None:
        """Whoever waits for the start is told; the next `start` begins anew."""
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(error)
            self._ready.exception()  # read here, so that nobody has to
        self._ready = None
