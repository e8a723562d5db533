"""What a bench hears and speaks with where the models that are set are not on this machine.

The ears are then those of the tests, which know 80 words; the voice is one of real size that nobody
taught to speak. Both are said. Only in a checkout.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sel import paths as places
from sel.errors import VoiceError
from sel.paths import Paths
from sel.voice.models import find_ears, find_mouth

CHECKOUT = places.assets().parent
SMALL = CHECKOUT / "tests" / "data" / "voice" / "micro-whisper"
MAKER = CHECKOUT / "assets" / "voice" / "make_voice.py"
MADE = "untrained-medium.onnx"


def ears_or_small(name: str, paths: Paths) -> Path:
    """The Whisper that is set, or the small one. Raises `VoiceError` where there is neither."""
    try:
        return find_ears(name, paths)
    except VoiceError:
        if not SMALL.is_dir():
            raise
        _say("Whisper is not here: the tests' small one hears, which knows 80 words.")
        return SMALL


def voice_or_untrained(name: str, paths: Paths, folder: Path) -> Path:
    """The voice that is set, or one made in `folder`. Raises `VoiceError` where neither can be."""
    try:
        return find_mouth(name, paths)
    except VoiceError:
        done = subprocess.run([sys.executable, MAKER, folder], capture_output=True, check=False)
        if done.returncode:
            raise
        _say("No voice is here: an untrained one of real size speaks, which is noise.")
        return folder / MADE


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
