"""Which rung worked is remembered for exactly that model, build and machine."""

from __future__ import annotations

import dataclasses
import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.engine import build, rungs
from sel.engine.llm_config import AUTO, LlmConfig
from sel.engine.rungs import SMALL_CONTEXT, RungMemory, ladder

CONFIGS = st.builds(
    LlmConfig,
    path=st.sampled_from(["a.gguf", "b.gguf"]),
    context=st.sampled_from([256, 2048, 4096, 8192]),
    slots=st.integers(1, 3),
    gpu_layers=st.sampled_from([AUTO, 0, 12]),
    threads=st.integers(1, 3),
    extra_buffers=st.booleans(),
)


@given(CONFIGS)
def test_settings_cross_the_line_whole(config: LlmConfig) -> None:
    assert LlmConfig.from_wire(json.loads(json.dumps(config.to_wire()))) == config


@given(CONFIGS)
def test_a_ladder_goes_from_what_was_asked_to_what_asks_least(asked: LlmConfig) -> None:
    steps = ladder(asked)
    assert steps[0].config == asked
    assert len({step.name for step in steps}) == len(steps)
    last = steps[-1].config
    assert last.gpu_layers == 0
    assert not last.extra_buffers
    assert last.context == min(asked.context, SMALL_CONTEXT)
    for step in steps:
        assert step.config.context <= asked.context
        assert (step.config.path, step.config.slots) == (asked.path, asked.slots)
        assert step.config.gpu_layers in (0, asked.gpu_layers)


@given(st.lists(CONFIGS, unique=True, min_size=2, max_size=6))
def test_what_is_remembered_of_one_is_not_said_of_another(configs: list[LlmConfig]) -> None:
    keys = [rungs._key(config) for config in configs]
    assert len(set(keys)) == len(configs)
    assert [key.split(":")[0] for key in keys] == [config.path for config in configs]


def test_memory_outlives_its_process_and_takes_the_newest_word(tmp_path: Path) -> None:
    path = tmp_path / "state" / "rungs.json"
    one, other = LlmConfig(path="a.gguf"), LlmConfig(path="b.gguf")
    RungMemory(path).remember(one, "as asked")
    RungMemory(path).remember(other, "on the CPU")
    RungMemory(path).remember(one, "half the context")
    again = RungMemory(path)
    assert again.recall(one) == "half the context"
    assert again.recall(other) == "on the CPU"
    assert again.recall(dataclasses.replace(one, slots=2)) == ""


def test_a_model_file_that_changed_is_another_model(tmp_path: Path) -> None:
    model = tmp_path / "m.gguf"
    config = LlmConfig(path=str(model))
    memory = RungMemory(tmp_path / "rungs.json")
    model.write_bytes(b"GGUF")
    memory.remember(config, "on the CPU")
    os.utime(model, (1, 1))
    assert memory.recall(config) == ""
    model.unlink()
    assert memory.recall(config) == ""


def test_another_build_or_machine_starts_from_the_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, config = RungMemory(tmp_path / "rungs.json"), LlmConfig(path="a.gguf")
    memory.remember(config, "on the CPU")
    with monkeypatch.context() as patched:
        patched.setattr(rungs, "_machine", lambda: "another machine")
        assert memory.recall(config) == ""
    with monkeypatch.context() as patched:
        patched.setattr(rungs, "_build", lambda: "another build")
        assert memory.recall(config) == ""
    assert memory.recall(config) == "on the CPU"


def test_what_is_known_already_is_not_written_again(tmp_path: Path) -> None:
    path, config = tmp_path / "rungs.json", LlmConfig(path="a.gguf")
    RungMemory(path).remember(config, "as asked")
    before = path.stat().st_ino
    RungMemory(path).remember(config, "as asked")
    assert path.stat().st_ino == before, "the file was replaced"


def test_a_disk_that_refuses_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    memory = RungMemory(tmp_path / "state" / "rungs.json")
    memory.remember(LlmConfig(path="a.gguf"), "as asked")
    assert memory.recall(LlmConfig(path="a.gguf")) == ""


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    memory, config = RungMemory(tmp_path / "rungs.json"), LlmConfig(path="a.gguf")
    memory.remember(config, "rung -1")
    over = threading.Event()
    seen: set[str] = set()

    def read() -> None:
        while not over.is_set():
            seen.add(memory.recall(config))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(50):
        memory.remember(config, f"rung {number}")
    over.set()
    reader.join()
    assert "" not in seen


# ---------------------------------------------------------------- how llama.cpp was built


def test_without_llama_cpp_there_is_no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert build.libraries() is None
    assert not build.can_use_gpu()


@pytest.mark.parametrize(
    ("library", "gpu"),
    [
        ("libggml-cpu.so", False),
        ("libggml-cuda.so", True),
        ("libggml-vulkan.so", True),
        ("ggml-metal.dylib", True),
        ("libllama.so", False),
    ],
)
def test_a_gpu_is_used_where_its_backend_was_compiled(
    library: str, gpu: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / library).touch()
    monkeypatch.setattr(build, "libraries", lambda: tmp_path)
    assert build.can_use_gpu() is gpu
