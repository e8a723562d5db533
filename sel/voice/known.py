"""What can be fetched for ears and mouth: where it is, how large, and under which licence.

Names and addresses only; nothing here looks at a disk or a network.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Kind = Literal["ears", "mouth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One model on a hub. `under` is its folder there, `folder` the one it is put into (in SEL's
    folder of models), `wanted` the patterns of its files; `megabytes` about, 0 where unknown.

    `needed` is what it cannot be used without.
    `free`: whoever uses it may use it for anything. Else `licence` says what to know before.
    """

    kind: Kind
    name: str
    repo: str
    needed: tuple[str, ...]
    wanted: tuple[str, ...]
    folder: str
    under: str = ""
    megabytes: int = 0
    licence: str
    free: bool = False

    def wants(self, path: str) -> bool:
        """Whether this file of the repository belongs to the model."""
        return any(fnmatchcase(path, pattern) for pattern in self.wanted)


# ---------------------------------------------------------------- ears: Whisper for CTranslate2

EARS_FILES = ("model.bin", "config.json", "tokenizer.json")
"""What a folder of CTranslate2 files must hold; without the last one a hub would be asked."""
_WHISPER_FILES = (*EARS_FILES, "preprocessor_config.json", "vocabulary.*")
_WHISPER: dict[str, tuple[str, int]] = {
    "tiny.en": ("Systran/faster-whisper-tiny.en", 78),
    "tiny": ("Systran/faster-whisper-tiny", 78),
    "base.en": ("Systran/faster-whisper-base.en", 148),
    "base": ("Systran/faster-whisper-base", 148),
    "small.en": ("Systran/faster-whisper-small.en", 486),
    "small": ("Systran/faster-whisper-small", 486),
    "distil-small.en": ("Systran/faster-distil-whisper-small.en", 335),
    "medium.en": ("Systran/faster-whisper-medium.en", 1530),
    "medium": ("Systran/faster-whisper-medium", 1530),
    "distil-medium.en": ("Systran/faster-distil-whisper-medium.en", 790),
    "large-v3": ("Systran/faster-whisper-large-v3", 3090),
    "distil-large-v3": ("Systran/faster-distil-whisper-large-v3", 1515),
}
"""Sizes → repository and MB; those ending in `.en` know English only and do so better."""
_REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)


def ears(name: str) -> Source | None:
    """The Whisper of this size, or of this repository (`owner/name`); None for anything else."""
    size = _WHISPER.get(name)
    if size is None and not _REPO.fullmatch(name):
        return None
    repo, megabytes = size or (name, 0)
    return Source(
        kind="ears",
        name=name,
        repo=repo,
        needed=EARS_FILES,
        wanted=_WHISPER_FILES,
        folder=f"whisper/{name.replace('/', '--')}",
        megabytes=megabytes,
        licence="MIT" if size else _unread(f"the README of {repo}"),
        free=size is not None,
    )


# ---------------------------------------------------------------- mouth: Piper

_PIPER_REPO = "rhasspy/piper-voices"
_VOICE = re.compile(
    r"(?P<language>[a-z]{2,3})_(?P<region>[A-Z]{2})-(?P<speaker>\w+)-(?P<quality>x_low|low|medium|high)",
    re.ASCII,
)
_MEGABYTES = {"x_low": 28, "low": 63, "medium": 63, "high": 114}
_FREE = {
    "en_US-kristin-medium": "public domain",
    "en_US-ljspeech-medium": "public domain, as reported",
    "en_US-ljspeech-high": "public domain, as reported",
    "en_US-norman-medium": "public domain, as reported",
}
_LESSAC = "research only: its recordings may not be used for anything else"


def mouth(name: str) -> Source | None:
    """The Piper voice of this name, such as `en_US-kristin-medium`; None for another shape."""
    shape = _VOICE.fullmatch(name)
    if shape is None:
        return None
    language, region, speaker, quality = shape.groups()
    under = f"{language}/{language}_{region}/{speaker}/{quality}"
    both = (f"{under}/{name}.onnx", f"{under}/{name}.onnx.json")
    return Source(
        kind="mouth",
        name=name,
        repo=_PIPER_REPO,
        under=under,
        needed=both,
        wanted=both,
        folder="piper",
        megabytes=_MEGABYTES[quality],
        licence=_FREE.get(name) or (_LESSAC if speaker == "lessac" else _card(under)),
        free=name in _FREE,
    )


def _card(under: str) -> str:
    where = _unread(f"{under}/MODEL_CARD of {_PIPER_REPO}")
    return f"{where} Many voices are tuned from lessac, which is for research only."


def _unread(where: str) -> str:
    return f"not known to SEL; read {where}."


def closest(name: str, also: Iterable[str] = ()) -> str:
    """A name of this list that was probably meant, or ""."""
    near = difflib.get_close_matches(name, (*_WHISPER, *_FREE, *also), n=1)
    return near[0] if near else ""


def sizes() -> tuple[str, ...]:
    """The sizes of Whisper that can be named."""
    return tuple(_WHISPER)
