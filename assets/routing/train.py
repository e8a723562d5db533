"""Trains the router's networks from `exemplars.jsonl` into `weights.json`, and says how good.

    python assets/routing/train.py            # train, cross-validate, evaluate
    python assets/routing/train.py --errors   # and show what the evaluation set gets wrong

`evaluation.jsonl` is never trained on. Exemplars marked `made` were put together from frames and
fillers; they are learned from but never tested on, so that the figures are of written sentences.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

import training  # noqa: E402

from sel.network import Network  # noqa: E402
from sel.routing.features import features  # noqa: E402
from sel.routing.router import INTENTS  # noqa: E402


def loss(scores: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Cross-entropy, rare classes weighing a little more, never quite sure of itself."""
    seen = torch.bincount(targets, minlength=len(INTENTS)).float()
    weight = (seen.sum() / seen / len(INTENTS)).sqrt()
    return torch.nn.functional.cross_entropy(scores, targets, weight=weight, label_smoothing=0.05)


MEANING = training.Recipe(outputs=len(INTENTS), loss=loss)
RECIPES = {"meaning": MEANING, "words": training.without_vectors(MEANING)}


def load(name: str) -> tuple[list[str], training.Examples, int]:
    """The texts and examples of one file, the written ones first, and how many those are."""
    lines = sorted(training.read_lines(HERE / name), key=lambda line: line.get("made", False))
    texts = [line["text"] for line in lines]
    targets = torch.tensor([INTENTS.index(line["intent"]) for line in lines])
    found = training.Examples([features(text) for text in texts], training.embed(texts), targets)
    return texts, found, sum(not line.get("made") for line in lines)


def chosen(network: Network, examples: training.Examples) -> list[int]:
    """The best output of each example."""
    return [scores.index(max(scores)) for scores in training.outputs(network, examples)]


def accuracy(network: Network, examples: training.Examples) -> float:
    """Share of examples that are routed right, 0..1."""
    pairs = zip(chosen(network, examples), examples.targets.tolist(), strict=True)
    return sum(a == b for a, b in pairs) / len(examples.features)


def cross_validated(examples: training.Examples, written: int, recipe: training.Recipe) -> float:
    """Mean accuracy over five folds of the written examples; the made ones are always learned."""
    made = list(range(written, len(examples.features)))
    found = [
        accuracy(training.fit(examples.pick(learn + made), recipe), examples.pick(test))
        for learn, test in training.folds(written)
    ]
    return sum(found) / len(found)


def say(line: str) -> None:
    """Tell the developer."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Train both networks and write them."""
    _, exemplars, written = load("exemplars.jsonl")
    texts, evaluation, _ = load("evaluation.jsonl")
    networks = {name: training.fit(exemplars, recipe) for name, recipe in RECIPES.items()}
    training.save(HERE / "weights.json", networks)
    for name in RECIPES:
        say(f"{name}: evaluation set {accuracy(networks[name], evaluation):.4f}")
    if "--errors" in sys.argv:
        best = chosen(networks["meaning"], evaluation)
        for text, got, right in zip(texts, best, evaluation.targets.tolist(), strict=True):
            if got != right:
                say(f"  {INTENTS[right]} taken for {INTENTS[got]}: {text}")
    for name, recipe in RECIPES.items():
        say(f"{name}: cross-validated {cross_validated(exemplars, written, recipe):.4f}")


if __name__ == "__main__":
    main()
