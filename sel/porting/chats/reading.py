"""What kind of file this is, by what is in it, and the conversations in it, one at a time."""

from __future__ import annotations

import codecs
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal

from sel.errors import ForeignFile, StoreError
from sel.porting.bounded import MOST_FILE, parsed, read
from sel.porting.cards import charx, png
from sel.porting.chats import chatgpt, markdown, own, several, tavern
from sel.porting.chats.growing import Made, Tally
from sel.porting.chats.streaming import Elements

Kind = Literal["card", "sel", "markdown", "chatgpt", "tavern"]

TITLES: dict[Kind, str] = {
    "card": "a character card",
    "sel": "a conversation of SEL's",
    "markdown": "a conversation of SEL's, in Markdown",
    "chatgpt": "conversations of ChatGPT's",
    "tavern": "a chat of SillyTavern's",
}
HEAD = 256 * 1024
"""Bytes that are looked at to tell kinds apart."""
TAKEN = (
    "SEL takes its own exports, ChatGPT's conversations.json or the zip it came in, SillyTavern's "
    "chats and character cards."
)
_OWN = re.compile(r'\{\s*"format":\s*"' + own.FORMAT)
_CARD = frozenset(("spec", "data", "name", "char_name"))


def kind_of(path: Path) -> Kind:
    """What kind of file it is, or what a folder is full of. Raises `ForeignFile` for nothing that
    is known, `StoreError`."""
    if _is_folder(path):
        return _of_folder(path)
    with _opened(path) as file:
        head = file.read(HEAD)
    if not head.strip():
        raise ForeignFile("The file is empty.", where=str(path))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ForeignFile(
            "The file is in UTF-16.", where=str(path), hint="Save it as UTF-8, then import it."
        )
    if head.startswith(png.SIGNATURE):
        return "card"
    if head.startswith(b"PK"):
        return "chatgpt" if several.chatgpt(_names(path)) else "card"
    text = head.decode("utf-8-sig", "ignore").lstrip()
    if markdown.is_one(text.replace("\r\n", "\n")):
        return "markdown"
    if text.startswith("["):
        return "chatgpt"
    if text.startswith("{"):
        return _of_object(path, text)
    raise _unknown(path)


def _unknown(path: Path) -> ForeignFile:
    return ForeignFile("SEL does not know what this file is.", where=str(path), hint=TAKEN)


def _of_folder(path: Path) -> Kind:
    if several.exported(path):
        return "chatgpt"
    if several.chats(path):
        return "tavern"
    raise ForeignFile("In this folder there is nothing for SEL.", where=str(path), hint=TAKEN)


def _of_object(path: Path, text: str) -> Kind:
    if _OWN.match(text):
        return "sel"
    first, _, rest = text.partition("\n")
    with suppress(ValueError, RecursionError):
        row = json.loads(first)
        if tavern.is_one(row) and (rest.strip() or "mes" in row or "chat_metadata" in row):
            return "tavern"
    value = parsed(read(path, MOST_FILE))
    if own.is_one(value):
        return "sel"
    if chatgpt.is_one(value):
        return "chatgpt"
    if _CARD.isdisjoint(value):
        raise _unknown(path)
    return "card"


def conversations(path: Path, kind: Kind, tally: Tally) -> Iterator[Made]:
    """The conversations of a file, in its order; what is left out is counted in `tally`. Raises
    `ForeignFile`, `StoreError`, after what could be taken."""
    if _is_folder(path):
        yield from _in_folder(path, kind, tally)
        return
    if kind == "chatgpt":
        yield from _chatgpt(path, tally)
        return
    made = _READERS[kind](path, tally)
    if made is not None:
        yield made


def _in_folder(path: Path, kind: Kind, tally: Tally) -> Iterator[Made]:
    """Those of its files; one that cannot be read is left out."""
    files = several.exported(path) if kind == "chatgpt" else several.chats(path)
    tally.skip("further files", max(0, len(files) - several.MOST))
    for file in files[: several.MOST]:
        try:
            yield from conversations(file, kind, tally)
        except (ForeignFile, StoreError):
            tally.skip("files that could not be read to their end")


def _chatgpt(path: Path, tally: Tally) -> Iterator[Made]:
    with _opened(path) as file:
        begun = file.peek(4)[:4] if isinstance(file, io.BufferedReader) else b""
        if begun.startswith(b"PK"):
            yield from _from_zip(path, tally)
        elif begun.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from _each(iter([parsed(read(path))]), tally)
        else:
            yield from _each(iter(Elements(file)), tally)


def _from_zip(path: Path, tally: Tally) -> Iterator[Made]:
    try:
        with zipfile.ZipFile(path) as packed:
            for name in several.chatgpt(packed.namelist()):
                with packed.open(name) as file:
                    yield from _each(iter(Elements(file)), tally)  # type: ignore[arg-type]  # it reads
    except charx.DAMAGED:
        raise ForeignFile("The zip is damaged, or was cut short.", where=str(path)) from None


def _each(rows: Iterator[Any], tally: Tally) -> Iterator[Made]:
    for row in rows:
        if not chatgpt.is_one(row):
            tally.skip("entries that are no conversation")
            continue
        made = chatgpt.conversation(row, tally)
        if made is None:
            tally.skip("conversations without words")
        else:
            yield made


def _own(path: Path, tally: Tally) -> Made | None:
    return own.loaded(parsed(read(path), "The conversation", MOST_FILE), tally)


def _markdown(path: Path, tally: Tally) -> Made | None:
    text = read(path).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return markdown.loaded(text, tally)


def _tavern(path: Path, tally: Tally) -> Made | None:
    with _opened(path) as file:
        return tavern.chat(_lines(file), path.stem, tally)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines; of one without end only so much that it is refused as too long."""
    try:
        while line := file.readline(tavern.LONGEST_LINE + 1):
            yield line
            while len(line) > tavern.LONGEST_LINE and line and not line.endswith(b"\n"):
                line = file.readline(tavern.LONGEST_LINE)
    except OSError as error:
        raise StoreError(f"It cannot be read on: {error.strerror}.") from None


_READERS: dict[Kind, Callable[[Path, Tally], Made | None]] = {
    "sel": _own,
    "markdown": _markdown,
    "tavern": _tavern,
}


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as packed:
            return [info.filename for info in packed.infolist()[: charx.MOST_MEMBERS]]
    except charx.DAMAGED:
        raise ForeignFile("The file is no zip, or was cut short.", where=str(path)) from None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # it says so when it is opened
        return False


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        if not path.is_file():
            there = path.exists()
            raise StoreError(
                "That is no ordinary file." if there else "There is no such file.", where=str(path)
            )
        file = path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "bad name"
        raise StoreError(f"It cannot be read: {reason}.", where=str(path)) from None
    with file:
        yield file
