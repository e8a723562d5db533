"""Will it fit: a model at a context on this machine, and what would help where it does not.

Arithmetic over `sel.engine.fit`; sizes in bytes, contexts in tokens. It asks no machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from sel.engine.fit import (
    AUTO_CONTEXT,
    AUTO_SHARE,
    SMALLEST_CONTEXT,
    STEP,
    Need,
    estimate,
    gpu_layers,
)
from sel.engine.gguf import GgufInfo
from sel.model_events import FitState, FitView

BITS: dict[str, float] = {
    "Q8_0": 8.50,
    "Q6_K": 6.56,
    "Q5_K_M": 5.70,
    "Q4_K_M": 4.89,
    "IQ4_XS": 4.46,
    "Q3_K_M": 4.00,
    "Q2_K": 3.16,
    "IQ2_XS": 2.59,
}
"""Bits of one weight, from the best quantisation to the smallest (llama.cpp's own table for a
model of 8 billion parameters)."""
LEAST_USEFUL = 2048
"""Tokens: a smaller context is no help that anybody would want."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is free: memory (None where the system does not say) and graphics memory, in bytes.

    `layers` is the setting: how many layers go to the GPU, -1 for all that fit; without `gpu` the
    build can use none.
    """

    ram: int | None
    vram: int = 0
    gpu: bool = False
    layers: int = -1


def judge(
    info: GgufInfo, room: Room, context: int, slots: int = 8, kv_type: str = "f16"
) -> FitView:
    """Whether it fits at this context; "tight" leaves less than a quarter to other programs."""
    need = estimate(info, context, slots, kv_type)
    state, layers, on_gpu = _place(info, room, context, slots, kv_type)
    most = largest(info, room, slots, kv_type)
    return FitView(
        state=state,
        context=context,
        weights=need.weights,
        kv=need.kv,
        overhead=need.overhead,
        on_gpu=on_gpu,
        layers_on_gpu=layers,
        layers=info.layers + 1,
        free=(room.ram or 0) + (room.vram if room.gpu else 0),
        most=most,
        help=_help(info, room, state, context, most),
    )


def largest(info: GgufInfo, room: Room, slots: int = 8, kv_type: str = "f16") -> int:
    """The largest context that fits well, up to what the model was trained for; 0 for none."""
    low, high = 0, -(-(info.context_length or 131_072) // STEP)
    while low < high:
        middle = (low + high + 1) // 2
        if _place(info, room, middle * STEP, slots, kv_type)[0] in ("fits", "unknown"):
            low = middle
        else:
            high = middle - 1
    return low * STEP


def _place(
    info: GgufInfo, room: Room, context: int, slots: int, kv_type: str
) -> tuple[FitState, int, int]:
    """The verdict, layers on the GPU, and bytes there."""
    need = estimate(info, context, slots, kv_type)
    layers = gpu_layers(info, room.vram, context, slots, kv_type) if room.gpu else 0
    asked = layers if room.layers < 0 else min(room.layers, info.layers + 1) if room.gpu else 0
    on_gpu = _bytes_on_gpu(info, need, asked)
    if room.ram is None:
        return "unknown", asked, on_gpu
    left = need.total - on_gpu
    if asked > layers or left > room.ram:
        return "no", asked, on_gpu
    return ("fits" if left <= room.ram * AUTO_SHARE else "tight"), asked, on_gpu


def _bytes_on_gpu(info: GgufInfo, need: Need, layers: int) -> int:
    """The last layers' weights and cache; with one more, what belongs to no layer."""
    if not layers or not info.layers:
        return 0
    count = min(layers, info.layers)
    heads = sum(info.kv_heads) or 1
    weights = sum(info.layer_bytes[-count:])
    cache = round(need.kv * sum(info.kv_heads[-count:]) / heads)
    head = info.output_bytes + (info.embedding_bytes if info.tied else 0)
    return weights + cache + (head if layers > info.layers else 0)


def _help(info: GgufInfo, room: Room, state: FitState, context: int, most: int) -> str:
    if state in ("fits", "unknown"):
        beyond = 0 < info.context_length < context
        return f"It was trained for {info.context_length:,} tokens only." if beyond else ""
    if room.layers > 0 and most == 0 and room.gpu:
        return "Set gpu_layers to auto: so many layers do not fit the GPU."
    if most >= min(LEAST_USEFUL, context - 1, info.context_length or context):
        return f"It fits well with a context of up to {most:,} tokens."
    smaller = _smaller(info, room)
    if smaller:
        name, size = smaller
        return f"As {name} (about {size / 1e9:.1f} GB) it would fit."
    if state == "tight":
        return "It runs, but other programs should be closed."
    return "No quantisation of it fits: choose a smaller model."


def _smaller(info: GgufInfo, room: Room) -> tuple[str, int] | None:
    """The best quantisation that is smaller than this one and fits a useful context."""
    free = ((room.ram or 0) + (room.vram if room.gpu else 0)) * AUTO_SHARE
    rest = estimate(info, LEAST_USEFUL).total - info.tensor_bytes
    for name, bits in BITS.items():
        size = round(info.parameters * bits / 8)
        if size < info.tensor_bytes * 0.95 and size + rest <= free:
            return name, size
    return None


def usual_context(info: GgufInfo, room: Room, wanted: int = 0, slots: int = 8) -> int:
    """The context SEL would load it with: the setting, else what fits, as `choose_context` does."""
    if wanted:
        return wanted
    most = largest(info, room, slots)
    return max(min(most, AUTO_CONTEXT), SMALLEST_CONTEXT)
