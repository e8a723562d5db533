"""Measures a model on this machine with the real engine: its memory, and its tokens a second.

What is counted is the child's resident memory at its highest (VmHWM): its own (anonymous) pages and
the pages of the model file that are mapped and were read. The system can take the latter back.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sel.engine.fit import Need, estimate
from sel.engine.gguf import GgufInfo
from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine
from sel.engine.supervisor import WORKER
from sel.engine.types import Done, Message, Request, Sampling
from sel.errors import EngineError
from sel.models.speed import Speed
from sel.paths import Paths

CONTEXTS = (512, 2048, 8192)
MADE = 64
"""Tokens made: a second or two, and the speed no longer changes."""
READ = 384
"""Words of the prompt: beyond that reading only takes longer."""
_STATUS = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One load at one context; bytes. `peak` is 0 where the system does not tell. `mapped` is the
    part of it that is the model's file."""

    context: int
    need: Need
    peak: int
    mapped: int
    speed: Speed
    rung: str = ""

    @property
    def off(self) -> float:
        """How far the prediction was from what was measured: 0.03 is 3 % too much."""
        return self.need.total / self.peak - 1 if self.peak else 0.0


async def measure(
    info: GgufInfo, config: LlmConfig, paths: Paths, worker: str = WORKER
) -> Measured:
    """Load it once, let it read and make some tokens, and end it. Raises `EngineError`."""
    engine = LocalEngine(
        config,
        log_path=paths.logs / "measure.log",
        rungs_path=paths.state / "engine-rungs.json",
        worker=worker,
    )
    try:
        await engine.start()
        done = await _reply(engine, config.context)
        peak, mapped = await asyncio.to_thread(memory_of, engine.pid)
        rung = engine.view.rung
    finally:
        await engine.stop()
    return Measured(
        context=config.context,
        need=estimate(info, config.context, config.slots, batch=config.batch),
        peak=peak,
        mapped=mapped,
        speed=_speed(done),
        rung=rung,
    )


async def _reply(engine: LocalEngine, context: int) -> Done:
    words = "word " * min(READ, max(context - MADE - 96, 32))
    request = Request(
        id="measure",
        slot="measure",
        messages=(Message("user", words),),
        max_tokens=MADE,
        sampling=Sampling(temperature=0.0, ignore_end=True),
    )
    done = None
    async for item in engine.generate(request):
        done = item if isinstance(item, Done) else done
    if done is None:
        raise EngineError("The model made no reply.")
    return done


def _speed(done: Done) -> Speed:
    reading = done.read_tokens / done.read_seconds if done.read_seconds > 0 else 0.0
    made = max(done.made_tokens - 1, 0)  # intervals between tokens
    return Speed(reading=reading, making=made / done.make_seconds if done.make_seconds > 0 else 0.0)


def memory_of(pid: int | None, root: Path = _STATUS) -> tuple[int, int]:
    """The highest resident memory of a process so far, and its mapped files' share; 0, 0 where the
    system does not tell."""
    try:
        text = (root / str(pid) / "status").read_text("ascii", "replace")
    except OSError:
        return 0, 0
    found = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    peak, mapped = (
        int(found[name].split()[0]) * 1024 if name in found else 0 for name in ("VmHWM", "RssFile")
    )
    return peak, min(mapped, peak)
