"""Copying out of SEL: to the terminal (OSC 52), by the system's own tool, and into a file.

A terminal never says whether it took what was sent to it, a tool does. So the file is written only
where no tool took the text. It is the person's own deliberate act: it needs no consent, it is for
their eyes only, each copy replaces the one before, and it goes when SEL does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len

from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER, find

MOST_TO_TERMINAL = 74_994
"""Bytes of text that xterm, tmux and hterm take in one OSC 52: 100,000 in all, in base64."""
TOOL_SECONDS = 2.0
FILE = "clipboard.txt"
SENT = "sent to the terminal (OSC 52)"

_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)(?:^\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)

Which = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that takes text for the clipboard on its standard input."""

    words: Sequence[str]
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """As people know it."""
        return Path(self.words[0]).name


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a text: the tool that took it, else the file it is in, if it is in one.

    `long`: there is more of it than every terminal takes.
    """

    tool: str = ""
    file: Path | None = None
    long: bool = False

    def words(self, what: str = "", cells: int = 1_000) -> str:
        """In a few words, for people, of so many cells if that can be; `what` was copied
        ("reply")."""
        said = self._wordings(what)
        return next((words for words in said if cell_len(words) <= cells), said[-1])

    def _wordings(self, what: str) -> Sequence[str]:
        """The same, longer and shorter."""
        if self.tool:
            return (f"{what} copied: {self.tool}".strip(),)
        done = "longer than some terminals take (OSC 52, 74 KB)" if self.long else SENT
        words = f"{what} {done}".strip()
        if self.file is None:
            return (words,)
        brief = "all of it" if self.long else "OSC 52, also"
        return (
            f"{words}; {'all of it is' if self.long else 'also'} in {_short(self.file)}",
            f"{brief} in {_short(self.file)}",
            f"{brief} in …/{self.file.parent.name}/{self.file.name}",
        )


def _short(path: Path) -> str:
    with contextlib.suppress(ValueError, RuntimeError):
        return f"~/{path.relative_to(Path.home())}"
    return str(path)


def code_blocks(text: str) -> list[str]:
    """The code in a Markdown text, block by block, as it was written."""
    return [code for _, code in _FENCE.findall(text)]


def clean(text: str) -> str:
    """The same text without halves of characters, which nothing outside takes."""
    return text.encode("utf-8", "replace").decode()


def tools(
    environ: Mapping[str, str] = os.environ,
    which: Which = shutil.which,
    platform: str = sys.platform,
) -> list[Tool]:
    """The tools that can work here, the likeliest first: only those that have a display."""
    known: list[Tool] = []
    if platform == "darwin":
        known.append(Tool(("pbcopy",)))
    if environ.get("WAYLAND_DISPLAY"):
        known.append(Tool(("wl-copy",)))
    if environ.get("DISPLAY"):
        known.append(Tool(("xclip", "-selection", "clipboard")))
        known.append(Tool(("xsel", "--clipboard", "--input")))
    if platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        known.append(Tool(("clip.exe",), "utf-16"))  # with its mark; else it takes a code page
    found = ((tool, which(tool.words[0])) for tool in known)
    return [Tool((path, *tool.words[1:]), tool.encoding) for tool, path in found if path]


async def by_tool(text: str, those: Sequence[Tool]) -> str:
    """Give the text to the first tool that takes it; its name, "" where none did."""
    for tool in those:
        if await _given(tool, text.encode(tool.encoding, "replace")):
            return tool.name
    return ""


async def _given(tool: Tool, data: bytes, seconds: float = TOOL_SECONDS) -> bool:
    """Whether it took the text. What it says goes nowhere: some stay behind to keep the text, and
    would hold a pipe open."""
    try:
        process = await asyncio.create_subprocess_exec(
            *tool.words, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(process.communicate(data), seconds)
    except (TimeoutError, OSError):
        return False
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode == 0


def where() -> Path:
    """The file for what no tool took."""
    return find().state / FILE


def into_file(text: str, path: Path) -> bool:
    """Put the text into a file of the person's own; whether that went."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        with os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb") as file:
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), PRIVATE_FILE)
            file.write(text.encode("utf-8", "replace"))
    except OSError:
        return False
    return True


def forget(path: Path) -> None:
    """Remove the file, if there is one."""
    with contextlib.suppress(OSError):
        path.unlink()


async def copy(text: str) -> Copied:
    """By a tool, else into the file. The terminal was told already."""
    if tool := await by_tool(text, tools()):
        return Copied(tool)
    path = where()
    written = await asyncio.to_thread(into_file, text, path)
    long = len(text.encode("utf-8", "replace")) > MOST_TO_TERMINAL
    return Copied(file=path if written else None, long=long)
