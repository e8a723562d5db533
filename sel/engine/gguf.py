"""What a GGUF file says about its model, read from its header without loading anything.

Reads a few kilobytes to megabytes at the beginning of the file; never the weights. It must not
know llama.cpp: whether an architecture is supported is the engine's to say.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sel.engine import gguf_format
from sel.engine.gguf_format import (
    Container,
    CutShortError,
    DamagedError,
    Skipped,
    Tensor,
    Value,
)
from sel.engine.gguf_tables import BLOCKS, FILE_TYPES, MIMICS, NOT_TALKERS, OTHER_KINDS
from sel.errors import ModelFileError

_MOST_LAYERS = 4_096
_USUAL_VOCABULARY = 130_000
_LAYER = re.compile(r"blk\.(\d+)\.")
_GET_AGAIN = "Download it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class GgufInfo:
    """A model as its file describes it; sizes in bytes, lengths in tokens or numbers.

    `kv_heads` holds one entry per layer (0 where a layer has no attention). `layer_bytes` are the
    weights of each layer; what belongs to no layer is split into `embedding_bytes` (the token
    table) and `output_bytes` (the rest); `tied` models use the table for their
    output, too. `recurrent` models refuse a partial cut of their cache, and keep a state of
    `state_numbers` for each conversation, whatever its length.
    `parts` counts the files of a split model; sizes are those of all parts. `kind` says what it is
    where it is no model that can talk ("an image projector"). `chat_template` is "" where there is
    one whose text was not kept.
    """

    path: Path
    architecture: str
    name: str
    quantisation: str
    licence: str
    context_length: int
    layers: int
    embedding: int
    feed_forward: int
    heads: int
    kv_heads: tuple[int, ...]
    key_length: int
    value_length: int
    vocabulary: int
    chat_template: str | None
    recurrent: bool
    experts: int
    parameters: int
    tensor_bytes: int
    layer_bytes: tuple[int, ...]
    embedding_bytes: int
    output_bytes: int
    tied: bool
    file_bytes: int
    parts: int = 1
    state_numbers: int = 0
    kind: str = ""


def read_header(path: Path) -> GgufInfo:
    """Read and check the header of a model file (of all its parts if it is split).

    Raises `ModelFileError` when the file is missing, a folder, empty, unreadable, no GGUF, of
    another version or byte order, damaged, cut short, or no model that can talk.
    """
    info = describe(path)
    if info.kind:
        raise ModelFileError(f"The file holds {info.kind}, which cannot talk.", where=str(path))
    return info


def describe(path: Path) -> GgufInfo:
    """The same, of anything that is kept in GGUF files: `kind` says what it is."""
    first, size = _container(path)
    tensors, file_bytes = list(_sized(first, size, path)), size
    siblings = _siblings(path, first)
    for sibling in siblings:
        container, its_size = _container(sibling)
        tensors += _sized(container, its_size, sibling)
        file_bytes += its_size
    return _describe(path, _Facts(first.metadata), tensors, file_bytes, 1 + len(siblings))


def glimpse(data: bytes, file_bytes: int, parameters: int = 0) -> GgufInfo | None:
    """What the first bytes of a file tell of it: sizes of its parts are shared out evenly.

    For models that are not here yet. None where they are no sound beginning of a model's file.
    """
    if not data.startswith(gguf_format.MAGIC):
        return None
    try:
        metadata = gguf_format.read_beginning(data)
        info = _describe(Path(), _Facts(metadata), [], file_bytes, 1)
    except (DamagedError, ModelFileError):
        return None
    table = file_bytes // 12  # 5 to 15 % in models of 1 to 8 billion parameters
    layer = (file_bytes - table) // max(info.layers, 1)
    return replace(
        info,
        vocabulary=info.vocabulary or _USUAL_VOCABULARY,
        parameters=parameters,
        tensor_bytes=file_bytes,
        layer_bytes=(layer,) * info.layers,
        embedding_bytes=table,
    )


# ---------------------------------------------------------------- the file


def _container(path: Path) -> tuple[Container, int]:
    where = str(path)
    if path.is_dir():
        raise ModelFileError("This is a folder, not a model file.", where=where)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            _check_magic(file, size, where)
            return gguf_format.read(file, size), size
    except FileNotFoundError:
        raise ModelFileError(
            "The model file does not exist.", where=where, hint="`sel models list` shows what does."
        ) from None
    except (OSError, ValueError) as error:
        raise _mapped(error, where) from error


def _mapped(error: OSError | ValueError, where: str) -> ModelFileError:
    """The one place where what a file can do wrong becomes a sentence."""
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return ModelFileError(f"The model file cannot be read: {reason}.", where=where)
    if isinstance(error, CutShortError):
        return ModelFileError(
            f"The model file is cut short: {error}.", where=where, hint=_GET_AGAIN
        )
    if isinstance(error, DamagedError):
        return ModelFileError(f"The model file cannot be used: {error}.", where=where)
    return ModelFileError("This is not a possible file name.", where=where)


def _check_magic(file: BinaryIO, size: int, where: str) -> None:
    if size == 0:
        raise ModelFileError("The model file is empty.", where=where, hint=_GET_AGAIN)
    begin = file.read(64)
    if begin.startswith(gguf_format.MAGIC):
        return
    if gguf_format.MAGIC.startswith(begin):
        raise CutShortError("only its first bytes are there")
    what = next((name for mark, name in MIMICS if begin.lstrip().startswith(mark)), "")
    title = f"This is {what}, not a GGUF model." if what else "This is not a GGUF model file."
    raise ModelFileError(title, where=where, hint="SEL runs models in the GGUF format.")


def _siblings(path: Path, first: Container) -> list[Path]:
    """The other files of a split model, which must all be there."""
    count = _Facts(first.metadata).integer("split.count")
    if count <= 1:
        return []
    found = re.fullmatch(r"(.*-)(\d{5})(-of-\d{5}\.gguf)", path.name)
    if found is None or int(found[2]) != 1 or count > 999:
        raise ModelFileError(
            f"This is one part of a model in {count} files.",
            where=str(path),
            hint="Give the first part (…-00001-of-….gguf), with the others beside it.",
        )
    return [path.with_name(f"{found[1]}{n:05d}{found[3]}") for n in range(2, count + 1)]


# ---------------------------------------------------------------- tensors


def _sized(container: Container, file_size: int, path: Path) -> list[tuple[Tensor, int]]:
    """Each tensor with its bytes. Raises `ModelFileError` if one ends after the file does."""
    room = file_size - container.data_start
    ordered = sorted(container.tensors, key=lambda tensor: tensor.offset)
    ends = [tensor.offset for tensor in ordered[1:]] + [room] * bool(ordered)
    sized = [(t, _bytes_of(t, end)) for t, end in zip(ordered, ends, strict=True)]
    end = max((t.offset + length for t, length in sized), default=0)
    if end > room or (room < 0 and sized):
        there, whole = file_size / 1e6, (container.data_start + end) / 1e6
        raise ModelFileError(
            f"The model file is cut short: {there:,.1f} of {whole:,.1f} MB are there.",
            where=str(path),
            hint=_GET_AGAIN,
        )
    return sized


def _bytes_of(tensor: Tensor, next_offset: int) -> int:
    """By its type; a type newer than this table is taken to reach up to the next tensor."""
    if tensor.kind not in BLOCKS:
        return max(0, next_offset - tensor.offset)
    _, numbers, length = BLOCKS[tensor.kind]
    return -(-tensor.elements // numbers) * length


# ---------------------------------------------------------------- what it means


class _Facts:
    """Metadata by meaning; a value of the wrong type counts as missing."""

    def __init__(self, metadata: Mapping[str, Value]) -> None:
        self._metadata = metadata
        self.architecture = self.text("general.architecture")

    def text(self, key: str) -> str:
        value = self._metadata.get(key)
        return value if isinstance(value, str) else ""

    def integer(self, key: str, default: int = 0) -> int:
        value = self._metadata.get(key)
        return value if isinstance(value, int) and value >= 0 else default

    def of_model(self, key: str, default: int = 0) -> int:
        return self.integer(f"{self.architecture}.{key}", default)

    def length(self, key: str) -> int:
        value = self._metadata.get(key)
        return value.length if isinstance(value, Skipped) else 0

    def per_layer(self, key: str, layers: int, default: int) -> tuple[int, ...]:
        """One number for all layers, or an array with one for each."""
        value = self._metadata.get(f"{self.architecture}.{key}")
        if isinstance(value, tuple) and len(value) >= layers:
            return tuple(max(0, int(item)) for item in value[:layers])
        return (self.of_model(key, default),) * layers

    def feed_forward(self, layers: int) -> int:
        """The widest layer; of a mixture of experts those that work at the same time."""
        dense = max(self.per_layer("feed_forward_length", layers, 0), default=0)
        expert = self.of_model("expert_feed_forward_length") * self.of_model("expert_used_count")
        return max(dense, expert)

    def state(self, layers: int) -> int:
        """Numbers of one conversation's recurrent state, after `llama_hparams::n_embd_r` and `_s`:
        of the layers without attention, or of all where each has both."""
        embedding, inner = self.of_model("embedding_length"), self.of_model("ssm.inner_size")
        states, groups = self.of_model("ssm.state_size"), self.of_model("ssm.group_count")
        kernel = max(self.of_model("ssm.conv_kernel"), 1)
        one = (kernel - 1) * (inner + 2 * groups * states) + inner * states
        one += self.of_model("wkv.head_size") * embedding
        one += (
            self.of_model("token_shift_count", 2) * embedding * (self.of_model("wkv.head_size") > 0)
        )
        one += max(self.of_model("shortconv.l_cache") - 1, 0) * embedding
        heads = self.per_layer("attention.head_count_kv", layers, 0)
        return one * (heads.count(0) or layers)

    def recurrent(self) -> bool:
        prefixes = (f"{self.architecture}.ssm.", f"{self.architecture}.wkv.")
        return any(key.startswith(prefixes) for key in self._metadata) or (
            f"{self.architecture}.shortconv.l_cache" in self._metadata
        )


def _describe(
    path: Path, facts: _Facts, tensors: list[tuple[Tensor, int]], file_bytes: int, parts: int
) -> GgufInfo:
    layers = facts.of_model("block_count")
    if not facts.architecture or layers > _MOST_LAYERS:
        problem = "it names no architecture" if not facts.architecture else f"{layers:,} layers"
        raise ModelFileError(f"The model file cannot be used: {problem}.", where=str(path))
    heads = max(facts.per_layer("attention.head_count", layers, 0), default=0)
    embedding = facts.of_model("embedding_length")
    head_length = embedding // heads if heads else 0
    by_layer, table, rest = _split(tensors, layers)
    return GgufInfo(
        path=path,
        architecture=facts.architecture,
        name=facts.text("general.name") or path.stem,
        quantisation=_quantisation(facts, tensors),
        licence=facts.text("general.license.name") or facts.text("general.license"),
        context_length=facts.of_model("context_length"),
        layers=layers,
        embedding=embedding,
        feed_forward=facts.feed_forward(layers),
        heads=heads,
        kv_heads=facts.per_layer("attention.head_count_kv", layers, heads),
        key_length=facts.of_model("attention.key_length", head_length),
        value_length=facts.of_model("attention.value_length", head_length),
        vocabulary=facts.length("tokenizer.ggml.tokens") or facts.of_model("vocab_size"),
        chat_template=facts.text("tokenizer.chat_template") or None,
        recurrent=facts.recurrent(),
        experts=facts.of_model("expert_count"),
        parameters=sum(tensor.elements for tensor, _ in tensors),
        tensor_bytes=sum(length for _, length in tensors),
        layer_bytes=by_layer,
        embedding_bytes=table,
        output_bytes=rest,
        tied=not any(tensor.name.startswith("output.") for tensor, _ in tensors),
        file_bytes=file_bytes,
        parts=parts,
        state_numbers=facts.state(layers),
        kind=OTHER_KINDS.get(facts.text("general.type")) or NOT_TALKERS.get(facts.architecture, ""),
    )


def _split(tensors: list[tuple[Tensor, int]], layers: int) -> tuple[tuple[int, ...], int, int]:
    """Bytes of each layer, of the token table, and of what is neither."""
    by_layer, table, rest = [0] * layers, 0, 0
    for tensor, length in tensors:
        found = _LAYER.match(tensor.name)
        if found and len(found[1]) < 6 and int(found[1]) < layers:
            by_layer[int(found[1])] += length
        elif tensor.name.startswith("token_embd."):
            table += length
        else:
            rest += length
    return tuple(by_layer), table, rest


def _quantisation(facts: _Facts, tensors: list[tuple[Tensor, int]]) -> str:
    """By the file's own word, else the type that most of its bytes have."""
    named = FILE_TYPES.get(facts.integer("general.file_type", -1))
    if named:
        return named
    share: dict[str, int] = {}
    for tensor, length in tensors:
        kind = BLOCKS[tensor.kind][0] if tensor.kind in BLOCKS else f"type {tensor.kind}"
        share[kind] = share.get(kind, 0) + length
    return max(share, key=lambda kind: share[kind], default="unknown")
