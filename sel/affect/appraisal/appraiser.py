"""What a message means: its words weighed by rules, the whole by small trained networks.

Pure: the files are read by `Appraiser.from_file` and nothing else. Nothing is logged; what a person
wrote leaves only as the lexicon's own words among the reasons. With a vector the network reads the
sentence's meaning; without one (the embedder warms up, or is missing) another goes by words alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.affect.appraisal import feelings, reasons
from sel.affect.appraisal.features import features, signs
from sel.affect.appraisal.lexicon import Lexicon
from sel.affect.appraisal.reading import Reading, read
from sel.affect.appraisal.signals import signals
from sel.affect.appraisal.tone import Tone, weigh
from sel.affect.appraisal_types import Appraisal
from sel.engine.embedding import Vector
from sel.network import Network, softmax

NEUTRAL = 0.15
"""|valence| under this is neither good nor bad."""
INSIDE, OUTSIDE = 0.14, 0.16
"""The most a neutral valence may be, and the least of one that is not."""

BAD, PLAIN, GOOD, STRENGTH = range(4)
"""The outputs of a sign network: three kinds of message, and how strong a good or bad one is."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The networks of one kind of input: of the sign, and of the emotions and signals."""

    sign: Network
    kinds: Network

    @classmethod
    def from_data(cls, data: Mapping[str, Any], name: str) -> Weights:
        """The pair of this name. Raises `KeyError` or `TypeError` for another shape."""
        return cls(
            Network.from_data(data[f"{name} sign"]), Network.from_data(data[f"{name} kinds"])
        )


class Appraiser:
    """Appraises messages; see `appraise`."""

    def __init__(self, lexicon: Lexicon, meaning: Weights, words: Weights) -> None:
        self._lexicon = lexicon
        self._meaning = meaning
        self._words = words

    @classmethod
    def from_json(cls, weights: str, lexicon: str) -> Appraiser:
        """From the texts of a weights file and of a lexicon. Raises `ValueError` for others."""
        try:
            data: dict[str, Any] = json.loads(weights)
            meaning, words = Weights.from_data(data, "meaning"), Weights.from_data(data, "words")
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a file of appraisal weights") from error
        return cls(Lexicon.from_toml(lexicon), meaning, words)

    @classmethod
    def from_file(cls, path: Path) -> Appraiser:
        """From a weights file with `lexicon.toml` beside it. Raises `OSError`, `ValueError`."""
        lexicon = path.with_name("lexicon.toml").read_text("utf-8")
        return cls.from_json(path.read_text("utf-8"), lexicon)

    def appraise(self, text: str, *, vector: Vector | None = None) -> Appraisal:
        """What a message means; `vector` is its embedding. Under 1 ms. Never raises."""
        reading = read(text)
        tone = weigh(reading, self._lexicon)
        if not tone.tokens:
            return Appraisal()
        weights = self._words if vector is None else self._meaning
        outputs = weights.sign.outputs(features(reading, tone), vector)
        valence = valence_of(outputs)
        felt = abs(valence) >= NEUTRAL  # neutral talk has no emotions to guess
        learned = self._learned(weights.kinds, reading, tone, vector) if felt else {}
        found = feelings.emotions(tone, valence, learned)
        named = signals(reading, tone, valence, learned)
        return Appraisal(
            valence=round(valence, 3) + 0.0,  # no -0.0
            arousal=round(feelings.arousal(reading, tone, found), 3),
            emotions=found,
            reasons=reasons.reasons(tone, valence, found, named),
            signals=named,
        )

    def _learned(
        self, network: Network, reading: Reading, tone: Tone, vector: Vector | None
    ) -> Mapping[str, float]:
        """How sure the network is of each emotion and signal, 0..1."""
        outputs = network.outputs(signs(reading, tone), vector)
        return dict(zip(feelings.KINDS, map(_sure, outputs), strict=True))


def valence_of(outputs: list[float]) -> float:
    """The outputs of a sign network as one number: −1..1, neutral where that is most probable."""
    bad, plain, good = softmax(outputs[:STRENGTH])
    strongest = max(bad, good)
    if plain >= strongest:
        return INSIDE * (good - bad)
    size = OUTSIDE + (1 - OUTSIDE) * _sure(outputs[STRENGTH]) * (strongest - plain)
    return math.copysign(min(1.0, size), good - bad)


def _sure(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
