"""Where the last conversation is kept: for the brain, and for the commands that take words away."""

from __future__ import annotations

from pathlib import Path

from sel.brain.lasting.files import TalkFiles
from sel.engine.llm_config import TALKS
from sel.paths import Paths


def states(paths: Paths) -> Path:
    """The folder in which the engine keeps KV states."""
    return paths.cache / "kv"


def talk_files(paths: Paths) -> TalkFiles:
    """The words of the conversation at the desk, and what the engine had read of them."""
    return TalkFiles(paths.data / "memory" / "talk" / "desk.talk", states(paths) / TALKS)
