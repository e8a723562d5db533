"""Brings files into a folder: resumed where they were cut, checked, then put in place at once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from sel.errors import FetchError
from sel.fetch.http import RANGE_REFUSED, Passing, ask, client, persist
from sel.fetch.hub import Hub, HubFile
from sel.fetch.part import Part, disk_trouble, part_of
from sel.paths import PRIVATE_FOLDER

_SPARE = 64_000_000
"""Bytes of the disk that are left to others."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far all files together are, in bytes; `speed` in bytes a second, 0 while unknown."""

    name: str
    done: int
    total: int
    speed: float


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be brought from where. `flat` drops the folders of the hub's names."""

    hub: Hub
    repo: str
    files: Sequence[HubFile]
    folder: Path
    revision: str = "main"
    flat: bool = False

    def target(self, file: HubFile) -> Path:
        """Where a file goes; never outside the folder, links in it included."""
        path = self.folder / (file.path.rpartition("/")[2] if self.flat else file.path)
        if not path.parent.resolve().is_relative_to(self.folder.resolve()):
            raise FetchError("A file would lie outside its folder.", where=str(path))
        return path


def fetch(
    order: Order, tell: Tell = lambda _: None, sleep: Callable[[float], None] = time.sleep
) -> int:
    """Bring all files, the small ones first; how many were not there yet.

    A file that is there and whole is left alone. Ctrl+C and a cut line leave a part, from which
    the next call goes on. Raises `FetchError`.
    """
    try:
        missing = [file for file in sorted(order.files, key=_size) if not _is_there(order, file)]
        if not missing:
            return 0
        _need_room(order, missing)
        meter = _Meter(tell, sum(map(_size, order.files)), sum(map(_size, missing)))
        with client(order.hub.token) as line:
            for file in missing:
                with Part(order.target(file), file) as part:
                    persist(partial(_receive, order, line, part, meter), sleep, part.reached)
                    part.finish()
                meter.next(file)
    except OSError as error:
        raise disk_trouble(error, order.folder) from error
    return len(missing)


def _receive(order: Order, line: httpx.Client, part: Part, meter: _Meter) -> None:
    """Add what is missing of one file. Raises `Passing` where the rest must be asked for again."""
    file = part.file
    if part.size > file.size:
        part.empty()
    if part.size == file.size:
        return
    begin = part.size
    headers = {"Range": f"bytes={begin}-"} if begin else {}
    url = order.hub.url(order.repo, file.path, order.revision)
    with ask(line, url, headers) as answer:
        if answer.status_code == RANGE_REFUSED:
            part.empty()
            raise Passing(FetchError("The hub has less of a file than it says.", where=file.path))
        if not _goes_on(answer, begin):
            part.empty()
        meter.show(file, part.size)
        for block in answer.iter_bytes():
            part.add(block[: file.size - part.size + 1])  # one too many spoils the checksum
            meter.show(file, part.size, len(block))
            if part.size > file.size:
                return
    if part.size < file.size:
        raise Passing(FetchError("The hub sends less of a file than it has.", where=file.path))


def _goes_on(answer: httpx.Response, begin: int) -> bool:
    """Whether the body continues what is there; a server may ignore the range, or give another."""
    span = answer.headers.get("content-range", "")
    return answer.status_code == httpx.codes.PARTIAL_CONTENT and span.startswith(f"bytes {begin}-")


def _is_there(order: Order, file: HubFile) -> bool:
    target = order.target(file)
    return target.is_file() and file.fits(target)


def _need_room(order: Order, missing: Sequence[HubFile]) -> None:
    order.folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    needed = sum(map(_size, missing)) + _SPARE
    parts = (part_of(order.target(file), file) for file in missing)
    needed -= sum(path.stat().st_size for path in parts if path.exists())
    free = shutil.disk_usage(order.folder).free
    if needed > free:
        raise FetchError(
            f"There is not enough room: {free / 1e6:.0f} MB are free, {needed / 1e6:.0f} needed.",
            where=str(order.folder),
            hint="Make room, or move SEL to another disk with SEL_HOME.",
        )


class _Meter:
    """Counts bytes over all files."""

    def __init__(self, tell: Tell, total: int, missing: int) -> None:
        self._tell, self._total = tell, total
        self._whole = total - missing
        self._came = 0
        self._began = time.monotonic()

    def show(self, file: HubFile, size: int, came: int = 0) -> None:
        """So much of this file is there; `came` bytes of it just now."""
        self._came += came
        took = time.monotonic() - self._began
        speed = self._came / took if took > 0 else 0.0
        self._tell(Progress(file.path, self._whole + size, self._total, speed))

    def next(self, file: HubFile) -> None:
        """This file is whole."""
        self._whole += file.size


def _size(file: HubFile) -> int:
    return file.size
