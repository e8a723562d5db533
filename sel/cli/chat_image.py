"""Pictures and files in `sel chat`: `/image FILE [words]`, and `--image FILE`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sel.errors import InputRefused
from sel.events import SendMessage
from sel.media import bringing
from sel.media.bringing import Brought, bring

HELP = {"/image FILE [WORDS]": "show a picture, or a text file"}
_COMMAND = "/image"


def is_shown(line: str) -> bool:
    """Whether a line shows a file."""
    return line.split(maxsplit=1)[:1] == [_COMMAND]


def read(line: str) -> SendMessage:
    """The message that such a line is. Raises `InputRefused`."""
    words = line.strip()[len(_COMMAND) :].strip()
    path, rest = bringing.split(words)
    if path is None:
        raise InputRefused(
            "There is no such file." if words else "Which picture?",
            hint="/image FILE [what you want to know].",
        )
    return with_files(rest, [bring(path)])


def brought(paths: Sequence[str]) -> tuple[Brought, ...]:
    """The files that were named with `--image`. Raises `InputRefused`."""
    return tuple(bring(Path(path).expanduser()) for path in paths)


def with_files(text: str, files: Sequence[Brought]) -> SendMessage:
    """A message with these files."""
    return SendMessage(
        text=bringing.spoken(text, files),
        data=bringing.data_of(files),
        images=bringing.pictures(files),
    )
