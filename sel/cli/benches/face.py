"""Figures of the face, measured by the face itself in processes of its own."""

from __future__ import annotations

import asyncio
import json
import sys

from sel.cli.benches.figures import Figure
from sel.errors import SelError


async def face(*, quick: bool) -> list[Figure]:
    """Run `python -m tui.bench --json`."""
    options = ["--quick"] if quick else []
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tui.bench", "--json", *options, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise SelError("The face's benchmark failed.", hint="Run `python -m tui.bench` to see why.")
    return _figures(json.loads(out))


def _figures(found: dict[str, float]) -> list[Figure]:
    bare, own = found["first_frame_bare_ms"], found["first_frame_ms"]
    streaming = f"while {found['stream_tokens_per_second']:.0f} tokens/s stream"
    return [
        Figure(
            name="first frame ÷ a bare Textual app's",
            value=found["first_frame_ratio"],
            aim=1.5,
            at_most=True,
            detail=f"{own:.0f} ÷ {bare:.0f} ms",
        ),
        Figure(
            name="frames a second",
            value=found["frames_per_second"],
            aim=20,
            at_most=False,
            detail=streaming,
        ),
        Figure(
            name="CPU of the face",
            value=found["cpu_share"] * 100,
            unit="% of a core",
            aim=35,
            at_most=True,
            detail=streaming,
        ),
        Figure(
            name="key to echo, p95",
            value=found["key_to_echo_p95_ms"],
            unit="ms",
            aim=60,
            at_most=True,
            detail=streaming,
        ),
    ]
