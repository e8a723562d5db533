"""A model that sees, of some 600 KB: a text model and its projector with random weights.

There is no sense in what it says, but llama.cpp and its multimodal library run it as any other: the
same picture makes the same words, another makes others.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import numpy as np

WIDE, FEED, LAYERS, HEADS, CONTEXT = 64, 128, 2, 4, 2048
SIDE, PATCH, SEEING, TOKENS = 32, 8, 32, 4
"""The projector sees tiles of 32 × 32 pixels, and makes four tokens of each."""
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>")
Put = Callable[..., None]


def model(path: Path, *, wide: int = WIDE) -> Path:
    """Write the text model; `wide` is the length of its embeddings."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("Tiny")
    writer.add_block_count(LAYERS)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(wide)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(wide // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    size = _vocabulary(writer)
    put = _putter(writer, 1)
    put("token_embd.weight", size, wide)
    for layer in range(LAYERS):
        at = f"blk.{layer}"
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            put(f"{at}.{name}.weight", wide, wide)
        put(f"{at}.ffn_gate.weight", FEED, wide)
        put(f"{at}.ffn_up.weight", FEED, wide)
        put(f"{at}.ffn_down.weight", wide, FEED)
        put(f"{at}.attn_norm.weight", wide, ones=True)
        put(f"{at}.ffn_norm.weight", wide, ones=True)
    put("output_norm.weight", wide, ones=True)
    put("output.weight", size, wide)
    return _written(writer, path)


def _vocabulary(writer: gguf.GGUFWriter) -> int:
    """Every byte, every printable character, a space: nothing there is that has no tokens."""
    letters = [f"<0x{number:02X}>" for number in range(256)]
    signs = [*map(chr, range(33, 127)), "\u2581"]
    writer.add_tokenizer_model("llama")
    writer.add_token_list([*SPECIAL, *letters, *signs])
    writer.add_token_scores([0.0] * (len(SPECIAL) + len(letters) + len(signs)))
    writer.add_token_types(
        [
            gguf.TokenType.UNKNOWN,
            *[gguf.TokenType.CONTROL] * 4,
            *[gguf.TokenType.BYTE] * len(letters),
            *[gguf.TokenType.NORMAL] * len(signs),
        ]
    )
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(4)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)
    return len(SPECIAL) + len(letters) + len(signs)


def projector(path: Path, *, wide: int = WIDE) -> Path:
    """Write the projector (of the kind that SmolVLM has) for a model with embeddings `wide`."""
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", "idefics3")
    for name, value in (
        ("image_size", SIDE),
        ("patch_size", PATCH),
        ("embedding_length", SEEING),
        ("feed_forward_length", FEED),
        ("projection_dim", wide),
        ("block_count", 1),
        ("attention.head_count", 2),
        ("projector.scale_factor", 2),
    ):
        writer.add_uint32(f"clip.vision.{name}", value)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    writer.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5])
    writer.add_array("clip.vision.image_std", [0.5, 0.5, 0.5])
    writer.add_bool("clip.use_gelu", True)
    _encoder(_putter(writer, 2), wide)
    return _written(writer, path)


def _encoder(put: Put, wide: int) -> None:
    put("v.patch_embd.weight", SEEING, 3, PATCH, PATCH)
    put("v.patch_embd.bias", SEEING)
    put("v.position_embd.weight", (SIDE // PATCH) ** 2, SEEING)
    dense = {"ffn_up": (FEED, SEEING), "ffn_down": (SEEING, FEED)}
    dense |= dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_out"), (SEEING, SEEING))
    for name, (rows, columns) in dense.items():
        put(f"v.blk.0.{name}.weight", rows, columns)
        put(f"v.blk.0.{name}.bias", rows)
    for norm in ("v.blk.0.ln1", "v.blk.0.ln2", "v.post_ln"):
        put(f"{norm}.weight", SEEING, ones=True)
        put(f"{norm}.bias", SEEING)
    put("mm.model.fc.weight", wide, SEEING * 4)


def _putter(writer: gguf.GGUFWriter, seed: int) -> Put:
    random = np.random.default_rng(seed)

    def put(name: str, *shape: int, ones: bool = False) -> None:
        numbers: Any = np.ones(shape) if ones else random.normal(0, shape[-1] ** -0.5, shape)
        writer.add_tensor(name, numbers.astype(np.float32))

    return put


def _written(writer: gguf.GGUFWriter, path: Path) -> Path:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
