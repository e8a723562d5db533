"""How much room this machine has for a model, asked of the system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sel.engine.build import can_use_gpu
from sel.engine.machine import available_memory
from sel.engine.probing import probe
from sel.models.fit import Room

AUTO = -1


def room(
    gpu_layers: str = "auto", given_back: int = 0, ask: Callable[[], dict[str, Any]] = probe
) -> Room:
    """What is free now; `gpu_layers` is the setting. `given_back` is what goes before a model is
    loaded: with one backend at a time, the one that is loaded. Takes half a second with a GPU."""
    ram = available_memory()
    if ram is not None:
        ram += given_back
    if not can_use_gpu():
        return Room(ram=ram)
    vram = ask().get("vram", 0)
    layers = AUTO if gpu_layers == "auto" else int(gpu_layers)
    return Room(ram=ram, vram=vram if isinstance(vram, int) else 0, gpu=True, layers=layers)
