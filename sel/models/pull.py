"""Fetches a model's files into SEL's own folder and notes that they are SEL's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sel.fetch.fetch import Order, Progress, fetch
from sel.fetch.hub import Hub, HubFile
from sel.models.pulled import Record
from sel.paths import Paths


def folder_of(paths: Paths, repo: str) -> Path:
    """Where the files of a repository go."""
    return paths.models.joinpath(*repo.split("/"))


def is_here(paths: Paths, repo: str) -> Callable[[HubFile], bool]:
    """Tells whether a file of this repository was fetched: by its size, which takes no time."""
    folder = folder_of(paths, repo)

    def there(file: HubFile) -> bool:
        path = folder / file.path
        return path.is_file() and path.stat().st_size == file.size

    return there


def pull(  # noqa: PLR0913 - what, from where, to where, and how it is told
    hub: Hub,
    repo: str,
    files: Sequence[HubFile],
    paths: Paths,
    *,
    tell: Callable[[Progress], None],
    sleep: Callable[[float], None],
) -> int:
    """Fetch the files that are not there, whole and checked; how many those were.

    What `tell` or `sleep` raises ends it, and the next call goes on. Raises `FetchError`.
    """
    folder = folder_of(paths, repo)
    order = Order(hub=hub, repo=repo, files=files, folder=folder)
    came = fetch(order, tell, sleep)
    record = Record(paths)
    for file in files:
        record.add(order.target(file), repo)
    return came
