"""Children that die: the ladder, the restart, and what is remembered of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sel.engine import supervisor
from sel.engine.child import open_log
from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine
from sel.engine.rungs import RungMemory, ladder
from sel.engine.types import Message, Piece, Request, StreamItem
from sel.errors import EngineCrashed, EngineGaveUp

Make = Callable[..., LocalEngine]
HELLO = Request(
    id="1", slot="desk", messages=(Message("user", "Tell me a story."),), max_tokens=200
)
SHORT = replace(HELLO, max_tokens=8)


async def collect(stream: AsyncIterator[StreamItem]) -> list[StreamItem]:
    return [item async for item in stream]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    """Makes the worker that dies on purpose findable; returns its module name."""
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", here + os.pathsep + os.environ.get("PYTHONPATH", ""))
    return "broken_worker"


@pytest.mark.real
async def test_a_crash_in_the_preflight_is_paid_once(
    make_engine: Make, broken: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEL_TEST_BREAK", "extra-buffers")
    engine = make_engine(broken)
    await engine.start()
    assert engine.view.rung == "without extra buffers"
    await engine.stop()
    assert list(json.loads((tmp_path / "rungs.json").read_text()).values()) == [
        "without extra buffers"
    ]
    log = tmp_path / "llm.log"
    crashes = log.read_text(errors="replace").count("Segmentation fault")
    assert crashes == 1
    again = make_engine(broken)
    await again.start()
    assert again.view.rung == "without extra buffers"
    assert log.read_text(errors="replace").count("Segmentation fault") == crashes


async def test_a_machine_on_which_nothing_works_is_told_so(
    make_engine: Make, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_BREAK", "always")
    engine = make_engine(broken)
    with pytest.raises(EngineGaveUp, match="could not be started"):
        await engine.start()
    assert engine.view.state == "failed"
    with pytest.raises(EngineGaveUp):
        await anext(engine.generate(HELLO))


@pytest.mark.real
@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGSEGV])
async def test_killed_in_mid_reply_it_says_so_and_serves_again(
    make_engine: Make, with_signal: signal.Signals
) -> None:
    engine = make_engine()
    await engine.start()
    assert engine.pid is not None
    states: list[str] = []
    engine.on_change(lambda view: states.append(view.state))
    stream = engine.generate(HELLO)
    while not isinstance(await anext(stream), Piece):
        pass
    os.kill(engine.pid, with_signal)
    with pytest.raises(EngineCrashed):
        await collect(stream)
    text = await collect(engine.generate(SHORT))
    assert any(isinstance(item, Piece) for item in text)
    assert states[0] == "restarting"
    assert states[-1] == "ready"


@pytest.mark.real
async def test_the_child_leaves_when_its_parent_is_gone(make_engine: Make) -> None:
    engine = make_engine()
    await engine.start()
    pid = engine.pid
    assert pid is not None
    await engine.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.real
async def test_an_engine_that_hangs_is_noticed_and_started_again(
    make_engine: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine()
    await engine.start()
    monkeypatch.setattr(supervisor, "BEAT", 0.1)
    monkeypatch.setattr(supervisor, "STUCK", 0.5)
    first = engine.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(EngineCrashed):
        await collect(engine.generate(HELLO))
    monkeypatch.setattr(supervisor, "STUCK", 60.0)  # a busy machine is slow, not stuck
    assert any(isinstance(item, Piece) for item in await collect(engine.generate(SHORT)))
    assert engine.pid not in (None, first)


async def test_a_load_that_hangs_goes_down_the_ladder(
    make_engine: Make, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_BREAK", "hang")
    monkeypatch.setattr(supervisor, "LOAD_SILENCE", 0.3)
    engine = make_engine(broken)
    with pytest.raises(EngineGaveUp, match="could not be started"):
        await engine.start()


async def test_a_log_that_cannot_be_written_does_not_keep_it_from_talking(tmp_path: Path) -> None:
    (tmp_path / "folder.log").mkdir()
    with open_log(tmp_path / "folder.log") as log:
        assert log.name == os.devnull


@pytest.mark.real
async def test_counting_fails_with_the_engine_not_for_ever(make_engine: Make) -> None:
    engine = make_engine()
    await engine.start()
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGSTOP)
    waiting = asyncio.ensure_future(engine.count(["hello"]))
    await asyncio.sleep(0.05)
    os.kill(engine.pid, signal.SIGKILL)
    with pytest.raises(EngineCrashed):
        await waiting


def test_each_rung_is_safer_and_the_last_is_the_smallest() -> None:
    asked = LlmConfig(path="m.gguf", context=8192, gpu_layers=30)
    rungs = ladder(asked)
    assert rungs[0].config == asked
    assert not any(rung.config.extra_buffers for rung in rungs[1:])
    layers = [rung.config.gpu_layers * rung.config.gpu_share for rung in rungs]
    assert layers == sorted(layers, reverse=True)
    contexts = [rung.config.context for rung in rungs]
    assert contexts == sorted(contexts, reverse=True)
    assert rungs[-1].config.context == 2048


def test_a_damaged_memory_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "rungs.json"
    config = LlmConfig(path="m.gguf")
    for damage in ("", "{", "[1]", "\x00"):
        path.write_text(damage)
        memory = RungMemory(path)
        assert memory.recall(config) == ""
        memory.remember(config, "as asked")
        assert memory.recall(config) == "as asked"
    assert path.stat().st_mode & 0o777 == 0o600
