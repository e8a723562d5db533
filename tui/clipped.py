"""The picture on the system's clipboard, asked of the system's own tools: terminals give none."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence

from sel.errors import InputRefused

SECONDS = 5.0
"""After which a tool is given up."""
_APPLE = ("osascript", "-e", "the clipboard as «class PNGf»")
_HEX = re.compile(rb"PNGf([0-9A-Fa-f]+)")


def tools(
    environ: Mapping[str, str] = os.environ, system: str = sys.platform
) -> list[Sequence[str]]:
    """The commands that write the picture to their output, the likeliest first."""
    if system == "darwin":
        return [("pngpaste", "-"), _APPLE]
    found: list[Sequence[str]] = []
    if environ.get("WAYLAND_DISPLAY"):
        found.append(("wl-paste", "--no-newline", "--type", "image/png"))
    if environ.get("DISPLAY"):
        found.append(("xclip", "-selection", "clipboard", "-target", "image/png", "-out"))
    return found


async def picture() -> bytes:
    """The picture as a PNG file's bytes. Raises `InputRefused` where there is none to be had."""
    there = [command for command in tools() if shutil.which(command[0])]
    if not there:
        raise InputRefused(
            "No tool here reads pictures from the clipboard.",
            hint="Install wl-clipboard, xclip or pngpaste; or drop the file on the terminal.",
        )
    for command in there:
        data = unpacked(await _output(command))
        if data.startswith(b"\x89PNG"):
            return data
    raise InputRefused("There is no picture on the clipboard.")


async def _output(command: Sequence[str]) -> bytes:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return b""
    try:
        async with asyncio.timeout(SECONDS):
            return (await process.communicate())[0]
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def unpacked(data: bytes) -> bytes:
    """A picture as AppleScript writes it («data PNGf89504E47…»), or as it is."""
    found = _HEX.search(data[:64]) and _HEX.search(data)
    return bytes.fromhex(found[1].decode()) if found and not len(found[1]) % 2 else data
