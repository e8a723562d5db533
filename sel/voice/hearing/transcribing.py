"""A recording to text, in the same child and with the same doubts as live speech."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.engine.child import Child, ChildGone
from sel.errors import VoiceError
from sel.voice.hearing.life import MODULE
from sel.voice.hearing.phantoms import Evidence, Understood, judge


@dataclass(frozen=True, slots=True)
class Line:
    """What was said from `start` to `end`, in seconds of the recording."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """So many seconds are read, of so many in all (0 where the file does not say)."""

    seconds: float
    of: float

    @property
    def share(self) -> float:
        """How far it is, 0..1; 0 where that is not known."""
        return min(self.seconds / self.of, 1.0) if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Done:
    """The whole recording was read, so many seconds; `broken` where it ends in the middle."""

    seconds: float
    broken: bool


async def transcribe(
    path: Path, model: Path, log_path: Path, *, language: str = "", module: str = MODULE
) -> AsyncGenerator[Line | Progress | Done, None]:
    """What is said in a recording, as it comes. Ends the child when it is closed.

    Raises `VoiceError` where the file or the model cannot be read, or the child dies.
    """
    options = ["--model", str(model), "--language", language]
    try:
        child = await Child.spawn(module, log_path, options)
    except OSError as error:
        raise VoiceError("What hears for SEL cannot be started.") from error
    try:
        _refuse(await child.receive())
        child.send({"type": "file", "path": str(path)})
        while True:
            told = _told(_refuse(await child.receive()))
            if told is not None:
                yield told
            if isinstance(told, Done):
                return
    except ChildGone as error:
        raise VoiceError(
            "What hears for SEL died while it listened to the recording.",
            hint=f"Its log says why: {log_path}.",
        ) from error
    finally:
        await child.end(0.1)  # in the middle of a piece it does not look


def _refuse(message: dict[str, Any]) -> dict[str, Any]:
    """The message. Raises `VoiceError` where it says that something cannot be done."""
    if message["type"] in ("failed", "bad"):
        raise VoiceError(message["title"], hint=message["hint"])
    return message


def _told(message: dict[str, Any]) -> Line | Progress | Done | None:
    if message["type"] == "done":
        return Done(message["seconds"], message["broken"])
    if message["type"] == "progress":
        return Progress(message["seconds"], message["of"])
    understood = Understood(
        text=message["text"],
        no_speech=message["no_speech"],
        logprob=message["logprob"],
        compression=message["compression"],
        language=message["language"],
    )
    verdict = judge(understood, Evidence(message["speech"], message["over_noise"]))
    return Line(message["start"], message["end"], verdict.text) if verdict.text else None
