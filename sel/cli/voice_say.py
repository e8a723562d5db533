"""`sel voice say "…"`: SEL says it aloud, or into a WAV file that the person asked for."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
import wave
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sel.cli import flags
from sel.errors import InputRefused, VoiceError
from sel.voice.ports import Choice, Ended, Lost, Prosody, Segment, Sound, SoundPort
from sel.voice.saying.mouth import Mouth
from sel.voice.saying.segments import Segmenter

LONGEST = 100_000
"""Characters said at most: about two hours of speech."""


@dataclass(slots=True)
class Figures:
    """What it took, in seconds: `load` the voice, `first` the first sound, `made` all of them.

    `factor` is the time that making took, as a share of the time it takes to listen.
    """

    voice: str
    segments: int = 0
    load: float = 0.0
    first: float = 0.0
    made: float = 0.0
    sound: float = 0.0

    @property
    def factor(self) -> float:
        """Real-time factor; below 1 is faster than speech."""
        return self.made / self.sound if self.sound else 0.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("say", help="hear SEL's voice, or write it to a WAV file")
    parser.add_argument("text", nargs="?", help="what to say; without it, standard input is read")
    parser.add_argument("--wav", type=Path, metavar="FILE", help="write a WAV file, play nothing")
    parser.add_argument("--json", action="store_true", help="what it took, as one JSON object")
    flags.add(parser)
    parser.set_defaults(run=_say)


def _say(args: argparse.Namespace) -> int:
    from sel.voice.models import find_mouth

    text = args.text if args.text is not None else sys.stdin.read(LONGEST + 1)
    if len(text) > LONGEST:
        raise InputRefused(f"That is more than {LONGEST:,} characters.", hint="Say it in parts.")
    segmenter = Segmenter()
    segments = segmenter.feed(text) + segmenter.end()
    if not segments:
        raise InputRefused("There is nothing in it that can be said.")
    voice = find_mouth(args.loaded.settings.piper_model, args.paths)
    figures = asyncio.run(_spoken(args, voice, segments))
    if args.json:
        print(json.dumps(asdict(figures) | {"factor": round(figures.factor, 4)}))
    else:
        print(
            f"{figures.voice}: {figures.sound:.1f} s of speech, the first of it after"
            f" {1000 * figures.first:,.0f} ms; made in {figures.factor:.2f} of the time it takes."
        )
    return 0


async def _spoken(args: argparse.Namespace, voice: Path, segments: list[Segment]) -> Figures:
    """Say it all, out loud or into the file."""
    settings = args.loaded.settings
    mouth = Mouth(args.paths.logs / "speak.log", voice)
    began = time.monotonic()
    figures = Figures(await mouth.start(), load=time.monotonic() - began)
    prosody = Prosody(speed=settings.voice_speed)
    try:
        if args.wav is not None:
            sounds = [await _made(mouth, one, prosody, figures) for one in segments]
            _write(args.wav, sounds)
        else:
            await _played(args, mouth, segments, prosody, figures)
    finally:
        await mouth.stop()
    return figures


async def _made(mouth: Mouth, segment: Segment, prosody: Prosody, figures: Figures) -> Sound:
    began = time.monotonic()
    sound = await mouth.say(segment, prosody)
    took = time.monotonic() - began
    figures.first = figures.first if figures.segments else took
    figures.segments += 1
    figures.made += took
    figures.sound += sound.samples / sound.rate
    return sound


async def _played(
    args: argparse.Namespace,
    mouth: Mouth,
    segments: list[Segment],
    prosody: Prosody,
    figures: Figures,
) -> None:
    from sel.voice.audio.card import SoundCard

    card: SoundPort = SoundCard(args.paths.logs / "sound.log")
    await card.open(Choice(output=args.loaded.settings.voice_output, microphone=False))
    try:
        last = 0
        for segment in segments:
            sound = await _made(mouth, segment, prosody, figures)
            if sound.samples:
                card.play(sound)
                last = sound.id
        if last:
            await _until_said(card, last)
    finally:
        await card.close()


async def _until_said(card: SoundPort, last: int) -> None:
    """Wait for the end of the last sound. Raises `VoiceError` where the speaker goes away."""
    async for event in card.events():
        if isinstance(event, Ended) and event.id == last:
            return
        if isinstance(event, Lost) and event.part == "output":
            raise VoiceError(event.title, hint=event.hint)


def _write(path: Path, sounds: Iterable[Sound]) -> None:
    """All sounds with the pauses between them. Raises `VoiceError` where the disk refuses."""
    try:
        with path.open("wb") as file, wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            for number, sound in enumerate(sounds):
                if not number:
                    out.setframerate(sound.rate)
                else:
                    out.writeframes(bytes(2 * int(sound.pause * sound.rate)))
                out.writeframes(sound.pcm)
    except OSError as error:
        hint = "Choose another file with --wav."
        raise VoiceError(f"The file cannot be written ({error.strerror}).", hint=hint) from error
