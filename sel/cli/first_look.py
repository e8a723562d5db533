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
    from sel.cli.models import rows_of

    if loaded.settings.remote_url:
        yield True, f"A server answers: {loaded.settings.remote_url}. What you say goes there."
    for row in rows_of(loaded, paths):
        used = f", used for {' and '.join(row.roles)}" if row.roles else ""
        if row.problem:
            yield False, row.problem
        else:
            size = f"{row.size / 1e9:.1f} GB" if row.size >= 1e9 else f"{row.size / 1e6:.0f} MB"
            yield bool(row.roles), f"{row.name}, {size}{used}"


def _voice(loaded: Loaded, paths: Paths) -> Iterator[Fact]:
    from sel.cli.doctor_check import House
    from sel.cli.doctor_voice import voice_checks

    for check in voice_checks(House(loaded, paths)):
        yield check.status == "ok", f"{check.name}: {check.detail} {check.fix}".strip()
