"""Files that people bring along: paths found in what was pasted, and what is in them.

A picture stays where it is; of a text file as much is read as may go into a prompt, fenced as data.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sel.errors import InputRefused
from sel.media import kinds, texts
from sel.media.fence import fenced

MOST = 8
"""Files that come with one message."""
_HEADER = 512 * 1024
"""Bytes of a picture that are looked through for its size: previews stand before it."""
_LONGEST = 4096
"""Characters of a pasted text that may still be paths."""
_PICTURE, _FILE = "▣", "▤"
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that goes with the next message. `note` is its size in words, `text` what stands in a
    text file, None for a picture; one that is `lent` was made by SEL, and goes after the reply."""

    path: str
    name: str
    note: str
    text: str | None = None
    lent: bool = False

    @property
    def mark(self) -> str:
        """The sign that stands before its name."""
        return _PICTURE if self.text is None else _FILE


def bring(path: Path, *, lent: bool = False, name: str = "") -> Brought:
    """Look at a file. Raises `InputRefused` for one that cannot be brought along."""
    where = str(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except IsADirectoryError:
        raise InputRefused("This is a folder, not a file.", where=where) from None
    except FileNotFoundError:
        raise InputRefused("There is no such file.", where=where) from None
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "no possible file name"
        raise InputRefused(f"The file cannot be read: {reason}.", where=where) from None
    kind = kinds.kind_of(head[: kinds.HEAD])
    if kind == "picture":
        wide, high = kinds.size(head)
        if not wide * high:
            raise InputRefused("The picture is damaged.", where=where)
        return Brought(str(path.absolute()), name or path.name, f"{wide}×{high}", lent=lent)
    text = texts.as_text(head, whole=len(head) < _HEADER) if kind == "text" else None
    if not text or not text.strip():
        raise InputRefused(
            "I can look at pictures and read text; this is neither.",
            where=where,
            hint="Pictures are PNG, JPEG, WebP, GIF and BMP files.",
        )
    return Brought(
        str(path.absolute()), name or path.name, _sized(len(text.encode("utf-8", "replace"))), text
    )


def _sized(count: int) -> str:
    return f"{count / 1000:.1f} KB" if count >= 1000 else f"{count} B"


def spoken(text: str, brought: Sequence[Brought]) -> str:
    """The message with the names of the text files in it, so that people see they were there."""
    names = [f"[file {one.name}]" for one in brought if one.text is not None]
    return "\n".join(filter(None, (text, *names)))


def pictures(brought: Sequence[Brought]) -> tuple[str, ...]:
    """The paths of the pictures among these."""
    return tuple(one.path for one in brought if one.text is None)


def data_of(brought: Sequence[Brought]) -> str:
    """What stands in the text files among these, fenced; as much as a prompt has room for."""
    room, blocks = texts.MOST_CHARS, []
    for one in brought:
        if one.text is not None and room > 0:
            shown, _cut = texts.shortened(one.text, room)
            room -= len(shown)
            blocks.append(fenced(shown, one.name, "file"))
    return "\n\n".join(blocks)


def cut(brought: Brought) -> bool:
    """Whether only the beginning of a text file is read."""
    return brought.text is not None and len(brought.text) > texts.MOST_CHARS


def pasted_paths(text: str) -> list[Path]:
    """The files whose paths were pasted, as terminals do for what is dropped on them; none where
    anything else stands there too, or one of them is not there."""
    text = text.strip()
    if not text or len(text) > _LONGEST or "\0" in text:
        return []
    found = [_path(word) for word in _words(text)]
    paths = [path for path in found if path is not None and _is_file(path)]
    return paths[:MOST] if len(paths) == len(found) else []


def pasted_path(text: str) -> Path | None:
    """The one file or folder whose path this is, as it is or as terminals paste it; None where
    anything else stands there too, or it is not there."""
    text = text.strip()
    try:
        words = shlex.split(text) if len(text) <= _LONGEST else []
    except ValueError:
        words = []
    found = (_path(word) for word in (text, *(words if len(words) == 1 else ())))
    return next((path for path in found if _exists(path)), None)


def _words(text: str) -> list[str]:
    """One path a line, as they are; else words, quoted or escaped as a shell has them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if all(_is_file(_path(line)) for line in lines):
        return lines
    try:
        return shlex.split(text)
    except ValueError:
        return [text]


def _path(word: str) -> Path | None:
    """A whole path: from the root, from home, or a `file://` address."""
    if word.startswith("file://"):
        parts = urlsplit(word)
        word = unquote(parts.path) if parts.netloc in ("", "localhost") else ""
    word = _from_home(word)
    return Path(word) if word.startswith("/") and "\0" not in word else None


def _from_home(word: str) -> str:
    """The path with home in the place of "~"; that of an unknown person stays."""
    try:
        return str(Path(word).expanduser()) if word.startswith("~") else word
    except RuntimeError:
        return word


def _exists(path: Path | None) -> bool:
    return _is(path, Path.exists)


def _is_file(path: Path | None) -> bool:
    return _is(path, Path.is_file)


def _is(path: Path | None, so: Callable[[Path], bool]) -> bool:
    """What is asked of a path; not where it is none, or one that the system refuses."""
    try:
        return path is not None and so(path)
    except (OSError, ValueError):
        return False


def split(words: str) -> tuple[Path | None, str]:
    """A file and what is said of it, from the words of `/image`; names may have spaces and quotes.

    Of several readings the longest name that is there wins; None where none is.
    """
    try:
        quoted = shlex.split(words)
    except ValueError:
        quoted = []
    if words[:1] in "\"'" and quoted:
        rest = words[words.index(words[0], 1) + 1 :].strip()
        return _there(quoted[0]), rest
    pieces = words.split(" ")
    for count in range(len(pieces), 0, -1):
        name = " ".join(pieces[:count])
        if (path := _there(name) or _there(name.replace("\\ ", " "))) is not None:
            return path, " ".join(pieces[count:]).strip()
    return None, words


def _there(name: str) -> Path | None:
    path = _path(name) or Path(name)
    return path if name and _is_file(path) else None


def completions(begun: str, most: int = 20, endings: tuple[str, ...] = ENDINGS) -> list[str]:
    """Paths of folders and of files with these endings (pictures) that begin so; hidden ones only
    where asked for."""
    folder, _, start = begun.rpartition("/")
    base = f"{folder}/" if "/" in begun else ""
    found = []
    try:
        with os.scandir(_from_home(base) or ".") as entries:
            for entry in entries:
                name, shown = entry.name, not entry.name.startswith(".") or start.startswith(".")
                if not shown or not name.lower().startswith(start.lower()):
                    continue
                if entry.is_dir():
                    found.append(f"{base}{name}/")
                elif name.lower().endswith(endings):
                    found.append(f"{base}{name}")
    except (OSError, ValueError):
        return []
    return sorted(found)[:most]
