"""Whether it fits, and what would help; and the starter model's memory as it was measured."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_gguf import write

from sel import paths
from sel.engine import fit as engine_fit
from sel.engine.gguf import GgufInfo, read_header
from sel.engine.llm_config import LlmConfig
from sel.models.fit import Room, judge, largest, usual_context
from sel.models.measure import CONTEXTS, measure, memory_of
from sel.models.speed import Speed, Speeds

GB = 10**9


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory) -> GgufInfo:
    """Figures of a model of about 8 billion parameters: 4.9 GB, 131,072 B of cache per token."""
    small = read_header(write(tmp_path_factory.mktemp("m") / "m.gguf"))
    return dataclasses.replace(
        small,
        layers=32,
        kv_heads=(8,) * 32,
        key_length=128,
        value_length=128,
        embedding=4096,
        feed_forward=14336,
        vocabulary=128_256,
        context_length=131_072,
        parameters=8_030_000_000,
        layer_bytes=(130_000_000,) * 32,
        embedding_bytes=330_000_000,
        output_bytes=410_000_000,
        tied=False,
        tensor_bytes=4_900_000_000,
    )


def test_the_verdict_follows_what_is_free(info: GgufInfo) -> None:
    need = engine_fit.estimate(info, 8192).total
    for ram, state in ((2 * need, "fits"), (need * 1.1, "tight"), (need * 0.9, "no")):
        found = judge(info, Room(ram=int(ram)), 8192)
        assert (found.state, found.need) == (state, need)
        assert found.weights + found.kv + found.overhead == need
    assert judge(info, Room(ram=None), 8192).state == "unknown"


def test_what_would_help_is_said(info: GgufInfo) -> None:
    found = judge(info, Room(ram=12 * GB), 131_072)
    assert found.state == "no"
    assert found.help == f"It fits well with a context of up to {found.most:,} tokens."
    assert judge(info, Room(ram=12 * GB), found.most).state == "fits"
    smaller = judge(info, Room(ram=6 * GB), 2048).help
    assert smaller == "As Q2_K (about 3.2 GB) it would fit."
    assert "smaller model" in judge(info, Room(ram=GB), 2048).help
    beyond = dataclasses.replace(info, context_length=4096)
    assert "trained for 4,096" in judge(beyond, Room(ram=64 * GB), 8192).help


def test_layers_on_the_gpu_leave_the_memory(info: GgufInfo) -> None:
    whole = judge(info, Room(ram=8 * GB, vram=24 * GB, gpu=True), 8192)
    assert (whole.layers_on_gpu, whole.layers, whole.state) == (33, 33, "fits")
    assert whole.need - whole.on_gpu < 2 * GB
    part = judge(info, Room(ram=8 * GB, vram=4 * GB, gpu=True), 8192)
    assert 0 < part.layers_on_gpu < 33
    assert 0 < part.on_gpu < 4 * GB
    asked = judge(info, Room(ram=8 * GB, vram=4 * GB, gpu=True, layers=33), 8192)
    assert asked.state == "no"
    assert judge(info, Room(ram=8 * GB, vram=4 * GB, gpu=True, layers=0), 8192).on_gpu == 0
    assert judge(info, Room(ram=8 * GB, vram=24 * GB), 8192).on_gpu == 0


@given(
    ram=st.integers(0, 200 * GB),
    vram=st.integers(0, 48 * GB),
    gpu=st.booleans(),
    context=st.integers(512, 131_072),
)
def test_a_smaller_context_never_fits_worse(
    info: GgufInfo, ram: int, vram: int, gpu: bool, context: int
) -> None:
    room, order = Room(ram=ram, vram=vram, gpu=gpu), ("fits", "tight", "no")
    here, less = judge(info, room, context), judge(info, room, context // 2)
    assert order.index(less.state) <= order.index(here.state)
    assert 0 <= here.on_gpu <= here.need
    if here.most:
        assert judge(info, room, here.most).state == "fits"


@given(ram=st.integers(5 * GB, 100 * GB))
def test_the_largest_context_is_the_largest(info: GgufInfo, ram: int) -> None:
    most = largest(info, Room(ram=ram))
    if most < info.context_length:
        assert judge(info, Room(ram=ram), most + engine_fit.STEP).state != "fits"
    if ram >= 9 * GB:  # what the engine is then loaded with
        assert usual_context(info, Room(ram=ram)) == engine_fit.choose_context(info, 0, ram)


# ---------------------------------------------------------------- measured


def test_speeds_belong_to_the_file_the_build_and_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = paths.find({"SEL_HOME": str(tmp_path)})
    file = write(tmp_path / "m.gguf")
    assert Speeds(where).of(file) is None
    Speeds(where).keep(file, Speed(reading=345.67, making=96.0))
    assert Speeds(where).of(file) == Speed(reading=345.7, making=96.0)
    assert "m.gguf" not in (where.state / "model-speeds.json").read_text()
    with monkeypatch.context() as patched:
        patched.setattr("sel.models.speed.machine", lambda: "another")
        assert Speeds(where).of(file) is None
    write(file, general__name="Another")
    assert Speeds(where).of(file) is None


def test_memory_is_read_from_the_system(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "status").write_text("VmHWM:\t  300 kB\nRssFile:\t 100 kB\nVmRSS: 9 kB\n")
    assert memory_of(7, tmp_path) == (300 * 1024, 100 * 1024)
    assert memory_of(None, tmp_path) == (0, 0)


@pytest.mark.real
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's /proc")
async def test_the_starter_model_takes_what_was_predicted(
    tmp_path: Path, starter_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.models.measure.READ", 80)  # more than a batch; the rest is only time
    monkeypatch.setattr("sel.models.measure.MADE", 4)
    where = paths.find({"SEL_HOME": str(tmp_path)}).ready()
    info = read_header(starter_file)
    assert engine_fit.kv_per_token(info) == 23_040
    for context in CONTEXTS:
        config = LlmConfig(path=str(starter_file), context=context, extra_buffers=False)
        found = await measure(info, config, where)
        assert abs(found.off) < 0.10
        assert 0 < found.mapped < found.peak
        assert found.speed.reading > 1
        assert found.speed.making > 1
