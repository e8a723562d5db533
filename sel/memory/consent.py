"""Leave to remember: the words it is asked in, and what follows from each answer."""

from __future__ import annotations

from pathlib import Path

WORDING_VERSION = 1
"""Kept with every answer. Raised whenever `wording` says something else than before."""


def wording(folder: Path) -> str:
    """The question, in plain words: what is kept, where, how to undo it."""
    raise NotImplementedError
