"""Chats that lie in several files: an export that was unpacked or came in numbered parts, a folder
of SillyTavern's. Only names are looked at here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from sel.errors import StoreError

MOST = 10_000
"""Files of one folder that are taken."""
_CHATGPT = re.compile(r"(?:.*/)?conversations(?:-\d+)?\.json")
_NOT_OURS = "__MACOSX/"


def chatgpt(names: Iterable[str]) -> list[str]:
    """Those of ChatGPT's conversations (`conversations.json`, or `conversations-000.json` and so
    on), in their order, whatever folder they are in."""
    return sorted(
        name for name in names if _CHATGPT.fullmatch(name) and not name.startswith(_NOT_OURS)
    )


def exported(folder: Path) -> Sequence[Path]:
    """ChatGPT's conversations in an export that was unpacked. Raises `StoreError`."""
    by_name = {path.name: path for path in _files(folder, "*.json")}
    return [by_name[name] for name in chatgpt(by_name)]


def chats(folder: Path) -> Sequence[Path]:
    """SillyTavern's chats in a folder, else in the folders of it, one to each character. Raises
    `StoreError`."""
    return _files(folder, "*.jsonl") or _files(folder, "*/*.jsonl")


def _files(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(path for path in folder.glob(pattern) if path.is_file())
    except OSError as error:
        raise StoreError(f"It cannot be read: {error.strerror}.", where=str(folder)) from None
