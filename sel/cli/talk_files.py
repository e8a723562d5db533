"""Where conversations are kept: for the brain, and for the commands that take words away."""

from __future__ import annotations

import contextlib
from pathlib import Path

from sel.brain.sessions.states import States
from sel.engine.llm_config import TALKS
from sel.paths import Paths
from sel.sessions.shelf import Shelf


def states(paths: Paths) -> Path:
    """The folder in which the engine keeps KV states."""
    return paths.cache / "kv"


def talk_states(paths: Paths) -> States:
    """What the engine had read of the conversation at the desk."""
    return States(states(paths) / TALKS)


def talks(paths: Paths) -> Shelf:
    """The conversations at the desk. What an older SEL kept of the last one, which nobody would
    find any more to forget something of it, goes."""
    with contextlib.suppress(OSError):
        (paths.data / "memory" / "talk" / "desk.talk").unlink(missing_ok=True)
    return Shelf(paths.sessions)
