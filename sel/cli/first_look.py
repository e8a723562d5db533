"""What there is on this machine for a first start, in sentences: models, and the voice's parts."""

from __future__ import annotations

from collections.abc import Iterator

from sel.config.load import Loaded
from sel.paths import Paths

Fact = tuple[bool, str]
"""Whether it is well, and a sentence."""


def first_look(loaded: Loaded, paths: Paths) -> dict[str, tuple[Fact, ...]]:
    """Facts about "models" and "voice". Reads headers of files and asks for packages by name."""
    return {"models": tuple(_models(loaded, paths)), "voice": tuple(_voice(loaded, paths))}


def _models(loaded: Loaded, paths: Paths) -> Iterator[Fact]:
    from sel.cli.models_home import shelf, size

    if loaded.settings.remote_url:
        yield True, f"A server answers: {loaded.settings.remote_url}. What you say goes there."
    rows = shelf(loaded, paths).views
    used = [row for row in rows if row.roles]
    for row in used:
        roles = f", used for {' and '.join(row.roles)}"
        yield not row.problem, row.problem or f"{row.name}, {size(row.size)}{roles}"
    more = sum(row.talks for row in rows) - sum(row.talks for row in used)
    if more:
        yield True, f"{more} more on this machine: F11 shows them, and fetches others."


def _voice(loaded: Loaded, paths: Paths) -> Iterator[Fact]:
    from sel.cli.doctor_check import House
    from sel.cli.doctor_voice import voice_checks

    for check in voice_checks(House(loaded, paths)):
        yield check.status == "ok", f"{check.name}: {check.detail} {check.fix}".strip()
