"""The tone voice, heard: which phonemes were said, from the sound alone.

Each phoneme is 60 ms at 16 kHz; the id k of the voice's own table sounds as 200 + 20 k Hz. Spaces,
punctuation and the marks at both ends are silent.
"""

from __future__ import annotations

import array
import json
from functools import cache
from pathlib import Path

import numpy as np

VOICE = Path(__file__).parents[0] / "data" / "voice" / "tone_voice.onnx"
RATE = 16_000
LEAD = 160
"""Samples of silence before the first tone: 10 ms."""
LENGTH = 960
QUIET = 300


@cache
def names() -> dict[int, str]:
    table = json.loads(Path(f"{VOICE}.json").read_text())["phoneme_id_map"]
    return {ids[0]: phoneme for phoneme, ids in table.items()}


def heard(pcm: bytes, *, length: int = LENGTH, pitch: float = 1.0) -> str:
    """The phonemes of the sound; a space for each stretch of silence."""
    samples = np.array(array.array("h", pcm), dtype=np.float64)[LEAD:]
    said = []
    for at in range(0, len(samples) - length // 2, length):
        piece = samples[at : at + length]
        if np.abs(piece).mean() < QUIET:
            said.append(" ")
            continue
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 8 * RATE))
        hertz = float(spectrum.argmax()) / 8 / pitch
        said.append(names()[round((hertz - 200) / 20)])
    return " ".join("".join(said).split())


@cache
def phonemes(text: str) -> str:
    """What espeak makes of a text, without punctuation."""
    from piper.phonemize_espeak import EspeakPhonemizer

    sentences = EspeakPhonemizer().phonemize("en-us", text)
    said = " ".join("".join(sentence) for sentence in sentences)
    return " ".join("".join(one for one in said if one not in ".,;:!?").split())
