"""Fits the small networks of routing and appraisal; shared by the two `train.py` scripts.

A developer's tool, not part of SEL: it needs torch, and the embedder. Everything is seeded, so that
the same exemplars give the same weights on the same machine.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from sel.engine.embedder import ChildEmbedder
from sel.network import Network

Features = dict[str, float]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Recipe:
    """How a network is fitted. `hidden` 0 leaves the sentence vector out."""

    outputs: int
    loss: Loss
    hidden: int = 16
    steps: int = 300
    rate: float = 0.03
    dropout: float = 0.3
    noise: float = 0.02
    """Standard deviation of what is added to each of a vector's 384 numbers."""
    decay: float = 1e-4
    wide_decay: float = 3e-5
    vector_scale: float = 6.0
    wide_scale: float = 3.0
    fewest: int = 2
    """Exemplars a feature must appear in to get a weight."""
    members: int = 3
    """Networks fitted from different seeds and joined into one that gives their mean."""
    seed: int = 0


@dataclass(frozen=True)
class Examples:
    """Texts as features and vectors, with what is to be learned of each."""

    features: list[Features]
    vectors: torch.Tensor
    targets: torch.Tensor

    def pick(self, rows: Sequence[int]) -> Examples:
        """Some of them."""
        index = torch.tensor(rows)
        return Examples([self.features[i] for i in rows], self.vectors[index], self.targets[index])


