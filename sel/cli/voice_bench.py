"""`sel voice bench`: the spoken conversation, measured on a sound card that is none."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sel.cli import flags
from sel.errors import VoiceError
from sel.voice.ports import Echo

if TYPE_CHECKING:
    from sel.cli.benches.figures import Figure
    from sel.cli.benches.voice.card import VirtualCard
    from sel.cli.benches.voice.studio import Set

PARTS = ("answering", "talking-over", "echo", "face")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "bench",
        help="how soon SEL answers and falls silent, on a virtual sound card",
        description="Speaks to SEL with flite over a private PulseAudio and measures what comes"
        " back. Takes half an hour, with --quick five minutes; nothing is heard.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, rougher figures")
    parser.add_argument("--only", choices=PARTS, help="one part of it")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    figures = asyncio.run(_measure(args))
    if args.json:
        print(json.dumps({"figures": [one.as_json() for one in figures]}))
        return 0
    from sel.cli.benches.figures import table

    print(table(figures))
    return 0


async def _measure(args: argparse.Namespace) -> list[Figure]:
    from sel.cli.benches.voice.card import VirtualCard

    with tempfile.TemporaryDirectory() as logs:
        with_ = _set(args, Path(logs))
        try:
            with VirtualCard() as card:
                return await _parts(args, card, with_)
        except OSError as error:
            raise VoiceError("No virtual sound card could be made.", hint=str(error)) from error


async def _parts(args: argparse.Namespace, card: VirtualCard, with_: Set) -> list[Figure]:
    from sel.cli.benches.voice.answering import answering
    from sel.cli.benches.voice.echo import hearing_itself
    from sel.cli.benches.voice.face import face_speaking
    from sel.cli.benches.voice.talking_over import talking_over

    figures: list[Figure] = []
    if args.only in (None, "answering"):
        figures += await answering(card, with_, 6 if args.quick else 30)
    if args.only in (None, "talking-over"):
        figures += await talking_over(card, with_, 5 if args.quick else 20)
    if args.only in (None, "echo"):
        aec = importlib.util.find_spec("livekit") is not None
        ways: tuple[Echo, ...] = ("aec", "half_duplex") if aec else ("half_duplex",)
        for way in ways:
            figures.append(await hearing_itself(card, with_, way, 1 if args.quick else 10))
    if args.only in (None, "face"):
        figures.append(await face_speaking(with_, quick=args.quick))
    return figures


def _set(args: argparse.Namespace, logs: Path) -> Set:
    from sel.cli.assemble import make_parts
    from sel.cli.benches.voice.stand_ins import ears_or_small, voice_or_untrained
    from sel.cli.benches.voice.studio import Set, without_past
    from sel.voice.saying.mouth import Mouth

    paths, settings = args.paths.ready(), args.loaded.settings
    voice = voice_or_untrained(settings.piper_model, paths, logs)
    return Set(
        parts=without_past(make_parts(settings, paths)),
        paths=paths,
        logs=logs,
        ears=ears_or_small(settings.stt_model, paths),
        voice=voice,
        mouth=lambda: Mouth(logs / "speak.log", voice),
        end_ms=settings.voice_end_ms,
    )
