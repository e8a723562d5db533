"""Prompts with pictures in them: each stands before the words it came with."""

from __future__ import annotations

from collections.abc import Sequence

from sel.engine.types import Message
from sel.engine.workers.llm.prompt import PromptEncoder
from sel.engine.workers.llm.template import ChatTemplate
from sel.engine.workers.llm.vocab import Vocab
from sel.engine.workers.vision.gallery import Gallery


class SeeingEncoder(PromptEncoder):
    """A prompt's tokens, with numbers below zero for what is seen (see `gallery`)."""

    def __init__(self, template: ChatTemplate, vocab: Vocab, gallery: Gallery) -> None:
        super().__init__(template, vocab)
        self._gallery = gallery
        self._newest: Message | None = None

    def encode(
        self, messages: Sequence[Message], *, resume: str = "", generate: bool = True
    ) -> list[int]:
        """The prompt. Raises `EngineError` where a picture of the newest message cannot be had; an
        earlier one that is gone meanwhile is left out."""
        self._newest = next((one for one in reversed(messages) if one.role == "user"), None)
        return super().encode(messages, resume=resume, generate=generate)

    def _mark(self, message: Message, spans: list[Sequence[int]]) -> str:
        text = super()._mark(message, spans)
        needed = message is self._newest
        found = [self._gallery.span(path, needed=needed) for path in message.images]
        return "".join(self._hold(one, spans) for one in found if one) + text
