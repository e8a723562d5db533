"""A house for the app: settings in a folder of a test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from face_fakes import FakeBrain, drawn
from test_face_talk import Face

from sel.config.load import load
from sel.paths import Paths, find
from tui.app import SelApp
from tui.house import Facts, House
from tui.port import LogPort

FACTS: Facts = ((False, "voice packages: piper-tts missing."),)


def folder(tmp_path: Path) -> Paths:
    return find({"SEL_HOME": str(tmp_path)}).ready()


def house(paths: Paths, config: str | None = "", **environ: str) -> House:
    """Settings as this config.toml and environment have them; None for no such file."""
    if config is not None:
        paths.config_file.write_text(config)
    return House(load(environ, paths, {}, paths.config), paths, look=lambda: FACTS)


@asynccontextmanager
async def at_home(
    own: House,
    brain: FakeBrain | None = None,
    size: tuple[int, int] = (100, 30),
    log: LogPort | None = None,
) -> AsyncIterator[Face]:
    """The app over a scripted brain, standing on this house."""
    brain = brain or FakeBrain()
    app = SelApp(brain, own.loaded.settings, house=own, log=log)
    async with app.run_test(size=size) as pilot:
        await drawn(pilot, brain)
        yield Face(pilot, app, brain)
