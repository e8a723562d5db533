"""What llama.cpp does here by itself, without SEL: the measure that SEL is held against.

`python -m sel.engine.workers.raw --fd N`: the first message loads the model as SEL would, then each
`{"op": "one" | "eight" | "read", "prompt": n}` is answered with tokens per second, made after a
prompt of n tokens (a longer one makes every token slower). The loop is the plainest there is:
decode, llama.cpp's own sampler chain, the token's bytes.
"""

from __future__ import annotations

import ctypes
import time
from typing import Any

import llama_cpp.llama_cpp as lib

from sel.engine.llm_config import LlmConfig
from sel.engine.workers.channel import Channel
from sel.engine.workers.llm.model import Batch, Model

MADE = 160
READ = 512


class Raw:
    """The raw loops over one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._batch = Batch(model)
        self._chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        for sampler in (
            lib.llama_sampler_init_min_p(0.08, 1),
            lib.llama_sampler_init_top_k(40),
            lib.llama_sampler_init_top_p(0.9, 1),
            lib.llama_sampler_init_temp(0.7),
            lib.llama_sampler_init_dist(1),
        ):
            lib.llama_sampler_chain_add(self._chain, sampler)
        self._piece = ctypes.create_string_buffer(256)

    def read(self) -> float:
        """Tokens of a prompt read per second."""
        self._clear()
        began = time.perf_counter()
        self._prompt(READ)
        return READ / (time.perf_counter() - began)

    def make(self, sequences: int, prompt: int) -> float:
        """Tokens made per second by all `sequences` together, each after the same prompt."""
        self._clear()
        self._prompt(prompt)
        for sequence in range(1, sequences):
            lib.llama_memory_seq_cp(self._model.memory, 0, sequence, 0, prompt)
        tokens = [self._sample(-1)] * sequences
        began = time.perf_counter()
        for step in range(MADE):
            self._batch.clear()
            for sequence, token in enumerate(tokens):
                self._batch.add(token, prompt + step, sequence, output=True)
            self._batch.decode()
            tokens = [self._sample(sequence) for sequence in range(sequences)]
        return sequences * MADE / (time.perf_counter() - began)

    def _clear(self) -> None:
        lib.llama_memory_clear(self._model.memory, True)
        self._batch.clear()

    def _prompt(self, size: int) -> None:
        for position in range(size):
            self._batch.add(100 + position, position, 0, output=position == size - 1)
        self._batch.decode()

    def _sample(self, index: int) -> int:
        token = int(lib.llama_sampler_sample(self._chain, self._model.context, index))
        vocab = self._model.vocab
        lib.llama_token_to_piece(vocab, token, self._piece, len(self._piece), 0, False)
        return token


def serve(channel: Channel) -> None:
    """Load, then answer until the parent is gone."""
    raw: Raw | None = None
    for message in channel:
        if raw is None:
            model = Model(LlmConfig.from_wire(message["config"]), lambda _: None)
            raw = Raw(model)
            channel.send({"event": "ready", "context": model.n_ctx})
            continue
        channel.send({"event": "rate", "rate": _measure(raw, message)})


def _measure(raw: Raw, message: dict[str, Any]) -> float:
    if message["op"] == "read":
        return raw.read()
    return raw.make(8 if message["op"] == "eight" else 1, message["prompt"])


if __name__ == "__main__":
    serve(Channel.from_argv())
