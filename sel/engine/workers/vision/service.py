"""The text expert's service with eyes: the same line, threads, slots and ladder."""

from __future__ import annotations

from sel.engine.workers.llm.kvcache import KvCache
from sel.engine.workers.llm.model import Model
from sel.engine.workers.llm.naming import Naming
from sel.engine.workers.llm.scheduler import Scheduler
from sel.engine.workers.llm.service import Service
from sel.engine.workers.llm.template import ChatTemplate
from sel.engine.workers.llm.vocab import Vocab
from sel.engine.workers.vision.encoder import SeeingEncoder
from sel.engine.workers.vision.eyes import Eyes
from sel.engine.workers.vision.gallery import Gallery
from sel.engine.workers.vision.scheduler import SeeingScheduler


class SeeingService(Service):
    """Serves one model that sees."""

    def _make_scheduler(
        self, model: Model, vocab: Vocab, template: ChatTemplate, naming: Naming
    ) -> Scheduler:
        eyes = Eyes(model)
        gallery = Gallery(eyes)
        return SeeingScheduler(
            model,
            vocab,
            SeeingEncoder(template, vocab, gallery),
            template.source.stop,
            self._channel.send,
            cache=KvCache(model),
            naming=naming,
            eyes=eyes,
            gallery=gallery,
        )
