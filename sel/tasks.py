"""Named, owned tasks, stopped in stages, so that nothing runs that nobody waits for."""

from __future__ import annotations

import asyncio
import enum
import logging
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

from sel.observe.errors_told import told
from sel.observe.redaction import own

T = TypeVar("T")
log = logging.getLogger(__name__)


class Stage(enum.IntEnum):
    """The order in which tasks are stopped: what brings work in goes first."""

    INPUT = 0
    WORK = 1
    OUTPUT = 2
    BACKGROUND = 3


async def to_the_end(work: Awaitable[T]) -> T:
    """What comes of it; whoever is cancelled meanwhile leaves only once it is done."""
    doing = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait({doing})
        raise


class TaskOwner:
    """Owns tasks for one object; `stop` ends them stage by stage and waits for each."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tasks: dict[asyncio.Task[Any], Stage] = {}

    def start(
        self, work: Coroutine[Any, Any, Any], name: str, stage: Stage = Stage.WORK
    ) -> asyncio.Task[Any]:
        """Run `work` as a task called `owner:name`; a failure is logged when it happens."""
        task = asyncio.get_running_loop().create_task(work, name=f"{self._name}:{name}")
        self._tasks[task] = stage
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task %s failed: %s", own(task.get_name()), own(told(error)))

    async def stop(self) -> None:
        """Cancel every task, inputs first; returns when all have ended."""
        for stage in Stage:
            tasks = [
                task
                for task, its in self._tasks.items()
                if its is stage and task is not asyncio.current_task()
            ]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
