"""The KV cache: cut and copied for `slots`, taken out and put in whole for `heads`."""

from __future__ import annotations

import ctypes

import llama_cpp.llama_cpp as lib

from sel.engine.workers.llm.model import Batch, DecodeFailed, Model


class KvCache:
    """The KV cache of a model's context."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._memory = model.memory
        self._window = int(lib.llama_model_n_swa(model.handle))

    def keep(self, sequence: int, size: int) -> bool:
        """Cut a sequence back to `size` tokens."""
        return bool(lib.llama_memory_seq_rm(self._memory, sequence, size, -1))

    def copy(self, source: int, target: int, size: int) -> None:
        """Share the first `size` tokens of `source` with `target`."""
        lib.llama_memory_seq_cp(self._memory, source, target, 0, size)

    def whole(self, size: int) -> bool:
        """Whether the state of so many tokens is all that they are: it can be cut back like them.

        Not in recurrent models, and of layers with a sliding window llama.cpp leaves out what the
        window has passed.
        """
        return self._model.rewinds and not 0 < self._window < size

    def state(self, sequence: int) -> memoryview:
        """A sequence as llama.cpp's own bytes; none of them if it cannot be had."""
        size = lib.llama_state_seq_get_size(self._model.context, sequence)
        buffer = (ctypes.c_uint8 * size)()
        if lib.llama_state_seq_get_data(self._model.context, buffer, size, sequence) != size:
            return memoryview(b"")
        return memoryview(buffer).cast("B")

    def put(self, sequence: int, data: memoryview, size: int) -> bool:
        """Make this state of `size` tokens that of an empty sequence; False leaves it empty.

        One more token is decoded and taken away again: what llama.cpp cannot work with is to show
        now, not in the middle of a reply.
        """
        buffer = (ctypes.c_uint8 * len(data)).from_buffer(data)
        read = lib.llama_state_seq_set_data(self._model.context, buffer, len(data), sequence)
        if read == len(data) and self._reaches(sequence, size) and self._decodes(sequence, size):
            return True
        self.keep(sequence, 0)
        return False

    def _reaches(self, sequence: int, size: int) -> bool:
        first = lib.llama_memory_seq_pos_min(self._memory, sequence)
        return (first, lib.llama_memory_seq_pos_max(self._memory, sequence)) == (0, size - 1)

    def _decodes(self, sequence: int, size: int) -> bool:
        batch = Batch(self._model)
        batch.add(0, size, sequence, output=True)
        try:
            batch.decode()
        except DecodeFailed:
            self._model.interruption.clear()  # a cancel, perhaps: there is nothing to stop yet
            return False
        return self.keep(sequence, size)
