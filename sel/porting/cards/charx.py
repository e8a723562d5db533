"""CHARX: a zip with `card.json` and assets. Nothing of it is ever unpacked to a disk by its name.

What a zip says of its own sizes is not believed: every member is read up to a bound.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from sel.errors import ForeignFile

CARD = "card.json"
MOST_MEMBERS = 2_000
MOST_CARD = 16 * 1024 * 1024
MOST_PICTURE = 32 * 1024 * 1024
MOST_ALL = 256 * 1024 * 1024
"""Bytes of all members together that are copied into another CHARX."""

DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
"""What a damaged, encrypted or odd zip raises (NotImplementedError is a RuntimeError)."""


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip. Raises `ForeignFile`."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        count = len(file.infolist())
    except DAMAGED:
        raise ForeignFile("The file is no zip, or was cut short.") from None
    if count > MOST_MEMBERS:
        raise ForeignFile(f"The zip has {count:,} members; a card has far fewer.")
    return file


def member(file: zipfile.ZipFile, name: str, most: int) -> bytes | None:
    """A member's bytes, None where there is none. Raises `ForeignFile` for one that is larger than
    it may be, whatever it says of itself."""
    try:
        with file.open(name) as stream:
            data = stream.read(most + 1)
    except KeyError:
        return None
    except DAMAGED:
        raise ForeignFile("A member of the zip is damaged.") from None
    if len(data) > most:
        raise ForeignFile(f"A member of the zip is larger than {most // 1024 // 1024} MiB.")
    return data


def safe(name: str) -> bool:
    """Whether a member's name stays within the zip wherever it is unpacked."""
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or "\0" in name
    return bool(name) and not odd and not path.is_absolute() and ".." not in path.parts


def others(file: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """All members but the card that have safe names, within the bounds. Raises `ForeignFile`."""
    left, seen = MOST_ALL, {CARD}
    for info in file.infolist():
        if info.is_dir() or info.filename in seen or not safe(info.filename):
            continue
        seen.add(info.filename)
        data = member(file, info.filename, min(left, MOST_PICTURE))
        if data is not None:
            left -= len(data)
            yield info.filename, data


def packed(card: bytes, assets: Iterator[tuple[str, bytes]]) -> bytes:
    """A CHARX of a card and its assets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in ((CARD, card), *assets):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return out.getvalue()