def read_lines(path: Path) -> list[dict[str, Any]]:
    """A JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def embed(texts: list[str]) -> torch.Tensor:
    """Vectors by the very child that SEL uses."""
    return torch.tensor(asyncio.run(_embed(texts)))


async def _embed(texts: list[str]) -> list[tuple[float, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        embedder = ChildEmbedder(Path(folder) / "embed.log", cache_size=0)
        try:
            return await embedder.embed(texts)
        finally:
            await embedder.stop()


def fit(examples: Examples, recipe: Recipe) -> Network:
    """Train on all the examples: the mean of several networks, as one."""
    seeds = range(recipe.members if recipe.hidden else 1)
    return _joined([_fit(examples, replace(recipe, seed=seed)) for seed in seeds])


def _joined(members: list[Network]) -> Network:
    """Hidden units side by side; what adds to the outputs is divided by the number of members."""
    share = 1 / len(members)
    outs = zip(*(member.out for member in members), strict=True)
    names = dict.fromkeys(name for member in members for name in member.wide)
    nothing = (0.0,) * len(members[0].bias)
    return Network(
        bias=_round(_mean([member.bias for member in members]), 4),
        wide={
            name: _round(_mean([member.wide.get(name, nothing) for member in members]), 2)
            for name in names
        },
        hidden=tuple(row for member in members for row in member.hidden),
        hidden_bias=tuple(bias for member in members for bias in member.hidden_bias),
        out=tuple(_round([w * share for row in rows for w in row], 4) for rows in outs),
    )


def _mean(rows: list[tuple[float, ...]]) -> list[float]:
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


def _fit(examples: Examples, recipe: Recipe) -> Network:
    """One network."""
    torch.manual_seed(recipe.seed)
    names = _vocabulary(examples.features, recipe.fewest)
    words = _sparse(examples.features, names)
    weights = _Weights(len(names), recipe)
    optimizer = torch.optim.Adam(weights.all, lr=recipe.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=recipe.steps)
    for _ in range(recipe.steps):
        vectors = examples.vectors + torch.randn_like(examples.vectors) * recipe.noise
        loss = recipe.loss(weights.outputs(vectors, words), examples.targets) + weights.penalty()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return weights.network(names)


class _Weights:
    """The parameters while they are fitted."""

    def __init__(self, features: int, recipe: Recipe) -> None:
        self.recipe = recipe
        hidden, outputs = recipe.hidden, recipe.outputs
        self.wide = torch.zeros(features, outputs, requires_grad=True)
        self.bias = torch.zeros(outputs, requires_grad=True)
        self.hidden = (torch.randn(384, hidden) / 20).requires_grad_()
        self.hidden_bias = torch.zeros(hidden, requires_grad=True)
        self.out = (torch.randn(hidden, outputs) * 0.3).requires_grad_()
        deep = [self.hidden, self.hidden_bias, self.out] if hidden else []
        self.all = [self.wide, self.bias, *deep]

    def outputs(self, vectors: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        result = self.bias + torch.sparse.mm(words, self.wide) * self.recipe.wide_scale
        if not self.recipe.hidden:
            return result
        raw = vectors * self.recipe.vector_scale @ self.hidden + self.hidden_bias
        active = torch.nn.functional.dropout(torch.relu(raw), self.recipe.dropout)
        return result + active @ self.out

    def penalty(self) -> torch.Tensor:
        deep = self.recipe.decay * (self.hidden.pow(2).sum() + self.out.pow(2).sum())
        return deep + self.recipe.wide_decay * self.wide.pow(2).sum()

    def network(self, names: list[str]) -> Network:
        """With the scales folded in; features that weigh next to nothing are left out."""
        wide = (self.wide * self.recipe.wide_scale).tolist()
        rows = {name: _round(row, 2) for name, row in zip(names, wide, strict=True)}
        return Network(
            bias=_round(self.bias.tolist(), 4),
            wide={name: row for name, row in rows.items() if max(map(abs, row)) >= 0.05},
            hidden=_table((self.hidden * self.recipe.vector_scale).T.tolist()),
            hidden_bias=_round(self.hidden_bias.tolist(), 4),
            out=_table(self.out.T.tolist()),
        )


def _round(row: list[float], digits: int) -> tuple[float, ...]:
    return tuple(round(number, digits) for number in row)


def _table(rows: list[list[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(_round(row, 3) for row in rows if row)


def _vocabulary(features: list[Features], fewest: int) -> list[str]:
    seen = Counter(name for one in features for name in one)
    return sorted(name for name, times in seen.items() if times >= fewest)


def _sparse(features: list[Features], names: list[str]) -> torch.Tensor:
    places = {name: place for place, name in enumerate(names)}
    cells = [
        (row, places[name], value)
        for row, one in enumerate(features)
        for name, value in one.items()
        if name in places
    ]
    rows, columns, values = zip(*cells, strict=True)
    size = (len(features), len(names))
    return torch.sparse_coo_tensor(torch.tensor([rows, columns]), values, size).coalesce()


def folds(count: int, parts: int = 5) -> list[tuple[list[int], list[int]]]:
    """(to learn, to test) index lists of a cross-validation, shuffled by a fixed seed."""
    order = list(range(count))
    random.Random(0).shuffle(order)  # noqa: S311 - not for secrets, for the same folds each time
    return [
        ([row for place, row in enumerate(order) if place % parts != part], order[part::parts])
        for part in range(parts)
    ]


def outputs(network: Network, examples: Examples) -> list[list[float]]:
    """What the network says of each example, by the code that SEL runs."""
    vectors = examples.vectors.tolist() if network.hidden else [None] * len(examples.features)
    pairs = zip(examples.features, vectors, strict=True)
    return [network.outputs(features, vector) for features, vector in pairs]


def save(path: Path, networks: dict[str, Network]) -> None:
    """Write the weights, one line per part, so that a change can be read."""
    parts = []
    for name, network in networks.items():
        fields = (
            f'  "{field}": {json.dumps(getattr(network, field), ensure_ascii=True)}'
            for field in ("bias", "hidden_bias", "out", "hidden", "wide")
        )
        parts.append(f'"{name}": {{\n' + ",\n".join(fields) + "\n}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


def without_vectors(recipe: Recipe) -> Recipe:
    """The same for words alone."""
    return replace(recipe, hidden=0)
