"""Continuous batching: every step decodes one token of each reply in the making and a chunk of the
prompts being read, all in one batch.

Prompts are read in chunks sized by the clock: short enough that a cancel is seen in time and that
the others' tokens keep flowing. (On the CPU a chunk of 16 tokens reads as fast as one of 512.)
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as lib
import numpy as np

from sel.engine.llm_config import TALKS
from sel.engine.types import Request, StopReason
from sel.engine.workers.llm.heads import Heads
from sel.engine.workers.llm.interruption import ABORTED
from sel.engine.workers.llm.kvcache import KvCache
from sel.engine.workers.llm.model import Batch, DecodeFailed, Model
from sel.engine.workers.llm.naming import Naming
from sel.engine.workers.llm.prompt import PromptEncoder
from sel.engine.workers.llm.reply import Reply
from sel.engine.workers.llm.sampler import TokenChooser, log_probabilities
from sel.engine.workers.llm.slots import ROOT, Slots
from sel.engine.workers.llm.talks import Talks
from sel.engine.workers.llm.text import TextStream
from sel.engine.workers.llm.vocab import Vocab
from sel.errors import EngineError, PromptTooLong, SelError, to_wire

ALONE_SECONDS = 0.06
"""How long a chunk of reading may take: progress is told, and a cancel seen, between two."""
SHARED_SECONDS = 0.04
"""The same while others are speaking: their words come at 25 a second at least."""
SMALLEST_CHUNK = 16
EVEN = 63
"""Most tokens of a batch on the CPU. From 64 on llama.cpp's flash attention sums in another order
there (measured: the KV state has other last bits), and a greedy reply would follow the clock, or
whether its beginning was read or restored."""
NO_ROOM = 1
"""What llama_decode returns when the KV cache is full."""

Send = Callable[[dict[str, Any]], None]


class Scheduler:
    """Runs replies. Not thread-safe: one thread calls everything but nothing else."""

    def __init__(  # noqa: PLR0913 - the parts of one model, and whom it tells
        self,
        model: Model,
        vocab: Vocab,
        encoder: PromptEncoder,
        stop: tuple[str, ...],
        send: Send,
        *,
        cache: KvCache,
        naming: Naming,
    ) -> None:
        self._model, self._vocab, self._encoder = model, vocab, encoder
        self._stop = stop
        self._send = send
        self._batch = Batch(model)
        self._cache = cache
        self._slots = Slots(model.config.slots, self._cache, rewinds=model.rewinds)
        self._heads, self._talks = self._kept(naming)
        self._waiting: list[Reply] = []
        self._running: list[Reply] = []
        self._most = model.config.batch if model.gpu_layers else min(EVEN, model.config.batch)
        self._per_token = 0.0025  # seconds to read one token; corrected by every chunk

    def _kept(self, naming: Naming) -> tuple[Heads | None, Talks | None]:
        """What is kept from one start to the next, where there is a folder for it."""
        if not self._model.config.states:
            return None, None
        folder = Path(self._model.config.states)
        heads = Heads(folder, naming, self._cache, self._send)
        return heads, Talks(folder / TALKS, naming, self._cache, self._encoder, self._slots)

    @property
    def idle(self) -> bool:
        """Nothing to do."""
        return not self._waiting and not self._running

    # ------------------------------------------------------------ from the parent

    def submit(self, request: Request) -> None:
        """Queue a reply; a request that cannot be served is answered with its error."""
        if request.take_up and self._talks is not None:
            self._talks.take_up(request.slot)
        try:
            answers = request.max_tokens > 0 or request.ahead
            prompt = self._encoder.encode(request.messages, resume=request.resume, generate=answers)
            self._check_length(prompt)
            reply = Reply(request, prompt, TextStream(request.stop + self._stop))
            if request.max_tokens > 0:
                reply.chooser = TokenChooser(self._vocab, request)
        except SelError as error:
            self._send({"event": "error", "id": request.id, "error": to_wire(error)})
            return
        root = self._slots.root
        if request.slot == ROOT and self._heads and not (root.busy or root.tokens):
            self._heads.restore(root, prompt)
        self._waiting.append(reply)

    def _check_length(self, prompt: list[int]) -> None:
        if not prompt:
            raise EngineError("The prompt is empty.")
        room = self._model.n_ctx
        if len(prompt) >= room:
            raise PromptTooLong(
                f"The prompt has {len(prompt)} tokens; this model's context holds {room}.",
                hint="Shorten the message, or set SEL_CONTEXT higher.",
            )

    def cancel(self, request_id: str) -> None:
        """End a reply now; what it said is kept in its slot."""
        for reply in [*self._waiting, *self._running]:
            if reply.request.id == request_id:
                self._finish(reply, "cancelled")

    def forget(self, owner: str) -> None:
        """Take a conversation out of the KV cache, and the tokens of its replies out of RAM. Of one
        that is being answered all goes with the end of its reply."""
        self._encoder.forget(owner)
        for reply in [*self._waiting, *self._running]:
            reply.leaves = reply.leaves or reply.request.slot == owner
        self._slots.forget(owner)

    def put_down(self, owner: str, answer: Callable[[int], None]) -> None:
        """Put a conversation's KV state on disk; `answer` is told its bytes, 0 where it is not."""
        if self._talks is None:
            answer(0)
        else:
            self._talks.put_down(owner, answer)

    # ------------------------------------------------------------ one step

    def step(self) -> None:
        """Admit who waits, decode one batch, choose tokens, send text."""
        self._admit()
        if not self._running:
            return
        outputs = self._fill()
        began = time.perf_counter()
        reading = self._batch.size - sum(not reply.reads for reply, *_ in outputs)
        if not self._decode():
            self._undo(outputs)
            return
        self._note_speed(reading, time.perf_counter() - began)
        for reply, index, taken in outputs:
            assert reply.slot is not None  # noqa: S101 - only admitted replies are in a batch
            reply.slot.tokens += taken
            if index is not None:
                self._choose(reply, index)
            elif reply.reads:
                self._report_reading(reply)
        self._flush()

    def _admit(self) -> None:
        for reply in list(self._waiting):
            fresh = 0 if reply.chooser is None else 1
            taken = self._slots.take(reply.request.slot, reply.prompt, fresh=fresh)
            if taken is None:
                continue
            self._waiting.remove(reply)
            reply.admit(*taken)
            if reply.chooser is not None:
                reply.chooser.saw(reply.prompt)
            self._running.append(reply)
            if reply.chooser is None and not reply.reads:
                self._finish_reading(reply)

    def _fill(self) -> list[tuple[Reply, int | None, list[int]]]:
        """Fill the batch; for each reply: where its logits will be (if any), and its tokens."""
        self._batch.clear()
        outputs: list[tuple[Reply, int | None, list[int]]] = []
        readers = [reply for reply in self._running if reply.reads]
        for reply in self._running:
            if not reply.reads:
                outputs.append(
                    (reply, self._put(reply, [reply.made[-1]], last=True), [reply.made[-1]])
                )
        room = min(self._chunk(alone=not outputs), max(self._most - self._batch.size, 1))
        for count, reply in enumerate(readers):
            assert reply.slot is not None  # noqa: S101 - readers are admitted
            start = len(reply.slot.tokens)
            share = max(room // (len(readers) - count), min(room, 1))
            tokens = self._readable(reply.prompt, start, share)
            if not tokens:
                continue
            room -= len(tokens)
            last = start + len(tokens) == len(reply.prompt)
            outputs.append((reply, self._put(reply, tokens, last=last), tokens))
        return outputs

    @staticmethod
    def _readable(prompt: list[int], start: int, share: int) -> list[int]:
        """What of a prompt may be read in this batch; `share` tokens at most."""
        return prompt[start : start + share]

    def _put(self, reply: Reply, tokens: list[int], *, last: bool) -> int | None:
        assert reply.slot is not None  # noqa: S101 - only admitted replies are put
        start, sequence, index = len(reply.slot.tokens), reply.slot.sequence, None
        for offset, token in enumerate(tokens):
            output = last and offset == len(tokens) - 1
            index = self._batch.add(token, start + offset, sequence, output=output)
        return index if last else None

    def _chunk(self, *, alone: bool) -> int:
        seconds = ALONE_SECONDS if alone else SHARED_SECONDS
        return max(SMALLEST_CHUNK, int(seconds / self._per_token))

    def _note_speed(self, tokens: int, seconds: float) -> None:
        if tokens >= SMALLEST_CHUNK:
            self._per_token += 0.3 * (seconds / tokens - self._per_token)

    def _decode(self) -> bool:
        """Decode the batch; False: nothing came of it, for want of room or interrupted.

        Without room, idle slots give way, then the newest reply ends. Any other failure leaves the
        cache in an unknown state: it ends the process, which the supervisor starts again.
        """
        while True:
            try:
                self._batch.decode()
            except DecodeFailed as error:
                if error.code == ABORTED:
                    self._model.interruption.clear()
                    return False
                if error.code != NO_ROOM:
                    raise
                if not self._slots.make_room():
                    self._finish(self._running[-1], "context")
                    return False
            else:
                return True

    def _undo(self, outputs: list[tuple[Reply, int | None, list[int]]]) -> None:
        """Cut from the cache what a batch that came to nothing may have left there."""
        for reply, *_ in outputs:
            if reply.slot is not None:
                self._cache.keep(reply.slot.sequence, len(reply.slot.tokens))

    # ------------------------------------------------------------ tokens

    def _choose(self, reply: Reply, index: int) -> None:
        if reply.chooser is None:
            self._finish_reading(reply)
            return
        logits = self._logits(index)
        untouched = logits.copy() if reply.request.logprobs else None
        token = reply.chooser.choose(logits)
        if self._vocab.is_end(token):
            self._finish(reply, "end")
            return
        data = self._vocab.piece(token)
        if untouched is not None:
            self._note_logprobs(reply, untouched, token, data)
        reply.add(token, data)
        if (reason := self._over(reply)) is not None:
            self._finish(reply, reason)

    def _finish_reading(self, reply: Reply) -> None:
        """Only reading was asked for, and it is done."""
        if self._heads is not None and reply.slot is self._slots.root:
            self._heads.keep(self._slots.root)
        self._finish(reply, "length")

    def _logits(self, index: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        found = lib.llama_get_logits_ith(self._model.context, index)
        return np.ctypeslib.as_array(found, shape=(self._vocab.size,))

    def _note_logprobs(self, reply: Reply, logits: Any, token: int, data: bytes) -> None:
        own, best = log_probabilities(logits, token, reply.request.logprobs)
        top = [
            [self._vocab.piece(other).decode("utf-8", "replace"), value] for other, value in best
        ]
        reply.logprobs.append({"text": data.decode("utf-8", "replace"), "logprob": own, "top": top})

    def _over(self, reply: Reply) -> StopReason | None:
        if reply.stream.stopped:
            return "stop"
        if len(reply.made) >= reply.request.max_tokens:
            return "length"
        if len(reply.prompt) + len(reply.made) >= self._model.n_ctx:
            return "context"
        return None

    # ------------------------------------------------------------ to the parent

    def _report_reading(self, reply: Reply) -> None:
        assert reply.slot is not None  # noqa: S101 - it was just decoded
        done, total = len(reply.slot.tokens), len(reply.prompt)
        self._send({"event": "reading", "id": reply.request.id, "done": done, "total": total})

    def _flush(self) -> None:
        now = time.perf_counter()
        for reply in self._running:
            if reply.due(now):
                self._send(reply.take_outbox(now))

    def _finish(self, reply: Reply, reason: StopReason) -> None:
        reply.close_text()
        if not (reply.stream.stopped or reply.leaves):
            begun = self._vocab.encode(reply.request.resume, special=False)
            self._encoder.remember(
                reply.request.resume + reply.text, begun + reply.made, reply.request.slot
            )
        if reply.outbox or reply.logprobs:
            self._send(reply.take_outbox(time.perf_counter()))
        self._send(
            {"event": "done", "id": reply.request.id, **dataclasses.asdict(reply.done(reason))}
        )
        self._drop(reply)

    def _drop(self, reply: Reply) -> None:
        if reply in self._waiting:
            self._waiting.remove(reply)
        if reply in self._running:
            self._running.remove(reply)
        if reply.chooser is not None:
            reply.chooser.close()
        if reply.slot is not None:
            self._slots.release(reply.slot)
            if reply.leaves:
                self._slots.forget(reply.request.slot)
