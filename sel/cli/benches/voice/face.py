"""Frames of the whole app while SEL speaks, measured by the face in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile

from sel.cli.benches.figures import Figure
from sel.cli.benches.voice.studio import Set
from sel.errors import SelError


async def face_speaking(with_: Set) -> Figure:
    """Run `python -m tui.bench --speaking` in a home of its own, on the virtual card."""
    with tempfile.TemporaryDirectory() as home:
        environ = {
            "SEL_HOME": home,
            "SEL_STT_MODEL": str(with_.ears),
            "SEL_PIPER_MODEL": str(with_.voice),
            "SEL_VOICE_ECHO": "headphones",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui.bench", "--json", "--speaking"),
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | environ,
        )
        out, _ = await process.communicate()
    if process.returncode:
        raise SelError("The face could not be measured while SEL speaks.")
    return Figure(
        name="voice, frames a second while it speaks",
        value=json.loads(out)["speaking_frames_per_second"],
        aim=20,
        at_most=False,
        detail="the whole app over the starter model, as it streams and speaks",
    )
