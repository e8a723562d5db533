"""The worker's two threads: one listens to the parent, one runs the model.

Listening apart from running is what lets a ping be answered, and a cancel be noticed, while
llama.cpp is busy.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sel.engine.llm_config import LlmConfig
from sel.engine.types import Message, Request, Sampling
from sel.engine.workers.channel import Channel
from sel.engine.workers.llm.fingerprint import Fingerprint
from sel.engine.workers.llm.kvcache import KvCache
from sel.engine.workers.llm.model import Model
from sel.engine.workers.llm.naming import Naming
from sel.engine.workers.llm.prompt import PromptEncoder
from sel.engine.workers.llm.scheduler import Scheduler
from sel.engine.workers.llm.template import ChatTemplate, choose
from sel.engine.workers.llm.vocab import Vocab
from sel.errors import SelError, to_wire

MOST_REST = 1.0
"""Seconds of a rest at most, whatever is asked for: somebody may wait for another reply."""


class Service:
    """Serves one model to one parent until the parent is gone."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._inbox: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._busy_since = time.monotonic()
        self._rest_until = 0.0
        self._interrupt: Callable[[], None] = lambda: None  # nothing runs yet

    def run(self) -> None:
        """Load as the first message says, then serve."""
        threading.Thread(target=self._listen, daemon=True, name="listen").start()
        config = LlmConfig.from_wire(self._inbox.get()["config"])
        try:
            self._load(config)
        except SelError as error:
            self._channel.send({"event": "failed", "error": to_wire(error)})
            return
        while True:
            self._serve()

    def _listen(self) -> None:
        for message in self._channel:
            if message["op"] == "ping":
                stuck = max(0.0, time.monotonic() - self._busy_since)
                self._channel.send({"event": "pong", "stuck": stuck})
                continue
            self._inbox.put(message)  # before the model is stopped, or it would find nothing new
            if message["op"] == "cancel":
                self._interrupt()
        os._exit(0)  # the parent is gone; the other thread may be deep in llama.cpp

    def _load(self, config: LlmConfig) -> None:
        began = time.monotonic()
        notes = Path(config.states) / "models.json"
        fingerprint = Fingerprint(Path(config.path), notes)  # as it is before it is loaded
        model = Model(
            config, lambda share: self._channel.send({"event": "progress", "share": share})
        )
        self._busy_since = time.monotonic()
        model.preflight()
        self._vocab = vocab = Vocab(model.vocab)
        source = choose(model.chat_template(), vocab.control_texts)
        template = ChatTemplate(source, *_special_texts(vocab))
        naming = Naming(fingerprint, model.facts() | {"template": source.text})
        self._scheduler = self._make_scheduler(model, vocab, template, naming)
        self._interrupt = model.interruption.ask
        self._channel.send(
            {
                "event": "ready",
                "context": model.n_ctx,
                "template": source.name,
                "notice": source.notice,
                "rewinds": model.rewinds,
                "gpu_layers": model.gpu_layers,
                "parameters": model.parameters,
                "seconds": time.monotonic() - began,
            }
        )

    def _make_scheduler(
        self, model: Model, vocab: Vocab, template: ChatTemplate, naming: Naming
    ) -> Scheduler:
        return Scheduler(
            model,
            vocab,
            PromptEncoder(template, vocab),
            template.source.stop,
            self._channel.send,
            cache=KvCache(model),
            naming=naming,
        )

    def _serve(self) -> None:
        if self._scheduler.idle:
            self._busy_since = float("inf")
            self._handle(self._inbox.get())
        self._rest()
        while not self._inbox.empty():
            self._handle(self._inbox.get())
        self._busy_since = time.monotonic()
        self._scheduler.step()

    def _rest(self) -> None:
        """Leave the processor to others for as long as was asked; messages are still heard."""
        while (left := self._rest_until - time.monotonic()) > 0:
            self._busy_since = float("inf")
            try:
                self._handle(self._inbox.get(timeout=left))
            except queue.Empty:
                return

    def _handle(self, message: dict[str, Any]) -> None:
        match message["op"]:
            case "generate":
                self._scheduler.submit(_request(message["request"]))
            case "cancel":
                self._scheduler.cancel(message["id"])
            case "rest":
                seconds = min(message["seconds"], MOST_REST)
                self._rest_until = time.monotonic() + seconds if seconds else 0.0
            case "forget":
                self._scheduler.forget(message["slot"])
            case "count":
                counts = [len(self._vocab.encode(text, special=False)) for text in message["texts"]]
                self._answer(message["id"], counts)
            case "put_down":
                self._scheduler.put_down(message["slot"], partial(self._answer, message["id"]))

    def _answer(self, id_: str, value: object) -> None:
        self._channel.send({"event": "answer", "id": id_, "value": value})


def _special_texts(vocab: Vocab) -> tuple[str, str]:
    return vocab.special_text("bos"), vocab.special_text("eos")


def _request(data: dict[str, Any]) -> Request:
    data["messages"] = tuple(
        Message(one["role"], one["content"], tuple(one["images"])) for one in data["messages"]
    )
    data["sampling"] = Sampling(**data["sampling"])
    data["stop"] = tuple(data["stop"])
    return Request(**data)
