"""The second start answers without reading the persona again, and says the same as the first."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine
from sel.engine.types import Done, HeadKept, Message, Piece, Request, Sampling
from sel.errors import EngineCrashed

pytestmark = pytest.mark.real
Make = Callable[..., LocalEngine]

HEAD = (
    Message("system", "You are SEL, a kind companion. " + "You like short sentences. " * 4),
    Message("user", "Good morning!"),
    Message("assistant", "Good morning. Did you sleep well?"),
)
ASKED = ("Tell me about the sea.", "Why is it blue?", "And who lives in it?")


@pytest.fixture
def states(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kv"


@dataclass(frozen=True)
class Written:
    """What an engine wrote down: a state, and by which name it goes; and the head's tokens."""

    cache: Path
    name: str
    whole: bytes
    tokens: int

    def into(self, states: Path) -> Path:
        """Lay it there; the state's file."""
        shutil.copytree(self.cache, states.parent)
        return states / self.name


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def written(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """By an engine with the usual settings of `make_engine`."""
    folder = tmp_path_factory.mktemp("written")
    states = folder / "cache" / "kv"
    config = LlmConfig(path=str(starter), context=2048, threads=2, slots=4, states=str(states))
    engine = LocalEngine(config, log_path=folder / "llm.log", rungs_path=folder / "rungs.json")
    tokens = (await warmed(engine)).prompt_tokens
    await kept(engine)
    await engine.stop()
    (file,) = states_in(states)
    return Written(states.parent, file.name, file.read_bytes(), tokens)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    """The worker that can be made to do it wrong; returns its module name."""
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", here + os.pathsep + os.environ.get("PYTHONPATH", ""))
    return "broken_worker"


async def finished(engine: LocalEngine, request: Request) -> tuple[str, Done]:
    text = ""
    async for item in engine.generate(request):
        if isinstance(item, Piece):
            text += item.text
        elif isinstance(item, Done):
            return text, item
    raise AssertionError


async def warmed(engine: LocalEngine, head: tuple[Message, ...] = HEAD) -> Done:
    """Start it, and have it read the head as the brain does."""
    await engine.start()
    return await warm(engine, head)


async def warm(engine: LocalEngine, head: tuple[Message, ...] = HEAD) -> Done:
    _, done = await finished(engine, Request(id="warm", slot="", messages=head, max_tokens=0))
    return done


async def kept(engine: LocalEngine) -> HeadKept:
    """What became of the head, once it is on disk or was taken from there."""
    told = asyncio.Event()
    engine.on_change(lambda _: told.set())
    async with asyncio.timeout(60):
        while engine.head is None:
            await told.wait()
            told.clear()
    return engine.head


async def talk(engine: LocalEngine) -> tuple[list[str], list[Done]]:
    """A greedy conversation of some turns."""
    messages: tuple[Message, ...] = HEAD
    said, dones = [], []
    for number, text in enumerate(ASKED):
        messages = (*messages, Message("system", "Mood: calm."), Message("user", text))
        greedy = Sampling(temperature=0.0, repeat_penalty=1.0)
        request = Request(
            id=str(number), slot="desk", messages=messages, sampling=greedy, max_tokens=16
        )
        reply, done = await finished(engine, request)
        messages = (*messages, Message("assistant", reply))
        said.append(reply)
        dones.append(done)
    return said, dones


def states_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.kv"))


async def test_the_second_start_reads_no_token_of_it_and_says_the_same(
    make_engine: Make, states: Path
) -> None:
    first = make_engine(states=str(states))
    done = await warmed(first)
    assert (done.reused_tokens, done.read_tokens) == (0, done.prompt_tokens)
    written = await kept(first)
    assert (written.restored, written.tokens) == (False, done.prompt_tokens)
    assert first.view.restored == 0
    said, _ = await talk(first)
    await first.stop()
    (file,) = states_in(states)
    assert file.stat().st_size == written.size
    before = file.read_bytes()

    second = make_engine(states=str(states))
    again = await warmed(second)
    assert (again.reused_tokens, again.read_tokens) == (again.prompt_tokens, 0)
    assert (await kept(second)).restored
    assert second.view.restored == again.prompt_tokens
    repeated, dones = await talk(second)
    assert repeated == said
    assert [one.reused_tokens >= again.prompt_tokens for one in dones] == [True] * len(ASKED)
    await second.stop()
    assert states_in(states) == [file]
    assert file.read_bytes() == before

    without = make_engine()
    assert (await warmed(without)).read_tokens == done.prompt_tokens
    assert (await talk(without))[0] == said
    assert without.head is None


async def test_the_state_does_not_depend_on_how_fast_it_was_read(
    make_engine: Make,
    broken: str,
    written: Written,
    states: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEL_TEST_BREAK", "hurry")
    engine = make_engine(broken, states=str(states))
    await warmed(engine)
    assert not (await kept(engine)).restored
    assert states_in(states) == [states / written.name]
    assert (states / written.name).read_bytes() == written.whole


async def test_other_settings_and_other_words_are_other_states(
    make_engine: Make, states: Path
) -> None:
    for settings, head in (
        ({}, HEAD),
        ({"flash_attention": False}, HEAD),
        ({}, HEAD[:1]),
    ):
        engine = make_engine(states=str(states), **settings)
        done = await warmed(engine, head)
        assert done.reused_tokens == 0
        assert not (await kept(engine)).restored
        await engine.stop()
    assert len(states_in(states)) == 3
    engine = make_engine(states=str(states), context=1024)
    assert (await warmed(engine)).read_tokens == 0, "the size of the context follows free memory"


@pytest.mark.parametrize("damage", ["cut short", "a flipped bit", "empty", "of another"])
async def test_a_bad_file_costs_one_reading(
    make_engine: Make, written: Written, states: Path, damage: str
) -> None:
    file, whole = written.into(states), written.whole
    middle = len(whole) // 2
    bad = {
        "cut short": whole[:middle],
        "a flipped bit": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "empty": b"",
        "of another": _with_other_state(whole),
    }
    file.write_bytes(bad[damage])
    engine = make_engine(states=str(states))
    assert (await warmed(engine)).read_tokens == written.tokens
    assert not (await kept(engine)).restored
    assert file.read_bytes() == whole, "written anew"
    await engine.stop()


def _with_other_state(whole: bytes) -> bytes:
    """Rightly signed, but llama.cpp cannot take it in."""
    from sel.engine.workers.llm import statefolder

    state = statefolder._parsed(memoryview(bytearray(whole)))
    assert state is not None
    other = statefolder.KeptState(
        state.tokens, memoryview(bytes(state.data[: len(state.data) // 2]))
    )
    return b"".join(bytes(part) for part in statefolder._parts(other))


async def test_a_crash_over_a_state_is_paid_once(
    make_engine: Make,
    broken: str,
    written: Written,
    states: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written.into(states)
    monkeypatch.setenv("SEL_TEST_BREAK", "state")
    engine = make_engine(broken, states=str(states))
    with pytest.raises(EngineCrashed):
        await warmed(engine)
    assert (await warm(engine)).read_tokens == written.tokens
    assert not (await kept(engine)).restored
    assert engine.view.rung == "as asked"
    assert (await talk(engine))[0]


async def test_without_a_disk_it_talks(make_engine: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    engine = make_engine(states=str(tmp_path / "file" / "kv"))
    assert (await warmed(engine)).read_tokens > 0
    assert (await talk(engine))[0]
    assert engine.head is None


def test_the_facts_name_what_decides_on_the_contents(starter: Path) -> None:
    """In a process of its own, as the worker: llama.cpp is never loaded here."""
    import json
    import subprocess
    import sys

    program = """
import json, sys
from sel.engine.llm_config import LlmConfig
from sel.engine.workers.llm.model import Model
model = Model(LlmConfig(path=sys.argv[1], context=512), lambda _: None)
print(json.dumps(model.facts()))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(starter)],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).resolve().parents[3],
    )
    facts: dict[str, Any] = json.loads(done.stdout)
    wanted = "type_k type_v rope_freq_base n_gpu_layers flash_attn_type use_extra_bufts n_threads"
    assert set(wanted.split()) < facts.keys()
    assert facts["n_ctx"] is False
    assert "llama" in facts["build"]
    assert not any("callback" in name for name in facts)
