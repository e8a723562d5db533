"""How a llama.cpp child is asked to load a model; what crosses the line as its first message."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

AUTO = -1
"""As many GPU layers as fit the free memory of the GPU; the child finds out."""

TALKS = "talk"
"""The folder in `LlmConfig.states` with what is kept of conversations: theirs to delete who may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmConfig:
    """One model's load settings.

    `context` is the KV cache in tokens, shared by all `slots` conversations. `gpu_layers` `AUTO`
    means all that fit; `gpu_share` (0..1) of that number is used. `threads` counts physical cores.
    `extra_buffers` lets llama.cpp repack weights for the CPU (AMX among them, which crashes:
    llama.cpp issue 20824). `batch` is the longest decode in tokens. `states` is the folder in which
    KV states may be kept from one start to the next, "" for none. `projector` is the file that
    makes pictures into what the model reads, "" for none.
    """

    path: str
    context: int = 8192
    slots: int = 8
    gpu_layers: int = 0
    gpu_share: float = 1.0
    threads: int = 1
    extra_buffers: bool = True
    flash_attention: bool = True
    batch: int = 512
    states: str = ""
    projector: str = ""

    def to_wire(self) -> dict[str, Any]:
        """As plain JSON values."""
        return dataclasses.asdict(self)

    @classmethod
    def from_wire(cls, data: dict[str, Any]) -> LlmConfig:
        """The settings again."""
        return cls(**data)
