"""The mouth's child: segments of text in, sound out. Nothing it says is logged or written.

Its fds 1 and 2 go to a file, so no text may reach them. `--model FILE` is a Piper voice, its
.onnx.json beside it.

Messages in: `{"type": "say", "id": n, "text": …, "speed": f, "pitch": f, "keep": bool}`, answered
in order by `{"type": "sound", "id": n, "rate": r, "pcm": base64 of 16-bit samples, "words": […],
"cached": bool, "seconds": s}`, or `{"type": "unsaid", "id": n, "kind": …}` where the voice could
not say it; `{"type": "stop", "id": n}`: n is not wanted any more and is not answered;
`{"type": "forget"}`. First of all it says `{"type": "ready", "name": …, "rate": r,
"seconds": s}` or `{"type": "failed", "title": …, "hint": …}`.
"""

from __future__ import annotations

import argparse
import base64
import logging
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any

from sel.engine.workers.channel import Channel
from sel.engine.workers.speak.cache import Phrases, key_of
from sel.engine.workers.speak.voice import Refused, Voice, load

WARM = "Hello there, how are you today?"
"""Said to nobody before all else: the first call costs 37-128 ms more (phonemizer, memory)."""


class Speaker:
    """Takes messages in one thread and makes sound in the other: `stop` is heard at once."""

    def __init__(self, channel: Channel, voice: Voice, phrases: Phrases | None = None) -> None:
        self._channel = channel
        self._voice = voice
        self._phrases = Phrases() if phrases is None else phrases
        self._todo: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._void: set[int] = set()
        self._done = 0

    def serve(self) -> None:
        """Answer until the parent is gone."""
        reader = threading.Thread(target=self._read, name="messages", daemon=True)
        reader.start()
        while (message := self._todo.get()) is not None:
            if message["type"] == "forget":
                self._phrases.forget()
                self._voice.forget()
            elif message["id"] not in self._void:
                try:
                    self._say(message)
                except Exception as error:  # noqa: BLE001 - the edge: its text may hold words said
                    kind = type(error).__name__
                    self._channel.send({"type": "unsaid", "id": message["id"], "kind": kind})
            self._done = max(self._done, int(message.get("id", 0)))
            self._void.discard(self._done)

    def _read(self) -> None:
        for message in self._channel:
            if message.get("type") == "stop":
                if message["id"] > self._done:
                    self._void.add(int(message["id"]))
            elif message.get("type") in {"say", "forget"}:
                self._todo.put(message)
        self._todo.put(None)

    def _say(self, message: dict[str, Any]) -> None:
        began = time.monotonic()
        text, keep = str(message["text"]), bool(message.get("keep"))
        speed, pitch = float(message.get("speed", 1.0)), float(message.get("pitch", 1.0))
        key = key_of(text, speed, pitch)
        known = self._phrases.get(key)
        phrase = self._voice.say(text, speed, pitch) if known is None else known
        if known is None or keep:
            self._phrases.put(key, phrase, keep=keep)
        if message["id"] in self._void:
            return
        self._channel.send(
            {
                "type": "sound",
                "id": message["id"],
                "rate": self._voice.rate,
                "pcm": base64.b64encode(phrase.pcm).decode("ascii"),
                "words": phrase.words,
                "cached": known is not None,
                "seconds": round(time.monotonic() - began, 4),
            }
        )


def refusal(error: Exception, model: Path) -> dict[str, str]:
    """What is said where the voice cannot be loaded."""
    if isinstance(error, Refused):
        title, hint = error.title, error.hint
    elif isinstance(error, ImportError):
        title = "SEL's voice needs piper-tts, which is not installed, or not whole."
        hint = "pip install 'sel-companion[voice]' installs it."
    else:
        title = f"The voice {model.name} cannot speak ({type(error).__name__})."
        hint = "`sel voice pull` fetches a whole voice."
    return {"type": "failed", "title": title, "hint": hint}


def main() -> int:
    """Load, say so, and serve. Exit status 1 where the voice cannot be loaded."""
    channel = Channel.from_argv()
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--model", type=Path, required=True)
    model: Path = parser.parse_known_args()[0].model
    logging.disable(logging.CRITICAL)  # Piper logs what it cannot pronounce
    began = time.monotonic()
    try:
        voice = load(model)
        voice.say(WARM, 1.0, 1.0)
    except Exception as error:  # noqa: BLE001 - the edge: a file may hold anything at all
        channel.send(refusal(error, model))
        return 1
    seconds = round(time.monotonic() - began, 3)
    channel.send({"type": "ready", "name": model.stem, "rate": voice.rate, "seconds": seconds})
    Speaker(channel, voice).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
