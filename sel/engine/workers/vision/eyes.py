"""A model's eyes: its projector, by llama.cpp's multimodal library.

What a picture becomes is a row of chunks: tokens of text, as the model wants them around a picture,
and tiles, which are encoded into what the model reads as if it were tokens.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import llama_cpp.llama_cpp as lib
import llama_cpp.mtmd_cpp as mtmd
import numpy as np

from sel.engine.workers.llm.interruption import ABORTED
from sel.engine.workers.llm.model import Model, _log
from sel.errors import EngineError, ModelFileError

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
"""Rows × columns × red, green, blue."""

STEP = 16
"""Operations of the projector between two looks at whether to stop: some forty looks a tile."""
_MARKER = b"<picture-of-sel>"
_ERROR = 4  # GGML_LOG_LEVEL_ERROR


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a picture that is encoded at once. It takes `positions` in a prompt, and `tokens`
    in the KV cache (more than positions in models that count rows and columns)."""

    chunk: int
    positions: int
    tokens: int


class Seen:
    """A picture as the model is to read it: tokens and tiles in their order. Freed with `close`."""

    def __init__(self, chunks: Any) -> None:
        self._chunks = chunks
        self.parts = [_part(chunks, number) for number in range(_count(chunks))]

    def close(self) -> None:
        """Let go of the picture; its tiles must not be used any more."""
        mtmd.mtmd_input_chunks_free(self._chunks)
        self.parts = []


class Eyes:
    """The projector of a model that is loaded. Raises `ModelFileError` where it cannot be used."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._complaints: list[str] = []
        self._logged = lib.llama_log_callback(self._log)  # keep: C holds it
        mtmd.mtmd_log_set(self._logged, None)
        mtmd.mtmd_helper_log_set(self._logged, None)
        self._watch = lib.ggml_backend_sched_eval_callback(self._go_on)  # keep: C holds it
        self._operations = 0
        self._handle = self._load(model.config.projector)
        self._no_callback = mtmd.mtmd_helper_post_decode_callback()

    def _load(self, path: str) -> Any:
        config, params = self._model.config, mtmd.mtmd_context_params_default()
        params.use_gpu = self._model.gpu_layers != 0
        params.print_timings = False
        params.n_threads = config.threads
        params.media_marker = _MARKER
        params.cb_eval = self._watch
        handle = mtmd.mtmd_init_from_file(path.encode(), self._model.handle, params)
        if not handle:
            raise ModelFileError(self._why(), where=path, hint="SEL_VISION_PROJECTOR names it.")
        if not mtmd.mtmd_support_vision(handle):
            raise ModelFileError("This projector is for sound, not for pictures.", where=path)
        return handle

    def _why(self) -> str:
        if any("mismatch" in line for line in self._complaints):
            return "This projector belongs to another model than the one for pictures."
        return "llama.cpp cannot use this projector."

    def _log(self, level: int, text: bytes, data: object) -> None:
        if level == _ERROR:
            self._complaints = [*self._complaints[-9:], text.decode("utf-8", "replace")]
        _log(level, text, data)

    def _go_on(self, _tensor: object, ask: bool, _data: object) -> bool:
        """Asked before each operation whether its end is of interest, and at the end of those that
        are whether to go on."""
        if not ask:
            return not self._model.interruption.asked
        self._operations += 1
        return self._operations % STEP == 0

    # ------------------------------------------------------------ pictures

    def decode(self, data: bytes) -> Pixels | None:
        """The picture in a file's bytes; None where libmtmd cannot make one of them."""
        held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        bitmap = mtmd.mtmd_helper_bitmap_init_from_buf(self._handle, held, len(data), False)
        if not bitmap:
            return None
        try:
            if mtmd.mtmd_bitmap_is_audio(bitmap):
                return None
            wide, high = mtmd.mtmd_bitmap_get_nx(bitmap), mtmd.mtmd_bitmap_get_ny(bitmap)
            found: Any = mtmd.mtmd_bitmap_get_data(bitmap)
            return np.ctypeslib.as_array(found, shape=(high, wide, 3)).copy()
        finally:
            mtmd.mtmd_bitmap_free(bitmap)

    def look(self, pixels: Pixels) -> Seen:
        """Cut a picture up as the model wants it; nothing is encoded yet."""
        whole = np.ascontiguousarray(pixels, np.uint8)
        address = whole.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        bitmap = mtmd.mtmd_bitmap_init(whole.shape[1], whole.shape[0], address)
        chunks = mtmd.mtmd_input_chunks_init()
        text = mtmd.mtmd_input_text(_MARKER, len(_MARKER), False, True)
        bitmaps = (mtmd.mtmd_bitmap_p_ctypes * 1)(bitmap)
        code = mtmd.mtmd_tokenize(self._handle, chunks, ctypes.byref(text), bitmaps, 1)
        mtmd.mtmd_bitmap_free(bitmap)
        if code != 0:
            mtmd.mtmd_input_chunks_free(chunks)
            raise EngineError("The model cannot take this picture in.")
        return Seen(chunks)

    def show(self, tile: Tile, sequence: int, position: int) -> int:
        """Encode a tile and put it into the KV cache; what `llama_decode` returned, 0 for done."""
        at_once = self._model.config.batch
        whole = mtmd.mtmd_decode_use_non_causal(self._handle, tile.chunk)
        if whole and tile.tokens > at_once:
            raise EngineError(f"A picture takes {tile.tokens} tokens; {at_once} fit at once here.")
        if mtmd.mtmd_encode_chunk(self._handle, tile.chunk) != 0:
            raise EngineError("The model could not look at this picture.")
        if self._model.interruption.asked:
            return ABORTED
        embedded = mtmd.mtmd_get_output_embd(self._handle)
        after = lib.llama_pos(0)
        return int(
            mtmd.mtmd_helper_decode_image_chunk(
                self._handle,
                self._model.context,
                tile.chunk,
                embedded,
                position,
                sequence,
                at_once,
                ctypes.byref(after),
                self._no_callback,
                None,
            )
        )


def _count(chunks: Any) -> int:
    return int(mtmd.mtmd_input_chunks_size(chunks))


def _part(chunks: Any, number: int) -> Tile | list[int]:
    chunk: Any = mtmd.mtmd_input_chunks_get(chunks, number)
    if mtmd.mtmd_input_chunk_get_type(chunk) == mtmd.MTMD_INPUT_CHUNK_TYPE_TEXT:
        size = ctypes.c_size_t(0)
        tokens: Any = mtmd.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(size))
        found = (int(tokens[place]) for place in range(size.value))
        return [token for token in found if token >= 0]  # below: one that this model does not have
    return Tile(
        chunk,
        int(mtmd.mtmd_input_chunk_get_n_pos(chunk)),
        int(mtmd.mtmd_input_chunk_get_n_tokens(chunk)),
    )
