"""Sentence-transformers models of a few kilobytes: one layer of BERT with random weights."""

from __future__ import annotations

import json
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import numpy as np

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
VOCABULARY = (*SPECIAL, *ascii_lowercase, *(f"##{letter}" for letter in ascii_lowercase))
LONGEST = 64
WIDE = 64


def tiny_model(folder: Path, dimension: int) -> Path:
    """Write a model of this many dimensions into a new folder, which is given back."""
    (folder / "1_Pooling").mkdir(parents=True)
    parts = "sentence_transformers.models"
    modules = [("0", "", f"{parts}.Transformer"), ("1", "1_Pooling", f"{parts}.Pooling")]
    _write(
        folder / "modules.json",
        [{"idx": int(name), "name": name, "path": p, "type": kind} for name, p, kind in modules],
    )
    _write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": dimension, "pooling_mode_mean_tokens": True},
    )
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 48, "do_lower_case": True})
    _write(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizer"})
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY))
    _write(folder / "config.json", _config(dimension))
    _weights(folder / "model.safetensors", _shapes(dimension))
    return folder


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value))


def _config(dimension: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": dimension,
        "intermediate_size": WIDE,
        "max_position_embeddings": LONGEST,
        "num_attention_heads": 2,
        "num_hidden_layers": 1,
        "vocab_size": len(VOCABULARY),
    }


def _shapes(dimension: int) -> dict[str, tuple[int, ...]]:
    layer, square = "encoder.layer.0", (dimension, dimension)
    dense = {
        f"{layer}.attention.self.query": square,
        f"{layer}.attention.self.key": square,
        f"{layer}.attention.self.value": square,
        f"{layer}.attention.output.dense": square,
        f"{layer}.intermediate.dense": (WIDE, dimension),
        f"{layer}.output.dense": (dimension, WIDE),
        "pooler.dense": square,
    }
    norms = ("embeddings", f"{layer}.attention.output", f"{layer}.output")
    return {
        "embeddings.word_embeddings.weight": (len(VOCABULARY), dimension),
        "embeddings.position_embeddings.weight": (LONGEST, dimension),
        "embeddings.token_type_embeddings.weight": (2, dimension),
        **{f"{name}.weight": shape for name, shape in dense.items()},
        **{f"{name}.bias": shape[:1] for name, shape in dense.items()},
        **{
            f"{name}.LayerNorm.{part}": (dimension,)
            for name in norms
            for part in ("weight", "bias")
        },
    }


def _weights(path: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    """The file as https://github.com/huggingface/safetensors describes it: a length, JSON, data."""
    random, data, header = np.random.default_rng(7), b"", {}
    for name, shape in shapes.items():
        numbers = random.normal(0, 0.2, shape).astype("<f4")
        if "LayerNorm.weight" in name:
            numbers += 1
        begin, data = len(data), data + numbers.tobytes()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": (begin, len(data))}
    told = json.dumps(header).encode()
    path.write_bytes(len(told).to_bytes(8, "little") + told + data)
