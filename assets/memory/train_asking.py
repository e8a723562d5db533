"""Fits the step from a question to its answers (`sel.memory.index.asking`).

    python assets/memory/train_asking.py

Reads asking.jsonl (a fact as a person tells it, and questions that it answers, per line),
moments.jsonl and lasting.jsonl (what it must be told apart from), embeds them with the model named
below and writes asking.npz. Every question must find its fact among all the others: softmax over
cosines, the step held small by weight decay.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy, dropout, normalize

from sel.engine.workers.embed import load

HERE = Path(__file__).parent
MODEL = "all-MiniLM-L6-v2"
RANK, ROUNDS, RATE, DECAY = 64, 800, 3e-3, 0.01
TEMPERATURE, DROPPED = 0.05, 0.1
AT_ONCE, OTHERS = 256, 1000
"""Questions of a round, and other texts their facts are told apart from."""
ALIKE = 1 - 1e-5


def main() -> None:
    """Embed, fit, write, and say how often the right fact is nearest, before and after."""
    pairs = _lines("asking.jsonl")
    facts = [row["fact"] for row in pairs for _ in row["ask"]]
    others = [row["text"] for row in _lines("lasting.jsonl") if not row["lasting"]]
    others += [row["text"] for row in _lines("moments.jsonl")]
    q, d, n = (embed(t) for t in ([a for row in pairs for a in row["ask"]], facts, others))
    down, up, shift = fit(q, d, n)
    for name, asked in (("plain", q), ("turned", normalize(q + q @ down @ up + shift, dim=1))):
        nearest = (asked @ torch.cat([d, n]).T).argmax(dim=1)
        right = sum(facts[i] == ([*facts, *others])[j] for i, j in enumerate(nearest.tolist()))
        print(f"{name}: {right / len(facts):.3f} of {len(facts)} questions find their fact first")
    halves = {"down": down, "up": up, "shift": shift}
    np.savez(
        HERE / "asking.npz",
        model=np.array(MODEL),
        **{name: value.numpy().astype(np.float16) for name, value in halves.items()},
    )


def embed(texts: list[str]) -> torch.Tensor:
    """Unit vectors, one a row."""
    return torch.tensor(load().encode(texts, normalize_embeddings=True, batch_size=64))


def fit(
    questions: torch.Tensor, facts: torch.Tensor, others: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The step: shapes (numbers, RANK), (RANK, numbers), (numbers,)."""
    torch.manual_seed(0)
    numbers = questions.shape[1]
    down = torch.nn.Parameter(torch.randn(numbers, RANK) * 0.02)
    up = torch.nn.Parameter(torch.zeros(RANK, numbers))
    shift = torch.nn.Parameter(torch.zeros(numbers))
    optimizer = torch.optim.AdamW([down, up, shift], lr=RATE, weight_decay=DECAY)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, ROUNDS)
    for _ in range(ROUNDS):
        some = torch.randint(0, len(questions), (AT_ONCE,))
        few = others[torch.randint(0, len(others), (OTHERS,))]
        asked = dropout(questions[some], DROPPED)
        asked = normalize(asked + asked @ down @ up + shift, dim=1)
        scores = asked @ torch.cat([facts[some], few]).T / TEMPERATURE
        same = facts[some] @ facts[some].T > ALIKE  # the fact of another of these questions
        scores[:, :AT_ONCE] = scores[:, :AT_ONCE].masked_fill(same.fill_diagonal_(0), -1e9)
        step = ((down @ up) ** 2).sum()
        loss = cross_entropy(scores, torch.arange(AT_ONCE)) + DECAY * step
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        slower.step()
    return down.detach(), up.detach(), shift.detach()


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
