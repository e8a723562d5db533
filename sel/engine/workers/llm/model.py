"""Loading a GGUF into llama.cpp through its low-level API, and what the loaded model can do.

The low-level API is used because `Llama(...)` serves one sequence and hides `use_extra_bufts`.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

import llama_cpp.llama_cpp as lib

from sel.engine.build import identity
from sel.engine.llm_config import LlmConfig
from sel.engine.workers.llm.gpu import layers_for
from sel.engine.workers.llm.interruption import Interruption
from sel.errors import EngineError, ModelFileError

PREFLIGHT_TOKENS = 64
"""A batch of this size takes the code path that crashes on broken builds."""
_FLASH_AUTO, _FLASH_OFF = -1, 0


class Model:
    """A loaded model with one context; every native handle lives as long as the process."""

    def __init__(self, config: LlmConfig, progress: Callable[[float], None]) -> None:
        self.config = config
        self._numbers: dict[str, object] = {}
        lib.llama_log_set(_log, None)
        lib.llama_backend_init()
        self._progress = lib.llama_progress_callback(self._report(progress))  # keep: C holds it
        self.handle = self._load()
        self.vocab = lib.llama_model_get_vocab(self.handle)
        self.interruption = Interruption()
        self.context = self._open()
        self.memory = lib.llama_get_memory(self.context)
        self.n_vocab = int(lib.llama_vocab_n_tokens(self.vocab))
        self.n_ctx = int(lib.llama_n_ctx(self.context))

    @staticmethod
    def _report(progress: Callable[[float], None]) -> Callable[[float, object], bool]:
        shown = -1

        def report(share: float, _data: object) -> bool:
            nonlocal shown
            if int(share * 20) != shown:
                shown = int(share * 20)
                progress(share)
            return True

        return report

    def _load(self) -> Any:
        params = lib.llama_model_default_params()
        params.n_gpu_layers = self.gpu_layers = layers_for(self.config)
        params.use_extra_bufts = self.config.extra_buffers
        params.progress_callback = self._progress
        self._numbers |= _numbers(params)
        handle = lib.llama_model_load_from_file(self.config.path.encode(), params)
        if not handle:
            raise ModelFileError(
                "llama.cpp cannot load this model file.",
                where=self.config.path,
                hint="This build may not know its architecture; `sel doctor` names the log.",
            )
        return handle

    def _open(self) -> Any:
        config, params = self.config, lib.llama_context_default_params()
        params.n_ctx = config.context
        params.n_batch = params.n_ubatch = config.batch
        params.n_seq_max = config.slots + 1  # one more holds the shared persona
        params.n_outputs_max = config.slots + 1
        params.n_threads = params.n_threads_batch = config.threads
        params.flash_attn_type = _FLASH_AUTO if config.flash_attention else _FLASH_OFF
        params.kv_unified = True  # sequences share cells: a copied persona costs nothing
        params.swa_full = True  # or a sliding window could not be cut back
        if self.rewinds:  # what a stopped batch left behind must be cut away again
            self.interruption.bind(params)
        self._numbers |= _numbers(params)
        context = lib.llama_init_from_model(self.handle, params)
        if not context:
            raise EngineError(
                f"There is not enough memory for a context of {config.context} tokens.",
                where=config.path,
                hint="Set SEL_CONTEXT to a smaller number.",
            )
        return context

    @property
    def rewinds(self) -> bool:
        """Whether part of a conversation can be cut from the KV cache (not in recurrent models)."""
        recurrent = lib.llama_model_is_recurrent(self.handle) or lib.llama_model_is_hybrid(
            self.handle
        )
        return not recurrent

    @property
    def parameters(self) -> int:
        """How many numbers the model is made of."""
        return int(lib.llama_model_n_params(self.handle))

    def facts(self) -> dict[str, object]:
        """What decides on the contents of the KV cache, beside the model and the tokens.

        The size of the context does not, and follows the free memory; but some models turn to other
        rope factors beyond a certain one.
        """
        return self._numbers | {
            "n_ctx": self.n_ctx > self._usual_context(),
            "build": identity(),
            "machine": lib.llama_print_system_info().decode("utf-8", "replace"),
        }

    def _usual_context(self) -> int:
        """Tokens for which the model was made before its context was stretched."""
        name = f"{self._said('general.architecture')}.rope.scaling.original_context_length"
        told = self._said(name)
        return int(told) if told.isdecimal() else int(lib.llama_model_n_ctx_train(self.handle))

    def _said(self, name: str) -> str:
        """A word of the model file about itself."""
        room = ctypes.create_string_buffer(256)
        found = lib.llama_model_meta_val_str(self.handle, name.encode(), room, len(room))
        return room.value.decode("utf-8", "replace") if found >= 0 else ""

    def chat_template(self) -> str:
        """The chat template that came with the model, empty when it has none."""
        found = lib.llama_model_chat_template(self.handle, None)
        return found.decode("utf-8", "replace") if found else ""

    def preflight(self) -> None:
        """Decode a batch, then one token: if this build crashes on this machine, let it be now."""
        batch = Batch(self)
        for position in range(PREFLIGHT_TOKENS):
            batch.add(position % self.n_vocab, position, 0, output=position == PREFLIGHT_TOKENS - 1)
        batch.decode()
        batch.clear()
        batch.add(0, PREFLIGHT_TOKENS, 0, output=True)
        batch.decode()
        lib.llama_memory_clear(self.memory, True)


def _numbers(params: Any) -> dict[str, object]:
    """Every number in llama.cpp's parameters; addresses are none."""
    found = {name: getattr(params, name) for name, kind in params._fields_ if kind is not _ADDRESS}
    return {name: value for name, value in found.items() if isinstance(value, int | float)}


_ADDRESS = ctypes.c_void_p
_DEBUG, _CONTINUED = 1, 5  # GGML_LOG_LEVEL_*


def _to_log(level: int, text: bytes, _data: object) -> None:
    """llama.cpp's words to the log, without a line per layer and tensor."""
    if _DEBUG < level < _CONTINUED:
        sys.stderr.buffer.write(text)
        sys.stderr.buffer.flush()


_log = lib.llama_log_callback(_to_log)  # C holds it: it must live as long as the process


class DecodeFailed(Exception):
    """`llama_decode` returned `code`: 1 means no room in the KV cache, below 0 an error."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Batch:
    """One reusable llama.cpp batch."""

    def __init__(self, model: Model) -> None:
        self._context = model.context
        self._batch = lib.llama_batch_init(model.config.batch, 0, 1)
        self.room = model.config.batch
        self.size = 0

    def add(self, token: int, position: int, sequence: int, *, output: bool) -> int:
        """Append a token; returns its index, at which its logits will be found if `output`."""
        batch, index = self._batch, self.size
        batch.token[index] = token
        batch.pos[index] = position
        batch.n_seq_id[index] = 1
        batch.seq_id[index][0] = sequence
        batch.logits[index] = output
        self.size = index + 1
        return index

    def clear(self) -> None:
        """Empty the batch."""
        self.size = 0

    def decode(self) -> None:
        """Run the model over the batch. Raises `DecodeFailed`."""
        self._batch.n_tokens = self.size
        code = lib.llama_decode(self._context, self._batch)
        if code != 0:
            raise DecodeFailed(code)
        lib.llama_synchronize(self._context)
