"""What fits: the arithmetic and its refusals. What was measured: tests/sel/models."""

import dataclasses

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


def test_recurrent_layers_keep_a_state_for_each_conversation(info: GgufInfo) -> None:
    recurrent = dataclasses.replace(info, state_numbers=1000)
    more = fit.estimate(recurrent, 8192, slots=8).kv - fit.estimate(info, 8192, slots=8).kv
    assert more == 9 * 1000 * 4


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
