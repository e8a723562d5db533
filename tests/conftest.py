"""Every test has a SEL_HOME of its own, and none sees the settings of whoever runs them.

Real tests share one engine and one embedder, which load for seconds: they are lent out in the
session's event loop (`@pytest.mark.asyncio(loop_scope="session")`) and given back empty.
"""

from __future__ import annotations

import functools
import gc
import logging
import os
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from lent import LentEmbedder, LentEngine
    from servers import PostgresServer

# The same examples each time, so that two runs of the same code agree. To look further:
# HYPOTHESIS_PROFILE=roaming make test
# How long an example took says more of the machine than of the code.
SLOW = [HealthCheck.too_slow]
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=SLOW)
settings.register_profile("roaming", deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


HEAVY = {"house": 10, "tui": 8}
"""Tests in these folders start processes or draw the app: so many usual ones take as long."""
HEAVIEST = 30
"""The same for a test of a real model."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that only wait go first, then the longest: begun last, they are waited for by all."""
    sizes = Counter[Path]()
    for item in items:
        real = item.get_closest_marker("real") is not None
        sizes[item.path] += HEAVIEST if real else HEAVY.get(item.path.parent.name, 1)

    def place(item: pytest.Item) -> tuple[bool, int, str]:
        return item.get_closest_marker("long") is None, -sizes[item.path], str(item.path)

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """File by file, as `--dist loadfile`; but all that only wait go to one process, so that they
    wait beside those that work and not beside each other, and all that borrow to one, or each would
    load an engine and an embedder of its own."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    @functools.cache
    def scope_of(file: str) -> str:
        text = (config.rootpath / file).read_text(encoding="utf-8")
        if re.search(r"\blent_e", text):
            return "borrowers"
        return "those that wait" if "pytest.mark.long" in text else file

    class Together(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid.split("::", 1)[0])

    return Together(config, log)


def pytest_collection_finish() -> None:
    """Thousands of tests and what they import are no garbage: looking through them again and again
    took a fifth of the time of tests that draw the app."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty SEL_HOME; no other SEL_ name is set."""
    for name in list(os.environ):
        if name.startswith("SEL_") or name == "DISCORD_TOKEN":
            monkeypatch.delenv(name)
    folder = tmp_path / "sel-home"
    monkeypatch.setenv("SEL_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """The command line sets these for its whole process, which tests share."""
    umask = os.umask(0o022)
    os.umask(umask)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    os.umask(umask)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(autouse=True, scope="session")
def _learned_once() -> Iterator[None]:
    """Reading what the brain has learnt takes a fifth of a second, and comes to the same: nobody
    changes a router or an appraiser. Another text is read anew."""
    from sel.affect.appraisal.appraiser import Appraiser
    from sel.routing.router import Router

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Appraiser, "from_json", functools.cache(Appraiser.from_json))
        patch.setattr(Router, "from_json", functools.cache(Router.from_json))
        yield


@pytest.fixture(autouse=True, scope="session")
def _disk_not_waited_for() -> Iterator[None]:
    """Whether a disk has what was written shows when the power goes, in no test; to wait for it
    takes milliseconds, thousands of times. Processes that tests start do wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", _looked_at)
        yield


def _looked_at(descriptor: int) -> None:
    os.fstat(descriptor)  # raises OSError where there is none, as fsync does


# ---------------------------------------------------------------- lent to real tests


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LentEngine]:
    """The starter model in one child, loaded with the first test that wants it."""
    from lent import LentEngine

    made = LentEngine.of_starter(tmp_path_factory.mktemp("engine"))
    await made.inner.start()
    yield made
    await made.inner.stop()


@pytest.fixture
def lent_engine(one_engine: LentEngine) -> Iterator[LentEngine]:
    """The shared engine without a conversation; whoever stops it stops nothing."""
    yield one_engine
    one_engine.forget_all()


@pytest.fixture(scope="session")
def one_embedder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LentEmbedder]:
    """The real embedder, warm; loaded with the first test that wants it."""
    from lent import LentEmbedder

    with LentEmbedder.in_folder(tmp_path_factory.mktemp("embedder")) as made:
        yield made


@pytest.fixture
def lent_embedder(one_embedder: LentEmbedder) -> LentEmbedder:
    """The shared embedder; whoever stops it stops nothing."""
    return one_embedder


@pytest.fixture
def lent_embedder_at_hand(
    lent_embedder: LentEmbedder, monkeypatch: pytest.MonkeyPatch
) -> LentEmbedder:
    """Commands that would load an embedder get the shared one."""

    def made(log_path: Path, cache_size: int = 0, *, model: str = "") -> LentEmbedder:
        return lent_embedder

    for module in ("sel.engine.embedder", "sel.cli.sentences"):
        monkeypatch.setattr(f"{module}.ChildEmbedder", made)
    return lent_embedder


# ---------------------------------------------------------------- servers, where there are any


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """PostgreSQL on a socket, started with the first test that wants it."""
    import servers

    if servers.postgres_programs() is None:
        pytest.skip("there is no PostgreSQL here")
    with servers.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def valkey_address() -> Iterator[str]:
    """The address of a Valkey on a socket; tests use names of their own in it."""
    import servers

    if servers.valkey_program() is None:
        pytest.skip("there is no Valkey or Redis here")
    with servers.valkey() as (address, _):
        yield address
