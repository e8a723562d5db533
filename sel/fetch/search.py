"""Which models a hub has: looked for by words, or one by its name. Believes only sound answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sel.errors import FetchError
from sel.fetch.http import RANGE_REFUSED, ask, client, persist
from sel.fetch.hub import Hub, known, not_understood, told

_WANTED = ("downloads", "likes", "gated", "tags", "gguf")
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubModel:
    """A repository with GGUF files. `parameters` and `context` are 0, `licence` and `architecture`
    "" where the hub does not know. A `gated` one wants its terms accepted, and a token."""

    repo: str
    downloads: int = 0
    likes: int = 0
    parameters: int = 0
    context: int = 0
    architecture: str = ""
    licence: str = ""
    gated: bool = False


def search(
    hub: Hub, words: str, limit: int = 20, sleep: Sleep = time.sleep
) -> tuple[HubModel, ...]:
    """Repositories with GGUF files that fit these words, the most fetched first. Raises
    `FetchError`."""
    query = urlencode({"search": words, "filter": "gguf", "sort": "downloads", "limit": limit})
    url = f"{hub.address}/api/models?{query}&{_expanded()}"
    with client(hub.token) as line:
        rows, _ = persist(partial(told, line, url), sleep, lambda: 0)
    if not isinstance(rows, list):
        raise not_understood(url)
    return tuple(one for row in rows if (one := _model(row)) is not None)[:limit]


def about(hub: Hub, repo: str, sleep: Sleep = time.sleep) -> HubModel:
    """What a hub says of one repository. Raises `FetchError`."""
    url = f"{hub.address}/api/models/{known(repo)}?{_expanded()}"
    with client(hub.token) as line:
        row, _ = persist(partial(told, line, url), sleep, lambda: 0)
    found = _model(row)
    if found is None:
        raise not_understood(url)
    return found


def beginning(hub: Hub, repo: str, path: str, length: int, sleep: Sleep = time.sleep) -> bytes:
    """The first so many bytes of a file; fewer where it is shorter. Raises `FetchError`."""

    def attempt() -> bytes:
        taken = bytearray()
        with ask(line, hub.url(repo, path), {"Range": f"bytes=0-{length - 1}"}) as answer:
            if answer.status_code == RANGE_REFUSED:
                return b""
            for block in answer.iter_bytes():  # a server without ranges would send all of it
                taken += block
                if len(taken) >= length:
                    break
        return bytes(taken[:length])

    with client(hub.token) as line:
        return persist(attempt, sleep, lambda: 0)


def _expanded() -> str:
    return "&".join(f"expand[]={name}" for name in _WANTED)


def _model(row: object) -> HubModel | None:
    """One row, with only those values that are what they should be."""
    if not isinstance(row, dict):
        return None
    repo = row.get("id", row.get("modelId"))
    try:
        known(repo if isinstance(repo, str) else "")
    except FetchError:
        return None
    file = row.get("gguf")
    said: Mapping[str, Any] = file if isinstance(file, dict) else {}
    architecture = said.get("architecture")
    return HubModel(
        repo=str(repo),
        downloads=_number(row.get("downloads")),
        likes=_number(row.get("likes")),
        parameters=_number(said.get("total")),
        context=_number(said.get("context_length")),
        architecture=architecture[:40] if isinstance(architecture, str) else "",
        licence=_licence(row.get("tags")),
        gated=bool(row.get("gated")),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _licence(tags: object) -> str:
    """From a tag such as "license:apache-2.0"."""
    words = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    found = (word.removeprefix("license:") for word in words if word.startswith("license:"))
    return next(found, "")[:60]
