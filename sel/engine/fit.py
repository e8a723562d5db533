"""Whether a model fits this machine, and how large a context it may have: arithmetic only.

All sizes are bytes, all contexts tokens. The figures of memory and cores come from
`sel.engine.machine`, the model's from `sel.engine.gguf`. It must not know who asks or why.
"""

from __future__ import annotations

from dataclasses import dataclass

from sel.engine.gguf import GgufInfo
from sel.errors import EngineError, ModelFileError

KV_BYTES: dict[str, float] = {
    "f32": 4.0,
    "f16": 2.0,
    "bf16": 2.0,
    "q8_0": 34 / 32,
    "q5_1": 24 / 32,
    "q5_0": 22 / 32,
    "q4_1": 20 / 32,
    "q4_0": 18 / 32,
}
"""Bytes of one number in the KV cache, by its type (block sizes of ggml)."""

STEP = 256
"""llama.cpp rounds a context up to a multiple of this."""
SMALLEST_CONTEXT = 512
"""Less does not hold a persona, a message and an answer."""
AUTO_CONTEXT = 16_384
"""The most that is taken unasked; larger caches cost memory that few conversations use."""
AUTO_SHARE = 0.75
"""Share of the free memory that is used unasked; the rest is other programs'."""
BATCH = 512
"""Tokens decoded at once, as in `LlmConfig.batch`."""

_CHILD = 45_000_000  # measured: Python with llama_cpp imported, before a model is loaded (43 MB)
_PER_TOKEN_OF_VOCABULARY = 352  # measured: 17.3 MB for 49,152 tokens and their merges
_ACTIVATIONS = 16  # measured: 4 numbers of 4 bytes per width, for each token of the batch
_GPU_MARGIN = 512 * 2**20  # the driver's own context (300-450 MB with CUDA) and what is left free


@dataclass(frozen=True, slots=True)
class Need:
    """Memory of one loaded model: its weights, its KV cache, and everything else in the child."""

    weights: int
    kv: int
    overhead: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.kv + self.overhead


def kv_per_token(info: GgufInfo, kv_type: str = "f16") -> int:
    """Bytes of KV cache that one token takes in all layers; raises `KeyError` for other types."""
    return round(sum(info.kv_heads) * (info.key_length + info.value_length) * KV_BYTES[kv_type])


def estimate(
    info: GgufInfo, context: int, slots: int = 8, kv_type: str = "f16", batch: int = BATCH
) -> Need:
    """What the child will hold once a context is full.

    `context` is shared by all `slots`. Within 3 % of the starter model's measured peak of resident
    memory (weights that are mapped and were read count) at 512 to 8,192 tokens. Layers with a
    sliding window count as the others do: SEL keeps all of their cache, so that it can be cut back.
    """
    context = _rounded(context)
    state = 4 * (slots + 1) * info.state_numbers  # one more for what conversations share
    outputs = 2 * (slots + 1) * info.vocabulary * 4  # once in the graph, once for the reader
    mask = 2 * context * batch
    overhead = _CHILD + _PER_TOKEN_OF_VOCABULARY * info.vocabulary + outputs + mask
    overhead += _activations(info, batch)
    return Need(info.tensor_bytes, context * kv_per_token(info, kv_type) + state, overhead)


def fits(need: Need, ram_available: int, vram: int = 0) -> bool:
    """Whether memory and graphics memory together hold it."""
    return need.total <= ram_available + vram


def gpu_layers(
    info: GgufInfo, free_vram: int, context: int, slots: int = 8, kv_type: str = "f16"
) -> int:
    """How many layers fit `free_vram`; the model's layers + 1 when its output fits, too.

    llama.cpp moves the last layers first. Whether the build can use a GPU is the caller's to know.
    """
    context = _rounded(context)
    head = info.output_bytes + (info.embedding_bytes if info.tied else 0)
    buffers = _activations(info, BATCH) + 2 * context * BATCH + (slots + 1) * info.vocabulary * 4
    room = free_vram - _GPU_MARGIN - head - buffers
    per_head = (info.key_length + info.value_length) * KV_BYTES[kv_type] * context
    count = 0
    for weights, heads in zip(reversed(info.layer_bytes), reversed(info.kv_heads), strict=True):
        room -= weights + round(heads * per_head)
        if room < 0:
            return count
        count += 1
    return count + 1 if room >= 0 else 0


def choose_context(
    info: GgufInfo, wanted: int, available: int | None, slots: int = 8, kv_type: str = "f16"
) -> int:
    """The context to load with: `wanted`, or for 0 what the model was trained for, if it fits.

    `available` is memory, graphics memory included; None if unknown, and then nothing is refused.
    Raises `ModelFileError` if the model itself does not fit, `EngineError` if `wanted` does not.
    """
    trained = info.context_length or AUTO_CONTEXT
    if available is None:
        return _rounded(wanted or min(trained, AUTO_CONTEXT))
    most = largest_context(info, available, slots, kv_type)
    if most < SMALLEST_CONTEXT:
        raise _model_too_large(info, available, slots, kv_type)
    if wanted:
        if wanted > most:
            raise _context_too_large(info, wanted, available, most, kv_type)
        return _rounded(wanted)
    modest = largest_context(info, round(available * AUTO_SHARE), slots, kv_type)
    return min(_rounded(trained), AUTO_CONTEXT, max(modest, SMALLEST_CONTEXT))


def largest_context(info: GgufInfo, available: int, slots: int = 8, kv_type: str = "f16") -> int:
    """The largest context, a multiple of `STEP`, that `available` bytes hold; 0 if none."""
    empty = estimate(info, 0, slots, kv_type).total
    per_step = estimate(info, STEP, slots, kv_type).total - empty
    return max(0, available - empty) // max(1, per_step) * STEP


def _rounded(context: int) -> int:
    return -(-context // STEP) * STEP


def _activations(info: GgufInfo, batch: int) -> int:
    return _ACTIVATIONS * batch * (info.embedding + info.feed_forward)


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:,.1f} GB"


def _model_too_large(info: GgufInfo, available: int, slots: int, kv_type: str) -> ModelFileError:
    need = estimate(info, SMALLEST_CONTEXT, slots, kv_type).total
    return ModelFileError(
        f"This model needs {_gigabytes(need)} of memory; {_gigabytes(available)} are free.",
        where=str(info.path),
        hint="Close other programs, or choose a smaller model or quantisation.",
    )


def _context_too_large(
    info: GgufInfo, wanted: int, available: int, most: int, kv_type: str
) -> EngineError:
    need = estimate(info, wanted, kv_type=kv_type).total
    return EngineError(
        f"A context of {wanted:,} tokens needs {_gigabytes(need)} of memory with this model;"
        f" {_gigabytes(available)} are free.",
        where=str(info.path),
        hint=f"Up to {most:,} tokens would fit: set SEL_CONTEXT={most} or leave it at 0.",
    )
