"""The ladder: what to try when a model cannot be loaded as asked, and which rung worked before.

llama.cpp can die natively (on CPUs with AMX it does, at its first decode). Each rung gives up a
little speed or room for a better chance. The rung that worked is remembered per model, build and
machine, so that a crash is paid for once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from sel.engine.build import identity as _build
from sel.engine.build import machine as _machine
from sel.engine.build import stamp
from sel.engine.llm_config import LlmConfig
from sel.engine.notebook import Notebook

SMALL_CONTEXT = 2048
"""The smallest context worth talking in, in tokens."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to load a model."""

    name: str
    config: LlmConfig


def ladder(asked: LlmConfig) -> list[Rung]:
    """The rungs from the best to the safest; the first is what was asked for."""
    plain = replace(asked, extra_buffers=False)
    rungs = [Rung("as asked", asked), Rung("without extra buffers", plain)]
    if asked.gpu_layers != 0:
        rungs.append(Rung("half the layers on the GPU", replace(plain, gpu_share=0.5)))
        rungs.append(Rung("on the CPU", replace(plain, gpu_layers=0)))
    safe = replace(plain, gpu_layers=0)
    if asked.context > SMALL_CONTEXT:
        smaller = max(asked.context // 2, SMALL_CONTEXT)
        rungs.append(Rung("half the context", replace(safe, context=smaller)))
    least = replace(
        safe, context=min(asked.context, SMALL_CONTEXT), flash_attention=False, batch=128
    )
    rungs.append(Rung("smallest and plainest", least))
    return rungs


class RungMemory:
    """Which rung worked, in a small JSON file. An unreadable file is an empty memory."""

    def __init__(self, path: Path) -> None:
        self._notes = Notebook(path)

    def recall(self, asked: LlmConfig) -> str:
        """The name of the rung that worked for this model, build and machine; "" for none."""
        return self._notes.get(_key(asked))

    def remember(self, asked: LlmConfig, name: str) -> None:
        """Keep the rung; a disk that refuses only costs another try next time."""
        self._notes.put(_key(asked), name)


def _key(asked: LlmConfig) -> str:
    """Model name (to be read by people) and a hash of model, build, machine and settings."""
    settings = repr(replace(asked, states=""))  # where states are kept changes no rung
    parts = [stamp(Path(asked.path)), _build(), _machine(), settings]
    return f"{Path(asked.path).name}:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}"
