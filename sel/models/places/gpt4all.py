"""GPT4All: one flat folder, which its settings may name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sel.models.found import Candidate
from sel.models.places.jsons import text_of
from sel.models.places.walk import models

PLACE = "GPT4All"
_NAMED = re.compile(r"^modelPath=(.+)$", re.MULTILINE)


def find(home: Path, environ: Mapping[str, str]) -> Iterator[Candidate]:
    """Every model in its folders."""
    for root in dict.fromkeys(_roots(home, environ)):
        yield from models(root, PLACE)


def _roots(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    for settings in (config, home / "Library" / "Preferences"):
        if found := _NAMED.search(text_of(settings / "nomic.ai" / "GPT4All.ini")):
            yield Path(found[1].strip()).expanduser()
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    yield data / "nomic.ai" / "GPT4All"
    yield home / "Library" / "Application Support" / "nomic.ai" / "GPT4All"
