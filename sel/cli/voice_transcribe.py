"""`sel voice transcribe FILE`: what is said in a recording, line by line as it is understood."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from sel.cli import flags
from sel.voice.hearing.transcribing import Done, Line, Progress, transcribe
from sel.voice.models import find_ears


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("transcribe", help="what is said in a recording")
    parser.add_argument("file", metavar="FILE", type=Path, help="WAV, MP3, OGG, FLAC, M4A …")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    model = find_ears(args.loaded.settings.stt_model, args.paths)
    return asyncio.run(_say(args.file, model, args.paths.logs / "listen.log", as_json=args.json))


async def _say(path: Path, model: Path, log_path: Path, *, as_json: bool) -> int:
    """Print what is said; 1 where nothing is. Raises `VoiceError`."""
    spoken = 0
    bar = _Bar()
    async with contextlib.aclosing(transcribe(path, model, log_path)) as telling:
        async for told in telling:
            if isinstance(told, Line):
                bar.clear()
                spoken += 1
                print(json.dumps(asdict(told)) if as_json else _plain(told), flush=True)
            elif isinstance(told, Progress):
                bar.show(told)
            else:
                bar.clear()
                return _end(path, told, spoken)
    return 1


def _end(path: Path, done: Done, spoken: int) -> int:
    if done.broken:
        print(
            f"{path} is cut short or damaged: {_clock(done.seconds)} of it could be read.",
            file=sys.stderr,
        )
    if not spoken:
        print(f"Nothing is said in {path} that could be understood.", file=sys.stderr)
    return 0 if spoken else 1


class _Bar:
    """How far it is, on stderr, where that is a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._shown = ""

    def show(self, progress: Progress) -> None:
        """Write it over what was shown before."""
        read = _clock(progress.seconds)
        text = f"{progress.share:4.0%}  {read} of {_clock(progress.of)}" if progress.of else read
        if self._on and text != self._shown:
            self._shown = text
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take it off the screen."""
        if self._on and self._shown:
            self._shown = ""
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _plain(line: Line) -> str:
    return f"{_clock(line.start):>8}  {line.text}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
