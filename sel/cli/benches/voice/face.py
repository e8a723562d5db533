"""Frames of the face while SEL speaks: measured by the face itself, as the voice is at work."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys

from sel.cli.benches.figures import Figure
from sel.cli.benches.voice.studio import Set
from sel.cli.benches.voice.talking_over import STORY
from sel.errors import SelError
from sel.voice.ports import MouthPort, Prosody, Segment

WORDS = STORY.split()
A_SENTENCE = 12
"""Words of a sentence, about 4 s of speech."""


async def face_speaking(with_: Set, *, quick: bool) -> Figure:
    """Run `python -m tui.bench --speaking` while the mouth says one sentence after the other."""
    mouth = with_.mouth()
    await mouth.start()
    talking = asyncio.create_task(_talk(mouth), name="bench:talk")
    try:
        found = await _measured(["--quick"] if quick else [])
    finally:
        talking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await talking
        await mouth.stop()
    tokens, share = found["stream_tokens_per_second"], found["cpu_share"]
    return Figure(
        name="voice, frames a second while it speaks",
        value=found["frames_per_second"],
        aim=20,
        at_most=False,
        detail=f"{tokens:.0f} tokens/s stream, the mouth at work; CPU {share:.0%} of a core",
    )


async def _talk(mouth: MouthPort) -> None:
    """Make a sentence each time the one before would have been heard."""
    for number in range(10_000):
        at = number * A_SENTENCE % len(WORDS)
        text = " ".join([*WORDS[at:], *WORDS][:A_SENTENCE]) + f" {number}"  # never from the cache
        sound = await mouth.say(Segment(text, (), 0), Prosody())
        await asyncio.sleep(sound.samples / sound.rate)


async def _measured(options: list[str]) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui.bench", "--json", "--speaking", *options),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise SelError("The face could not be measured while SEL speaks.")
    found: dict[str, float] = json.loads(out)
    return found
