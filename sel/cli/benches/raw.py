"""Asks the raw loop for its figures."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sel.engine.child import Child
from sel.engine.llm_config import LlmConfig

LONGEST = 512
"""Tokens of a prompt that the raw loop reads in one batch."""
MODULE = "sel.engine.workers.raw"


class RawEngine:
    """The raw llama.cpp child."""

    def __init__(self, child: Child) -> None:
        self._child = child

    @classmethod
    async def start(cls, config: LlmConfig, log: Path) -> RawEngine:
        """Load the model as SEL would."""
        child = await Child.spawn(MODULE, log)
        child.send({"op": "load", "config": config.to_wire()})
        await child.receive()
        return cls(child)

    async def rate(self, op: Literal["one", "eight", "read"], prompt: int = 64) -> float:
        """Tokens per second of one loop, after a prompt of so many tokens."""
        self._child.send({"op": op, "prompt": min(prompt, LONGEST)})
        return float((await self._child.receive())["rate"])

    async def stop(self) -> None:
        """End the child."""
        await self._child.end()
