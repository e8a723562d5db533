"""What a hub has: the files of a repository, with the checksums it keeps of them.

Speaks the Hugging Face HTTP interface. Every name it tells is checked before anybody uses it.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from sel.errors import FetchError
from sel.fetch.http import ask, client, persist

PUBLIC = "https://huggingface.co"
"""The hub where `HF_ENDPOINT` names no other."""
_REPO = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]")
_BLOCK = 1 << 20
_PAGES = 100
"""Most pages of a listing, 1,000 files each: a listing without an end is ended."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file. `checksum` is the sha256 where it is large (LFS), else the sha1 of a git blob."""

    path: str
    size: int
    checksum: str

    def fits(self, file: Path) -> bool:
        """Whether this file on the disk is the one the hub has. Raises `OSError`."""
        if file.stat().st_size != self.size:
            return False
        if len(self.checksum) == 64:
            made = hashlib.sha256()
        else:  # as git names its blobs; no secret hangs on it
            made = hashlib.sha1(b"blob %d\0" % self.size, usedforsecurity=False)
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK):
                made.update(block)
        return made.hexdigest() == self.checksum


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub's address, without a slash at the end, and the person's token for it, or ""."""

    address: str = PUBLIC
    token: str = field(default="", repr=False)

    def url(self, repo: str, path: str, revision: str = "main") -> str:
        """Where this file is fetched."""
        return f"{self.address}/{known(repo)}/resolve/{quote(revision, safe='')}/{quote(path)}"

    def files(
        self,
        repo: str,
        under: str = "",
        revision: str = "main",
        sleep: Callable[[float], None] = time.sleep,
    ) -> tuple[HubFile, ...]:
        """All files of a repository, or of one folder of it. Raises `FetchError`."""
        tree = f"{self.address}/api/models/{known(repo)}/tree/{quote(revision, safe='')}"
        url = f"{tree}/{quote(under)}".rstrip("/") + "?recursive=true"
        found: list[HubFile] = []
        with client(self.token) as line:
            for _ in range(_PAGES):
                rows, url = persist(partial(_page, line, url), sleep, lambda: 0)
                found += [_file(row) for row in rows if row.get("type") == "file"]
                if not url:
                    return tuple(found)
                if urlsplit(url)[:2] != urlsplit(self.address)[:2]:  # the token is for this hub
                    raise FetchError("The hub's list of files goes on at another address.")
        raise FetchError("The hub's list of files has no end.", where=tree)


def from_environment(environ: Mapping[str, str]) -> Hub:
    """The hub of `HF_ENDPOINT`, with the token of `HF_TOKEN`. Raises `FetchError`."""
    address = environ.get("HF_ENDPOINT", "").strip().rstrip("/") or PUBLIC
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(
            "HF_ENDPOINT is no address of a hub.", hint="It begins with https:// or http://."
        )
    return Hub(address, environ.get("HF_TOKEN", "").strip())


def known(repo: str) -> str:
    """The name, where it can be a repository's. Raises `FetchError`."""
    if not _REPO.fullmatch(repo):
        raise FetchError("That is no name of a repository.", where=repo, hint="Write owner/name.")
    return repo


def _page(line: httpx.Client, url: str) -> tuple[list[dict[str, Any]], str]:
    """One page of the listing, and where the next one is."""
    rows, following = told(line, url)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise not_understood(url)
    return rows, following


def told(line: httpx.Client, url: str) -> tuple[Any, str]:
    """What the hub answers in JSON, and where more of it is, or "". Raises `FetchError`."""
    with ask(line, url) as answer:
        answer.read()
        following = answer.links.get("next", {}).get("url", "")
        try:
            return answer.json(), str(answer.url.join(following)) if following else ""
        except ValueError:
            raise not_understood(url) from None


def not_understood(url: str) -> FetchError:
    """It is no hub that SEL knows."""
    return FetchError(
        "The hub answers in a way SEL does not understand.",
        where=url,
        hint="Does HF_ENDPOINT name a hub?",
    )


def _file(row: Mapping[str, Any]) -> HubFile:
    """One row of the listing, believed only where it is sound."""
    lfs = row.get("lfs")
    large = lfs if isinstance(lfs, dict) else {}
    path, size = row.get("path"), large.get("size", row.get("size"))
    checksum = str(large.get("oid", row.get("oid"))).removeprefix("sha256:")
    if not isinstance(path, str) or not _safe(path):
        raise FetchError("The hub names a file that would lie outside its folder.")
    if not isinstance(size, int) or size < 0 or not _HEX.fullmatch(checksum):
        raise FetchError(
            "The hub does not say how large a file is, or has no checksum.", where=path
        )
    return HubFile(path, size, checksum)


def _safe(path: str) -> bool:
    """Whether a name from elsewhere stays inside the folder it is put into."""
    parts = path.split("/")
    return not _UNSAFE.search(path) and not {"", ".", ".."} & set(parts)
