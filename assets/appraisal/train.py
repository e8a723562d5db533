"""Trains the appraisal's networks from `exemplars.jsonl` into `weights.json`, and says how good.

    python assets/appraisal/train.py            # train, cross-validate, evaluate
    python assets/appraisal/train.py --errors   # and show what the evaluation set gets wrong
    python assets/appraisal/train.py --held     # and what cross-validation gets wrong

`evaluation.jsonl` is never trained on. Each kind of input (with the sentence's vector, or by words
alone) has two networks: one of the sign and strength, one of emotions and signals.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

import training  # noqa: E402

from sel.affect.appraisal import feelings  # noqa: E402
from sel.affect.appraisal.appraiser import NEUTRAL, STRENGTH, Appraiser, Weights  # noqa: E402
from sel.affect.appraisal.features import features, signs  # noqa: E402
from sel.affect.appraisal.lexicon import Lexicon  # noqa: E402
from sel.affect.appraisal.reading import read  # noqa: E402
from sel.affect.appraisal.tone import weigh  # noqa: E402

LEXICON = Lexicon.from_toml((HERE / "lexicon.toml").read_text("utf-8"))
UNKNOWN = -1.0
"""Target of an output that an exemplar says nothing of."""

Line = dict[str, Any]


def sign_loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Sign by cross-entropy; strength by log loss where there is any."""
    sign = cross_entropy(outputs[:, :STRENGTH], targets[:, 0].long() + 1, label_smoothing=0.05)
    felt = targets[:, 0] != 0
    return sign + 0.2 * binary_cross_entropy_with_logits(outputs[felt, STRENGTH], targets[felt, 1])


def kinds_loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Log loss of every emotion and signal that an exemplar says something of."""
    known = targets != UNKNOWN
    return binary_cross_entropy_with_logits(outputs[known], targets[known]) * 4


SIGN = training.Recipe(outputs=4, loss=sign_loss, hidden=8, noise=0.03, wide_decay=1e-4)
KINDS = training.Recipe(
    outputs=len(feelings.KINDS), loss=kinds_loss, hidden=8, dropout=0.1, members=1
)


class Lines:
    """The lines of a file with their vectors."""

    def __init__(self, lines: list[Line], vectors: torch.Tensor) -> None:
        self.lines = lines
        self.vectors = vectors

    @classmethod
    def load(cls, name: str) -> Lines:
        """Read a file and embed it."""
        lines = training.read_lines(HERE / name)
        return cls(lines, training.embed([line["text"] for line in lines]))

    def pick(self, rows: list[int]) -> Lines:
        """Some of them."""
        return Lines([self.lines[row] for row in rows], self.vectors[torch.tensor(rows)])

    def of_set(self, name: str) -> Lines:
        """Those of one set of the evaluation."""
        return self.pick([row for row, line in enumerate(self.lines) if line["set"] == name])

    def examples(self) -> tuple[training.Examples, training.Examples]:
        """As examples for the sign and for the kinds."""
        readings = [read(line["text"]) for line in self.lines]
        tones = [weigh(reading, LEXICON) for reading in readings]
        pairs = list(zip(readings, tones, strict=True))
        sign = [_sign_target(line) for line in self.lines]
        kinds = [_kinds_target(line) for line in self.lines]
        return (
            training.Examples([features(*pair) for pair in pairs], self.vectors, _tensor(sign)),
            training.Examples([signs(*pair) for pair in pairs], self.vectors, _tensor(kinds)),
        )


def _tensor(rows: list[list[float]]) -> torch.Tensor:
    return torch.tensor(rows)


def sign_of(valence: float) -> int:
    """-1, 0 or 1."""
    return 0 if abs(valence) < NEUTRAL else (1 if valence > 0 else -1)


def _sign_target(line: Line) -> list[float]:
    return [float(sign_of(line["valence"])), abs(line["valence"])]


def _kinds_target(line: Line) -> list[float]:
    """Exemplars that name no signals say nothing of them; neutral ones have none."""
    emotions = [float(name in line["emotions"]) for name in feelings.STIR]
    named = line.get("signals", None if line["valence"] else [])
    unknown = [UNKNOWN] * len(feelings.LEARNED_SIGNALS)
    known = [float(name in (named or ())) for name in feelings.LEARNED_SIGNALS]
    return emotions + (unknown if named is None else known)


def fit(lines: Lines, *, vectors: bool) -> Weights:
    """Train one pair of networks."""
    sign, kinds = lines.examples()
    recipes = (SIGN, KINDS) if vectors else (replace(SIGN, hidden=0), replace(KINDS, hidden=0))
    return Weights(training.fit(sign, recipes[0]), training.fit(kinds, recipes[1]))


def valences(weights: Weights, lines: Lines, *, vectors: bool) -> Iterator[float]:
    """What SEL would say of each line."""
    appraiser = Appraiser(LEXICON, weights, weights)
    for line, vector in zip(lines.lines, lines.vectors.tolist(), strict=True):
        yield appraiser.appraise(line["text"], vector=tuple(vector) if vectors else None).valence


def wrong(weights: Weights, lines: Lines, *, vectors: bool) -> list[tuple[int, float, str]]:
    """(right sign, valence, text) of every line whose sign is wrong."""
    found = zip(lines.lines, valences(weights, lines, vectors=vectors), strict=True)
    pairs = [(line.get("sign", sign_of(line.get("valence", 0))), v, line) for line, v in found]
    return [(right, v, line["text"]) for right, v, line in pairs if sign_of(v) != right]


def held_out(lines: Lines, *, vectors: bool) -> list[tuple[int, float, str]]:
    """What five-fold cross-validation gets wrong."""
    found = []
    for learn, test in training.folds(len(lines.lines)):
        weights = fit(lines.pick(learn), vectors=vectors)
        found += wrong(weights, lines.pick(test), vectors=vectors)
    return found


def report(name: str, errors: list[tuple[int, float, str]], count: int, *, show: bool) -> None:
    """Print the share of right signs, and the wrong ones if asked."""
    kinds = Counter((right, sign_of(value)) for right, value, _ in errors)
    print(f"{name}: {1 - len(errors) / count:.4f} of {count} right; (right, got) {dict(kinds)}")
    for right, value, text in errors if show else ():
        print(f"   {right:+d} {value:+.2f} {text}")


def main() -> None:
    """Train all networks and write them."""
    exemplars, evaluation = Lines.load("exemplars.jsonl"), Lines.load("evaluation.jsonl")
    both = {
        "meaning": fit(exemplars, vectors=True),
        "words": fit(exemplars, vectors=False),
    }
    networks = {f"{name} sign": weights.sign for name, weights in both.items()}
    networks |= {f"{name} kinds": weights.kinds for name, weights in both.items()}
    training.save(HERE / "weights.json", networks)
    for name, weights in both.items():
        vectors = name == "meaning"
        for part in ("first", "second", "last"):
            some = evaluation.of_set(part)
            errors = wrong(weights, some, vectors=vectors)
            show = "--errors" in sys.argv
            report(f"{name}, {part} evaluation", errors, len(some.lines), show=show)
        errors = held_out(exemplars, vectors=vectors)
        count = len(exemplars.lines)
        report(f"{name}, cross-validated", errors, count, show="--held" in sys.argv)


if __name__ == "__main__":
    main()
