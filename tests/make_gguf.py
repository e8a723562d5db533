"""Writes small GGUF files for tests: any metadata, tensors filled with zeros."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

Plain = int | float | bool | str | Sequence[int] | Sequence[str]

TINY: dict[str, Plain] = {
    "general.architecture": "llama",
    "general.name": "Tiny",
    "general.license": "mit",
    "general.file_type": 7,
    "llama.block_count": 2,
    "llama.context_length": 512,
    "llama.embedding_length": 64,
    "llama.feed_forward_length": 128,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "tokenizer.ggml.tokens": ["a", "b", "ü"],
    "tokenizer.ggml.scores": list(range(5000)),
    "tokenizer.chat_template": "{{ messages }}",
}
TENSORS: tuple[tuple[str, tuple[int, ...], int], ...] = (
    ("token_embd.weight", (64, 3), 0),
    ("blk.0.attn_q.weight", (64, 64), 8),
    ("blk.1.attn_q.weight", (64, 64), 8),
    ("output_norm.weight", (64,), 0),
)
"""Name, shape, type (0 is F32, 8 is Q8_0)."""


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def typed(value: Plain) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + text(value)
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if value and isinstance(value[0], str):
        return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(text(str(v)) for v in value)
    return struct.pack("<IIQ", 9, 5, len(value)) + b"".join(
        struct.pack("<i", int(v)) for v in value
    )


def gguf_bytes(
    metadata: Mapping[str, Plain] = TINY,
    tensors: Sequence[tuple[str, tuple[int, ...], int]] = TENSORS,
    *,
    version: int = 3,
) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(metadata))
    head += b"".join(text(key) + typed(value) for key, value in metadata.items())
    offset, data = 0, b""
    for name, shape, kind in tensors:
        head += text(name) + struct.pack("<I", len(shape))
        head += b"".join(struct.pack("<Q", length) for length in shape)
        head += struct.pack("<IQ", kind, offset)
        elements = 1
        for length in shape:
            elements *= length
        size = elements * 4 if kind == 0 else elements // 32 * 34
        data += bytes(-(-size // 32) * 32)
        offset = len(data)
    return head + bytes(-len(head) % 32) + data


def write(path: Path, metadata: Mapping[str, Plain] = TINY, **more: Plain) -> Path:
    """A tiny model at `path`; keywords (with `__` for a dot) replace metadata."""
    changed = {**metadata, **{key.replace("__", "."): value for key, value in more.items()}}
    path.write_bytes(gguf_bytes(changed))
    return path
