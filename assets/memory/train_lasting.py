"""Fits which way in the vector space leads from talk of the moment to what stays true of a person.

    python assets/memory/train_lasting.py

Reads lasting.jsonl (a text and whether it lasts, per line), embeds it with the model named below
and writes lasting.json: weights and a bias, a logistic regression fitted by plain gradient descent.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from sel.engine.workers.embed import load

HERE = Path(__file__).parent
MODEL = "all-MiniLM-L6-v2"
ROUNDS, RATE, DECAY = 3000, 4.0, 3e-4


def main() -> None:
    """Embed, fit, write, and say how well it parts the exemplars."""
    rows = [json.loads(line) for line in (HERE / "lasting.jsonl").read_text("utf-8").splitlines()]
    vectors = load().encode([row["text"] for row in rows], normalize_embeddings=True)
    wanted = np.array([row["lasting"] for row in rows], dtype=np.float64)
    weights, bias = fit(np.asarray(vectors, dtype=np.float64), wanted)
    right = ((vectors @ weights + bias > 0) == (wanted > 0)).mean()
    print(f"{right:.3f} of {len(rows)} exemplars on the right side")
    made = {
        "model": MODEL,
        "bias": round(bias, 3),
        "weights": [round(w, 3) for w in weights.tolist()],
    }
    (HERE / "lasting.json").write_text(json.dumps(made) + "\n", "utf-8")


def fit(vectors: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    """Both sides weigh the same, however many exemplars they have."""
    share = np.where(wanted > 0, 0.5 / wanted.sum(), 0.5 / (1 - wanted).sum())
    weights, bias = np.zeros(vectors.shape[1]), 0.0
    for _ in range(ROUNDS):
        error = share * (1 / (1 + np.exp(-(vectors @ weights + bias))) - wanted)
        weights -= RATE * (vectors.T @ error + DECAY * weights)
        bias -= RATE * error.sum()
    return weights, float(bias)


if __name__ == "__main__":
    main()
