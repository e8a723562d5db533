"""Figures of the face, measured by the face itself in processes of its own."""

from __future__ import annotations

import asyncio
import json
import sys

from sel.cli.benches.figures import Figure
from sel.errors import SelError


async def face(*, quick: bool) -> list[Figure]:
    """Run `python -m tui.bench --json`."""
    return _figures(await _found(*(["--quick"] if quick else [])))


async def desk() -> list[Figure]:
    """Run `python -m tui.bench --long --json`."""
    return _of_long_talks(await _found("--long"))


async def _found(*options: str) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tui.bench", "--json", *options, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise SelError("The face's benchmark failed.", hint="Run `python -m tui.bench` to see why.")
    found: dict[str, float] = json.loads(out)
    return found


def _of_long_talks(found: dict[str, float]) -> list[Figure]:
    bare, cpu = found["scroll_bare_frames_per_second"], found["open_10000_cpu_ms"]
    small = f"1,000 messages: {found['open_1000_ms']:.0f} ms; {cpu:.0f} ms of CPU"
    rows = (
        ("10,000 messages open", "open_10000_ms", 1.0, "ms", 500.0, True, small),
        ("frames a second, paging", "scroll_frames_per_second", 1.0, "", 30.0, False, ""),
        ("frames a second, wheel", "wheel_frames_per_second", 1.0, "", 30.0, False, ""),
        ("to the first message", "to_the_beginning_ms", 1.0, "ms", 500.0, True, ""),
        ("for 1,000 messages more", "mb_for_1000_messages", 1.0, "MB", 2.0, True, ""),
        ("CPU of an idle screen", "idle_cpu_share", 100.0, "% of a core", 1.0, True, ""),
    )
    figures = [
        Figure(
            name=name,
            value=found[key] * factor,
            unit=unit,
            aim=aim,
            at_most=at_most,
            detail=detail,
        )
        for name, key, factor, unit, aim, at_most, detail in rows
    ]
    ratio = found["scroll_frames_per_second"] / bare if bare else 0.0
    figures.append(
        Figure(
            name="frames, paging ÷ a bare Textual app's",
            value=ratio,
            aim=0.8,
            at_most=False,
            detail=f"{bare:.0f} frames/s with 300 texts",
        )
    )
    for kind in ("mixed", "code", "table", "list", "paragraph"):
        name = f"CPU per token, {kind}: last 1,000 ÷ first"
        value = found[f"grow_{kind}_ratio"]
        figures.append(Figure(name=name, value=value, aim=1.3, at_most=True))
    return figures


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
