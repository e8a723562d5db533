"""A Piper voice: loaded with what SEL needs of it, and asked for one segment at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sel.engine.workers.speak import graph, sound
from sel.engine.workers.speak.cache import Phrase
from sel.engine.workers.speak.ends import sounds_of, word_ends

THREADS = 2
"""For one sentence. 12 words of a medium voice, on 2 cores that others used too (load 4), best of
8: 0.47 s with two, 0.55 s with one; the medians alike, 0.9 s. With spinning, 2.5 times that."""
KINDS = ("espeak", "text")
"""How text becomes phonemes, of the ways Piper knows; the others fetch models from the network."""
BETWEEN = 0.2
"""Seconds between two sentences that espeak finds in one segment, beyond their known silence."""


MOST_WORDS = 5_000
"""Words whose sounds are remembered, about 2 MB."""


class Refused(Exception):
    """The voice cannot be used: `title` says why, `hint` what to do."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint


AGAIN = "`sel voice pull` fetches a whole voice."


def checked(model: Path) -> dict[str, Any]:
    """The voice's config, after a look at both files. Raises `Refused`."""
    beside = Path(f"{model}.json")
    if not model.is_file():
        raise Refused(f"There is no voice at {model}.", f"{AGAIN} SEL_PIPER_MODEL is the setting.")
    if not beside.is_file():
        raise Refused(f"The voice {model.name} has no {beside.name} beside it.", AGAIN)
    try:
        config = json.loads(beside.read_text("utf-8"))
        kind = str(config.get("phoneme_type", "espeak"))
        int(config["num_symbols"]), int(config["num_speakers"]), config["phoneme_id_map"]["_"]
        rate = int(config["audio"]["sample_rate"])
        str(config["espeak"]["voice"])
    except OSError as error:
        raise Refused(f"{beside.name} cannot be read ({error.strerror}).", AGAIN) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(f"{beside.name} is no Piper voice's description.", AGAIN) from error
    if kind not in KINDS:
        title = f"The voice {model.name} needs a reader of {kind} text, which SEL has not."
        raise Refused(title, "Choose a voice that reads with espeak; most do.")
    if not 8_000 <= rate <= 48_000:
        raise Refused(f"{beside.name} tells of {rate:,} samples a second.", AGAIN)
    whole: dict[str, Any] = config
    return whole


def load(model: Path, threads: int = THREADS) -> Voice:
    """The voice, ready to speak. Raises `Refused`, and `ImportError` without Piper."""
    config = checked(model)
    import onnxruntime  # type: ignore[import-untyped]
    from piper import PiperVoice
    from piper.config import PiperConfig

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # A thread that spins while it waits takes the core from the one that makes the text.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(
            graph.with_lengths(model.read_bytes()), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        title = f"{model.name} is no ONNX model, or is cut short."
        raise Refused(title, AGAIN) from error
    names = {one.name for one in session.get_inputs()}
    if not {"input", "input_lengths", "scales"} <= names:
        raise Refused(f"{model.name} is an ONNX model, but no Piper voice.", AGAIN)
    return Voice(PiperVoice(session=session, config=PiperConfig.from_dict(config)))


