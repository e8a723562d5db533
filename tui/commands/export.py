"""The conversation as a Markdown file, and any file for its owner's eyes only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sel.errors import StoreError
from sel.events import MessageView
from sel.paths import PRIVATE_FILE

_MARKS = {"interrupted": "\n\n*(stopped here)*", "failed": "\n\n*(this reply failed)*"}


def as_markdown(messages: Sequence[MessageView], now: float) -> str:
    """The messages under their speakers' names."""
    day = datetime.fromtimestamp(now).astimezone().strftime("%Y-%m-%d %H:%M")
    parts = [f"# A conversation with SEL\n\n{day}\n"]
    parts += [f"**{_speaker(message)}**\n\n{_body(message)}\n" for message in messages]
    return "\n".join(parts)


def _speaker(message: MessageView) -> str:
    if message.role == "sel":
        return "SEL"
    return "You" if message.person in ("", "you") else message.person


def _body(message: MessageView) -> str:
    return message.text + _MARKS.get(message.state, "")


def default_name(now: float, stem: str = "sel", ending: str = "md") -> str:
    """A file name that sorts by time."""
    return datetime.fromtimestamp(now).astimezone().strftime(f"{stem}-%Y%m%d-%H%M%S.{ending}")


def write(name: str, text: str, now: float, *, what: str = "The conversation") -> Path:
    """Write a new file, readable by its owner only; without a name it gets one that sorts by time.

    Raises `StoreError` where the file exists already or cannot be written.
    """
    path = Path(name or default_name(now)).expanduser()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb") as file:
            file.write(text.encode("utf-8", "replace"))
    except FileExistsError:
        raise StoreError(
            "There is a file of that name already.", where=str(path), hint="Choose another name."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "bad name"
        raise StoreError(f"{what} could not be written: {reason}.", where=str(path)) from None
    return path
