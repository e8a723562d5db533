"""`sel --screenshot FILE`: a picture of a screen, over an evening that was made up for it.

Nothing of anybody's is in it, and nothing is asked of the network. SVG is drawn here; PNG is made
of it by rsvg-convert, where that is there.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from sel.cli.quiet import quietly
from sel.errors import SelError, SettingError

SIZE = re.compile(r"(\d{1,4})x(\d{1,4})")
PNG_WIDTH = 1600
"""Dots across."""
CONVERTER = "rsvg-convert"


def add(parser: argparse.ArgumentParser) -> None:
    """Give a parser the flags."""
    group = parser.add_argument_group("a picture of a screen, in place of the app")
    group.add_argument("--screenshot", metavar="OUT", help="write one: OUT.svg or OUT.png")
    group.add_argument("--screen", default="conversation", metavar="NAME", help="of which screen")
    group.add_argument("--size", default="120x40", metavar="120x40", help="columns and rows")


def shoot(args: argparse.Namespace) -> int:
    """Write the picture; the exit code. Raises `SettingError`, `SelError`."""
    import asyncio  # lazy, as what follows: every command imports this module
    import shutil

    target, size = Path(args.screenshot), _size(args.size)
    png = target.suffix.lower() == ".png"
    if not png and target.suffix.lower() != ".svg":
        raise SettingError(f"{target} is neither .svg nor .png.", hint="Name it one of them.")
    if png and shutil.which(CONVERTER) is None:
        raise SelError(
            f"A PNG is made by {CONVERTER}, which is not here.",
            hint="Name the picture .svg, or install librsvg.",
        )
    with quietly():
        from tui.gallery import drawn

    svg = asyncio.run(drawn(args.screen, args.loaded.settings.theme, size))
    try:
        target.write_bytes(_png(svg) if png else svg.encode())
    except OSError as error:
        raise SelError(f"{target} cannot be written: {error.strerror}.") from error
    print(target)
    return 0


def _size(text: str) -> tuple[int, int]:
    found = SIZE.fullmatch(text)
    if found is None:
        raise SettingError(f"{text!r} is no size.", hint="Write columns and rows: 120x40.")
    width, height = int(found[1]), int(found[2])
    if not (20 <= width <= 400 and 8 <= height <= 200):
        raise SettingError(f"{text} cannot be drawn.", hint="From 20x8 up to 400x200.")
    return width, height


def _png(svg: str) -> bytes:
    import subprocess

    done = subprocess.run(
        [CONVERTER, "-w", str(PNG_WIDTH)], input=svg.encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise SelError(f"{CONVERTER} could not draw the picture.", hint="Name it .svg.")
    return done.stdout