class Voice:
    """Says segments."""

    def __init__(self, piper: Any) -> None:
        self._piper = piper
        self.rate = int(piper.config.sample_rate)
        self._alone: dict[str, list[str]] = {}

    def say(self, text: str, speed: float, pitch: float) -> Phrase:
        """The text as sound, with the sample at which each word (by white space) ends.

        `speed` and `pitch` are factors, 0.5..2. A text without anything to say is no samples.
        """
        import numpy as np

        words = text.split()
        spoken = _readable(text)
        sounds: list[Any] = []
        marks: list[int] = []  # the sample in the whole at which each phoneme ends
        phonemes: list[str] = []
        for sentence in self._piper.phonemize(spoken) if spoken else ():
            made = self._sentence(sentence, speed, pitch)
            if made is None:
                continue
            wave, ends = made
            if sounds:
                sounds.append(np.zeros(int(BETWEEN / speed * self.rate), dtype=wave.dtype))
                phonemes.append(" ")
                marks.append(marks[-1])
            offset = sum(len(one) for one in sounds)
            sounds.append(wave)
            phonemes += sentence
            marks += [offset + end for end in ends]
        if not sounds:
            return Phrase(b"", (0,) * len(words))
        whole = np.concatenate(sounds)
        counts = word_ends(phonemes, self._sounds(words))
        return Phrase(
            sound.to_bytes(sound.levelled(whole, self.rate)),
            tuple(marks[count - 1] if count else 0 for count in counts),
        )

    def _sentence(self, phonemes: list[str], speed: float, pitch: float) -> Any:
        """Its sound and the sample at which each phoneme ends; None where nothing sounds."""
        import numpy as np
        from piper import SynthesisConfig

        known = [len(self._piper.config.phoneme_id_map.get(one, ())) for one in phonemes]
        if not any(count for count, one in zip(known, phonemes, strict=True) if one.isalpha()):
            return None
        scale = SynthesisConfig(length_scale=self._piper.config.length_scale * pitch / speed)
        ids = self._piper.phonemes_to_ids(phonemes)
        wave, lengths = self._piper.phoneme_ids_to_audio(ids, scale, include_alignments=True)
        wave = np.atleast_1d(wave).astype(np.float32)
        ends = phoneme_ends(known, lengths, len(ids), len(wave))
        wave = sound.stretched(wave, pitch)
        wave, gone = sound.trimmed(wave, self.rate)
        if not len(wave):
            return None
        last = len(wave) - int(sound.TAIL * self.rate)
        return wave, [min(max(round(end / pitch) - gone, 0), last) for end in ends]

    def _sounds(self, words: list[str]) -> list[list[str]]:
        """The sounds of each word said alone; none where it is silent."""
        if len(self._alone) >= MOST_WORDS:
            self._alone.clear()
        new = [word for word in dict.fromkeys(words) if word not in self._alone]
        # A call costs 0.9 ms and a word 0.1, so all go at once, each as a paragraph of its own.
        found = self._piper.phonemize("\n\n".join(map(_readable, new))) if new else []
        if len(found) != len(new):
            each = [self._piper.phonemize(_readable(word)) for word in new]
            found = [[one for sentence in word for one in sentence] for word in each]
        for word, phonemes in zip(new, found, strict=True):
            self._alone[word] = sounds_of(phonemes)
        return [self._alone[word] for word in words]

    def forget(self) -> None:
        """Drop what is remembered of words."""
        self._alone.clear()


def phoneme_ends(known: list[int], lengths: Any, ids: int, samples: int) -> list[int]:
    """The sample at which each phoneme ends: as the voice tells, else all as long as each other.

    `known` are the ids of each phoneme, `ids` their number in all, with what Piper adds: it puts a
    pause id behind each phoneme's own ids, and begins with a mark and a pause.
    """
    import numpy as np

    if lengths is None or np.size(lengths) != ids:
        lengths = [1.0, 0.0]
        for count in known:
            lengths += [1.0] * count + [0.0] * bool(count)
        lengths.append(1.0)
    reached = np.concatenate(([0.0], np.cumsum(lengths, dtype=np.float64)))
    reached *= samples / max(float(reached[-1]), 1.0)
    ends, at = [], 2
    for count in known:
        at += count + 1 if count else 0
        ends.append(round(float(reached[min(at, len(reached) - 1)])))
    return ends


def _readable(text: str) -> str:
    """As Piper takes it: "[[" would begin phonemes, and a nul end the text. A sentence ends."""
    clean = "".join(char if char.isprintable() else " " for char in text)
    clean = clean.replace("[[", "[ [").replace("]]", "] ]").strip()
    return f"{clean}." if clean and clean[-1].isalnum() else clean
