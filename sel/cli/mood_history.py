"""Where the command line finds the hormones' histories: with a running SEL, else on the disk."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sel.affect.history.happened import Happening
from sel.affect.history.port import Keeper, RamTiles, TileStore
from sel.affect.history.pyramid import History
from sel.paths import Paths

if TYPE_CHECKING:
    from sel.brain.door.control import Caller


@dataclass(slots=True)
class Read:
    """What was read of one channel: the history, what happened, broken lines of a file (number from
    1, reason), and sentences about it. Nothing after `now` is looked at."""

    history: History
    happenings: list[Happening] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    now: float = float("inf")


def read(paths: Paths, channel: str, zone: str) -> Read:
    """One channel. Raises `StoreError`, `AlreadyRunning`."""
    with _store(paths, channel) as (store, said):
        return _read(store, channel, zone, said)


def read_all(paths: Paths, zone: str) -> dict[str, Read]:
    """Every channel. Raises as `read`."""
    with _store(paths, None) as (store, said):
        return {channel: _read(store, channel, zone, said) for channel in store.channels()}


def _read(store: TileStore, channel: str, zone: str, said: list[str]) -> Read:
    keeper, now = Keeper(store, zone), time.time()
    history = keeper.history(channel)
    if broken := keeper.broken.get(channel, 0):
        said = [*said, f"Stored tiles that cannot be read, and are left out: {broken}."]
    felt = keeper.happenings(channel).within(0.0, now)
    return Read(history, felt, said=said, now=now)


@contextlib.contextmanager
def _store(paths: Paths, channel: str | None) -> Iterator[tuple[TileStore, list[str]]]:
    """What has the channel, or all of them, and what there is to say about it."""
    from sel.brain.door.control import socket_path

    folder = paths.hormones
    if not folder.is_dir() and not socket_path(paths).exists():
        yield RamTiles(), []  # and nothing is made
        return
    from sel.brain.hormones.kept_tiles import opened
    from sel.cli.memory_home import caller_or_home

    with contextlib.ExitStack() as stack:
        caller = caller_or_home(paths, stack)
        if caller is not None:
            stack.callback(caller.close)
            yield _asked(caller, channel), []
        else:
            tiles = stack.enter_context(opened(folder))
            yield tiles or RamTiles(), [*tiles.notices] if tiles else []


def _asked(caller: Caller, channel: str | None) -> TileStore:
    """What the running SEL has."""
    store = RamTiles()
    for name in [channel] if channel is not None else _answer(caller, {"ask": "history"}):
        store.change(name, _answer(caller, {"ask": "history", "channel": name}), [])
    return store


def _answer(caller: Caller, question: dict[str, Any]) -> list[Any]:
    return [one for answer in caller.ask(question) for one in answer.get("part", ())]
