"""A text model and its projector of a few kilobytes, written with random weights: enough for
llama.cpp and its multimodal library to look at a picture and say something (no sense in it)."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

WIDE, FEED, LAYERS, HEADS, CONTEXT = 64, 128, 2, 4, 2048
SIDE, PATCH, SEEING = 32, 8, 32
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>")


def model(path: Path, *, wide: int = WIDE, seed: int = 1) -> Path:
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
    random = np.random.default_rng(seed)

    def tensor(name: str, *shape: int, one: bool = False) -> None:
        numbers = np.ones(shape) if one else random.normal(0, 1 / np.sqrt(shape[-1]), shape)
        writer.add_tensor(name, numbers.astype(np.float32))

    tensor("token_embd.weight", size, wide)
    for layer in range(LAYERS):
        at = f"blk.{layer}"
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            tensor(f"{at}.{name}.weight", wide, wide)
        tensor(f"{at}.ffn_gate.weight", FEED, wide)
        tensor(f"{at}.ffn_up.weight", FEED, wide)
        tensor(f"{at}.ffn_down.weight", wide, FEED)
        tensor(f"{at}.attn_norm.weight", wide, one=True)
        tensor(f"{at}.ffn_norm.weight", wide, one=True)
    tensor("output_norm.weight", wide, one=True)
    tensor("output.weight", size, wide)
    return _close(writer, path)


def _vocabulary(writer: gguf.GGUFWriter) -> int:
    letters = [f"<0x{number:02X}>" for number in range(256)]
    words = [chr(number) for number in range(33, 127)] + ["\u2581"]
    kinds = [gguf.TokenType.UNKNOWN, *[gguf.TokenType.CONTROL] * 4]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * len(words)
    tokens = [*SPECIAL, *letters, *words]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(4)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)
    return len(tokens)


def projector(path: Path, *, wide: int = WIDE, seed: int = 2) -> Path:
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", "idefics3")
    writer.add_uint32("clip.vision.image_size", SIDE)
    writer.add_uint32("clip.vision.patch_size", PATCH)
    writer.add_uint32("clip.vision.embedding_length", SEEING)
    writer.add_uint32("clip.vision.feed_forward_length", FEED)
    writer.add_uint32("clip.vision.projection_dim", wide)
    writer.add_uint32("clip.vision.block_count", 1)
    writer.add_uint32("clip.vision.attention.head_count", 2)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    writer.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5])
    writer.add_array("clip.vision.image_std", [0.5, 0.5, 0.5])
    writer.add_bool("clip.use_gelu", True)
    writer.add_uint32("clip.vision.projector.scale_factor", 2)
    random = np.random.default_rng(seed)

    def tensor(name: str, *shape: int, one: bool = False) -> None:
        numbers = np.ones(shape) if one else random.normal(0, 1 / np.sqrt(shape[-1]), shape)
        writer.add_tensor(name, numbers.astype(np.float32))

    tensor("v.patch_embd.weight", SEEING, 3, PATCH, PATCH)
    tensor("v.patch_embd.bias", SEEING)
    tensor("v.position_embd.weight", (SIDE // PATCH) ** 2, SEEING)
    at = "v.blk.0"
    for name in ("attn_q", "attn_k", "attn_v", "attn_out"):
        tensor(f"{at}.{name}.weight", SEEING, SEEING)
        tensor(f"{at}.{name}.bias", SEEING)
    tensor(f"{at}.ffn_up.weight", FEED, SEEING)
    tensor(f"{at}.ffn_up.bias", FEED)
    tensor(f"{at}.ffn_down.weight", SEEING, FEED)
    tensor(f"{at}.ffn_down.bias", SEEING)
    for name in ("ln1", "ln2"):
        tensor(f"{at}.{name}.weight", SEEING, one=True)
        tensor(f"{at}.{name}.bias", SEEING)
    tensor("v.post_ln.weight", SEEING, one=True)
    tensor("v.post_ln.bias", SEEING)
    tensor("mm.model.fc.weight", wide, SEEING * 4)
    return _close(writer, path)


def _close(writer: gguf.GGUFWriter, path: Path) -> Path:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
