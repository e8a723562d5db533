"""How a photograph is to be turned, read from its EXIF data. Pure.

Layout: JPEG segments (ISO 10918-1, B.1), of which APP1 "Exif" holds a TIFF header with a directory
of entries (EXIF 2.32, 4.6); entry 0x0112 is the orientation.
"""

from __future__ import annotations

import struct

_JPEG, _APP1, _SCAN = b"\xff\xd8", 0xE1, 0xDA
_EXIF = b"Exif\0\0"
_TAG, _SHORT, _ENTRY = 0x0112, 3, 12


def orientation(data: bytes) -> int:
    """1 (as it is) to 8; 1 for what says nothing, or nonsense."""
    try:
        found = _in_tiff(_tiff(data))
    except (struct.error, IndexError):
        return 1
    return found if 1 <= found <= 8 else 1


def _tiff(data: bytes) -> bytes:
    """The TIFF part of the first EXIF segment; b"" for none."""
    at = 2 if data.startswith(_JPEG) else len(data)
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + length]
        if data[at + 1] == _APP1 and body.startswith(_EXIF):
            return body[len(_EXIF) :]
        at += 2 + max(length, 2)
    return b""


def _in_tiff(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + number * _ENTRY)
        if (tag, kind) == (_TAG, _SHORT):
            return int(value)
    return 1
