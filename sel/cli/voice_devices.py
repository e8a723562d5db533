"""`sel voice devices` and `sel voice test`: which microphones and speakers there are, and whether
the chosen ones work."""

from __future__ import annotations

import argparse
import array
import asyncio
import contextlib
import math
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from sel.cli import flags
from sel.cli.plain import safe

if TYPE_CHECKING:
    from sel.voice.audio.card import SoundCard
    from sel.voice.audio.devices import Device
    from sel.voice.ports import Opened

METER_SECONDS = 10.0
LISTEN_SECONDS = 3.0
STEP = 0.1
"""Seconds between two readings of the meter."""
CELLS, FLOOR = 30, -60.0
"""Width of the meter, and the level in dBFS at which it is empty."""
SILENT, SOFT, LOUD = -85.0, -50.0, -1.0
"""Peaks in dBFS: digital silence with a last bit that flickers, too soft to understand, and cut
off. Speech at arm's length is at -40 to -15 with usual gains."""
RATE = 22_050
NOTES = (659.3, 880.0)
"""The chime: E5, A5, in Hz."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `devices` and `test` to `sel voice`."""
    text = "microphones and speakers; with --meter how loud the chosen microphone is"
    listing = subparsers.add_parser("devices", help=text, description=text)
    listing.add_argument(
        "--meter",
        nargs="?",
        type=float,
        const=METER_SECONDS,
        metavar="SECONDS",
        help=f"show the level for so long ({METER_SECONDS:g})",
    )
    flags.add(listing)
    listing.set_defaults(run=lambda args: asyncio.run(_devices(args)))
    text = "play a chime, listen for 3 seconds, and say what works"
    testing = subparsers.add_parser("test", help=text, description=text)
    flags.add(testing)
    testing.set_defaults(run=lambda args: asyncio.run(_test(args)))


def _log(args: argparse.Namespace) -> Path:
    folder: Path = args.paths.logs
    return folder / "sound.log"


# ---------------------------------------------------------------- devices


async def _devices(args: argparse.Namespace) -> int:
    from sel.voice.audio.devices import devices

    if args.meter is not None:
        return await _meter(args, args.meter)
    found = await devices(_log(args))
    settings = args.loaded.settings
    _print_devices("Microphones", found.inputs, settings.voice_input)
    _print_devices("Speakers", found.outputs, settings.voice_output)
    print("* is what SEL takes; voice_input and voice_output choose by a part of a name.")
    return 0


def _print_devices(title: str, found: tuple[Device, ...], wanted: str) -> None:
    from sel.voice.audio.devices import chosen

    taken = chosen(found, wanted)
    print(f"{title}:" if found else f"{title}: none")
    for device in found:
        mark = "*" if device is taken else " "
        usual = ", the system's" if device.default else ""
        print(safe(f" {mark} {device.name} ({device.rate:,} Hz{usual})"))
    if wanted and taken is None:
        print(safe(f'   None of these is called "{wanted}".'))


async def _meter(args: argparse.Namespace, seconds: float) -> int:
    async with _open(args) as (card, opened):
        print(safe(f"{opened.input}: speak, and see whether it moves (Ctrl+C ends it)."))
        screen = sys.stdout.isatty()
        async for level in _levels(card, seconds):
            print(f"\r{_bar(level)}" if screen else _bar(level), end="" if screen else "\n")
            sys.stdout.flush()
        if screen:
            print()
    return 0


def _bar(level: float) -> str:
    full = round(CELLS * (1 - max(level, FLOOR) / FLOOR))
    return f"{level:6.1f} dBFS [{'#' * full}{' ' * (CELLS - full)}]"


async def _levels(card: SoundCard, seconds: float) -> AsyncIterator[float]:
    """The peaks of each tenth of a second, for so long. Raises `VoiceError` where it is lost."""
    from sel.errors import VoiceError
    from sel.voice.ports import Frame, Lost

    end = time.monotonic() + seconds
    peak, due = -90.0, time.monotonic() + STEP
    async for event in card.events():
        if isinstance(event, Lost):
            raise VoiceError(event.title, hint="Plug it in, and try again.")
        if isinstance(event, Frame) and not event.playing:
            peak = max(peak, event.level)
        if (now := time.monotonic()) >= due:
            yield peak
            peak, due = -90.0, now + STEP
        if now >= end:
            return


# ---------------------------------------------------------------- test


async def _test(args: argparse.Namespace) -> int:
    from sel.voice.ports import Sound

    async with _open(args) as (card, opened):
        card.play(Sound(1, RATE, chime()))
        played = await _ended(card)
        if played:
            print(safe(f"A chime was played through {opened.output}."))
            print("Not heard? Turn it up, or choose another speaker: `sel voice devices`.")
        else:
            print(safe(f"{opened.output} took no sound: choose another: `sel voice devices`."))
        print(f"Say something now: SEL listens for {LISTEN_SECONDS:g} seconds.")
        sys.stdout.flush()
        loudest = -90.0
        async for level in _levels(card, LISTEN_SECONDS):
            loudest = max(loudest, level)
        works, sentence = verdict(opened.input, loudest)
        print(safe(sentence))
    return 0 if played and works else 1


def chime() -> bytes:
    """Two soft notes, 0.7 s, 16-bit mono at `RATE`."""
    pcm = array.array("h")
    for note in NOTES:
        for step in range(round(0.35 * RATE)):
            at = step / RATE
            loud = 8_000 * min(1.0, at / 0.01) * math.exp(-8 * at)
            pcm.append(round(loud * math.sin(2 * math.pi * note * at)))
    if sys.byteorder == "big":
        pcm.byteswap()
    return pcm.tobytes()


def verdict(name: str, loudest: float) -> tuple[bool, str]:
    """Whether a microphone that was at most so loud, in dBFS, works; and a sentence about it."""
    if loudest <= SILENT:
        return False, f"Nothing but silence comes from {name}: is it muted or switched off?"
    if loudest < SOFT:
        return True, (
            f"{name} works, but very softly (at most {loudest:.0f} dBFS): speak closer to it, or"
            " turn it up."
        )
    if loudest > LOUD:
        return True, f"{name} works, but it is cut off ({loudest:.0f} dBFS): turn it down."
    return True, f"{name} works: {loudest:.0f} dBFS at its loudest."


async def _ended(card: SoundCard) -> bool:
    """Whether the speaker took the whole chime, within some seconds."""
    from sel.voice.ports import Ended

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(5):
            async for event in card.events():
                if isinstance(event, Ended):
                    return True
    return False


@contextlib.asynccontextmanager
async def _open(args: argparse.Namespace) -> AsyncIterator[tuple[SoundCard, Opened]]:
    from sel.voice.audio.card import SoundCard
    from sel.voice.ports import Choice

    settings = args.loaded.settings
    card = SoundCard(_log(args))
    opened = await card.open(Choice(settings.voice_input, settings.voice_output, "headphones"))
    try:
        yield card, opened
    finally:
        await card.close()
