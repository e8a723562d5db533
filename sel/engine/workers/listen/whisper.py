"""Whisper out of a folder of CTranslate2 files: sound in, text and how sure it is out.

Nothing is fetched: what is missing is said in a sentence, before a library asks a hub.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sel.engine.workers.listen.vad import Floats

RATE = 16_000
THREADS = 4
"""Most threads for Whisper: its encoder gains little from more, and SEL has other work."""
WEIGHTS, TOKENIZER, CONFIG = "model.bin", "tokenizer.json", "config.json"
PULL = (
    "`sel voice pull` fetches a whole one; SEL_STT_MODEL may name any folder of CTranslate2 files."
)


class NoWhisper(Exception):
    """The folder cannot be used; the title says what is wrong, the hint what to do."""

    def __init__(self, title: str, hint: str = PULL) -> None:
        super().__init__(title)
        self.title, self.hint = title, hint


@dataclass(frozen=True, slots=True)
class Text:
    """What was understood, with Whisper's own measures of how sure it is."""

    text: str
    no_speech: float
    logprob: float
    compression: float
    language: str

    def message(self) -> dict[str, Any]:
        """As it goes over the line."""
        return asdict(self)


def check(folder: Path) -> None:
    """Raises `NoWhisper` where the folder lacks what the library would else look for in the net."""
    if not folder.is_dir():
        raise NoWhisper(f"There is no folder {folder} with a Whisper model.")
    for name, what in ((WEIGHTS, "weights"), (CONFIG, "settings"), (TOKENIZER, "words")):
        path = folder / name
        if not path.is_file():
            raise NoWhisper(f"The Whisper model in {folder} has no {name} (its {what}).")
        if path.stat().st_size == 0:
            raise NoWhisper(f"{path} is empty.")
        if name != WEIGHTS and not _is_json(path):
            raise NoWhisper(f"{path} is broken: it is not JSON.")


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return False
    return True


class Whisper:
    """A loaded model. `understand` may be called in any one thread."""

    def __init__(self, folder: Path, language: str, *, cpu: bool) -> None:
        """The model in a folder that was checked. Raises `NoWhisper`, `ImportError`."""
        self.device = "cpu" if cpu or not has_cuda() else "cuda"
        try:
            self._load(folder)
        except ImportError:
            raise
        except Exception as error:
            kind = type(error).__name__
            raise NoWhisper(f"The Whisper model in {folder} is broken ({kind}).") from error
        self._language = self._spoken(language)

    def _load(self, folder: Path) -> None:
        from faster_whisper import WhisperModel  # type: ignore[import-untyped]

        try:
            self._model: Any = WhisperModel(
                str(folder),
                device=self.device,
                compute_type="int8" if self.device == "cpu" else "int8_float16",
                cpu_threads=min(THREADS, os.cpu_count() or 1),
                local_files_only=True,
            )
        except RuntimeError:
            if self.device == "cpu":
                raise
            self.device = "cpu"  # a card that is too small, too old, or taken
            self._load(folder)

    def _spoken(self, language: str) -> str | None:
        """The language to expect; None to find out, which only a multilingual model can."""
        if not self._model.model.is_multilingual:
            return "en"
        if language and language not in self._model.supported_languages:
            raise NoWhisper(
                f"Whisper knows no language {language!r}.", "It is a code such as en, de or fr."
            )
        return language or None

    def warm_up(self) -> None:
        """The first span costs more than those after it; it had better be silence."""
        self.understand(np.zeros(RATE, np.float32))

    def understand(self, sound: Floats) -> Text:
        """The words in `sound` (16 kHz, -1..1, at most 30 s)."""
        # Greedy (beam 1, temperature 0): beams cost 2-5 times the time of the answer, and gain
        # little on a sentence. Nothing is retried warmer, nothing is left out here: the parent
        # judges what is made up. Each span stands alone, so that one mistake does not breed more.
        segments, info = self._model.transcribe(
            sound,
            language=self._language,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            suppress_blank=True,
            no_speech_threshold=None,
            log_prob_threshold=None,
            compression_ratio_threshold=None,
        )
        parts = list(segments)
        return Text(
            text=" ".join("".join(part.text for part in parts).split()),
            no_speech=max((part.no_speech_prob for part in parts), default=1.0),
            logprob=min((part.avg_logprob for part in parts), default=-9.0),
            compression=max((part.compression_ratio for part in parts), default=0.0),
            language=info.language,
        )


def has_cuda() -> bool:
    """Whether CTranslate2 sees a card it can use."""
    import ctranslate2  # type: ignore[import-untyped]

    try:
        return bool(ctranslate2.get_cuda_device_count() > 0)
    except (RuntimeError, OSError):  # a driver without its library
        return False
