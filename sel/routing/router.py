"""From a message to its intent: `code`, `vision`, `memory` or `general`.

A small network over the sentence's vector and its words, trained by `assets/routing/train.py`.
Without a vector (the embedder warms up or is missing) a second network reads the words alone. What
the four intents mean is written in `assets/routing/README.md`. Knows nothing of experts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sel.engine.embedding import Vector
from sel.network import Network, softmax
from sel.routing.features import features

Intent = Literal["code", "vision", "memory", "general"]
INTENTS: tuple[Intent, ...] = get_args(Intent)
"""In the order of the networks' outputs."""
SURE = 0.5
"""Without a vector an intent needs this share, or small talk goes to the coder. (Of the evaluation
set 95.9 % are then right, 95.7 % without it.)"""

PULL = 0.35
"""A feature is named as a reason from this pull on (in log-odds)."""
MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class Route:
    """The intent, how sure the router is (0..1), and why, in words."""

    intent: Intent
    confidence: float
    reason: str


class Router:
    """Routes messages; see `route`."""

    def __init__(self, meaning: Network, words: Network) -> None:
        self._meaning = meaning
        self._words = words

    @classmethod
    def from_json(cls, text: str) -> Router:
        """From the text of a weights file. Raises `ValueError` for anything else."""
        try:
            data: Mapping[str, Any] = json.loads(text)
            return cls(Network.from_data(data["meaning"]), Network.from_data(data["words"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a file of routing weights") from error

    @classmethod
    def from_file(cls, path: Path) -> Router:
        """From a weights file. Raises `OSError` and `ValueError`."""
        return cls.from_json(path.read_text("utf-8"))

    def route(self, text: str, *, vector: Vector | None = None, images: int = 0) -> Route:
        """The intent of a message; `vector` is its embedding, `images` how many came with it.

        Under 1 ms. Text without a single letter or digit is `general`.
        """
        if images:
            return Route("vision", 1.0, "a picture came with it")
        if not any(map(str.isalnum, text)):
            return Route("general", 1.0, "no words")
        found = features(text)
        if "sign:code fence" in found and "sign:code syntax" in found:
            return Route("code", 0.99, "code fence")
        network = self._words if vector is None else self._meaning
        shares = softmax(network.outputs(found, vector))
        best = max(range(len(shares)), key=shares.__getitem__)
        if vector is None and shares[best] < SURE:
            return Route("general", round(shares[best], 4), "no other intent is clear from words")
        reason = _reason(network, found, best, by_meaning=vector is not None)
        return Route(INTENTS[best], round(shares[best], 4), reason)


def _reason(network: Network, found: Mapping[str, float], best: int, *, by_meaning: bool) -> str:
    """The strongest features in words; the sentence as a whole where none stands out."""
    strong = [name for pull, name in network.pulls(found, best) if pull >= PULL]
    named = [_in_words(name) for name in strong][:MOST_REASONS]
    whole = "the sentence as a whole" if by_meaning else "its words together"
    return ", ".join(named) or whole


def _in_words(name: str) -> str:
    if name.startswith("sign:"):
        return name.removeprefix("sign:")
    return f'"{name.strip("^$ ")}"' if name.strip("^$ ") else "its length"
