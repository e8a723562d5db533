"""What a file is, by its first bytes: its name and what Discord calls it may lie. Pure.

Nothing is decoded here: of a picture only the header is read, so that one of a few bytes and a
million pixels a side costs nothing.
"""

from __future__ import annotations

from typing import Literal

from sel.media.texts import as_text

Kind = Literal["picture", "sound", "text", "other"]
"""What SEL does with it: look, listen, read, or leave it."""

HEAD = 4096
"""Bytes of a file that tell its kind."""
MOST_PIXELS = 40_000_000
"""A picture of more would take the model's own decoder over 150 MB; cameras make 12-24 million."""

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
}
_BMP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
"""How long the header of a bitmap may say it is: "BM" alone begins many a text."""
_SOUNDS = (
    b"OggS",
    b"fLaC",
    b"ID3",
    b"\x1aE\xdf\xa3",
    b"#!AMR",
    b"caff",
    b"FLV\x01",
    b"\x30\x26\xb2\x75",
)
_BOXES_OF_PICTURES = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"})
_FRAMES = frozenset({0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2, 0xFD, 0xFC, 0xF1, 0xF0, 0xF9, 0xF8})
"""The second byte of a frame of MP3, MP2 or AAC; 0xFE is not among them (it begins UTF-16)."""
_OTHERS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
)


def kind_of(head: bytes) -> Kind:
    """The kind of a file that begins with these bytes (`HEAD` of them, or all there are)."""
    if suffix_of(head):
        return "picture"
    if _is_sound(head):
        return "sound"
    if head.startswith(_OTHERS) or as_text(head, whole=False) is None:
        return "other"
    return "text"


def suffix_of(head: bytes) -> str:
    """How the file of a picture is called at its end, "" where it is none that models take."""
    for magic, suffix in _PICTURES.items():
        if head.startswith(magic):
            return suffix
    if head.startswith(b"BM") and head[14:18] in _BMP_HEADERS:
        return ".bmp"
    return ".webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else ""


def _is_sound(head: bytes) -> bool:
    if head.startswith(_SOUNDS):
        return True
    if head[4:8] == b"ftyp":
        return head[8:12] not in _BOXES_OF_PICTURES
    if head.startswith(b"RIFF"):
        return head[8:12] in (b"WAVE", b"AVI ")
    if head.startswith(b"FORM"):
        return head[8:12] in (b"AIFF", b"AIFC")
    if head[:1] == b"G" and len(head) > 376:
        return head[188:189] == head[376:377] == b"G" and b"\x00" in head[:188]  # MPEG-TS
    return len(head) > 2 and head[0] == 0xFF and head[1] in _FRAMES


def size(data: bytes) -> tuple[int, int]:
    """Width and height that a picture says it has; zeros where its header is broken or not among
    `data`."""
    try:
        width, height = _SIZES[suffix_of(data)](data)
    except (IndexError, KeyError, ValueError):
        return 0, 0
    return width, height


def pixels(data: bytes) -> int:
    """How many pixels a picture says it has; 0 where that is not known."""
    width, height = size(data)
    return width * height


def _number(data: bytes, at: int, size: int, order: Literal["big", "little"] = "big") -> int:
    piece = data[at : at + size]
    if len(piece) < size:
        raise ValueError("the header is cut short")
    return int.from_bytes(piece, order)


def _png(data: bytes) -> tuple[int, int]:
    return _number(data, 16, 4), _number(data, 20, 4)


def _gif(data: bytes) -> tuple[int, int]:
    return _number(data, 6, 2, "little"), _number(data, 8, 2, "little")


def _jpg(data: bytes) -> tuple[int, int]:
    """From the first frame header; what stands before it (a preview) is stepped over."""
    at = 2
    while True:
        while _number(data, at, 1) == 0xFF and _number(data, at + 1, 1) == 0xFF:
            at += 1  # padding
        marker = _number(data, at + 1, 1)
        if _number(data, at, 1) != 0xFF or marker in (0xD9, 0xDA):
            raise ValueError("no frame header")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _number(data, at + 7, 2), _number(data, at + 5, 2)
        length = 0 if 0xD0 <= marker <= 0xD8 or marker == 0x01 else _number(data, at + 2, 2)
        at += 2 + length


def _webp(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        return _number(data, 24, 3, "little") + 1, _number(data, 27, 3, "little") + 1
    if data[12:16] == b"VP8L":
        bits = _number(data, 21, 4, "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _number(data, 26, 2, "little") & 0x3FFF, _number(data, 28, 2, "little") & 0x3FFF


def _bmp(data: bytes) -> tuple[int, int]:
    if _number(data, 14, 4, "little") == 12:
        return _number(data, 18, 2, "little"), _number(data, 20, 2, "little")
    height = _number(data, 22, 4, "little")
    upside_down = height >= 1 << 31
    return _number(data, 18, 4, "little"), (1 << 32) - height if upside_down else height


_SIZES = {".png": _png, ".gif": _gif, ".jpg": _jpg, ".webp": _webp, ".bmp": _bmp}
