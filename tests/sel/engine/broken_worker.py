"""The real worker, made to die on purpose. `SEL_TEST_BREAK` says when."""

from __future__ import annotations

import faulthandler
import os
import signal
import time

from sel.engine.workers.channel import Channel
from sel.engine.workers.llm import scheduler, service
from sel.engine.workers.llm.kvcache import KvCache
from sel.engine.workers.llm.model import Model

WHEN = os.environ.get("SEL_TEST_BREAK", "")


class BrokenModel(Model):
    """Dies in the preflight as an AMX build does, or hangs there."""

    def preflight(self) -> None:
        if WHEN == "always" or (WHEN == "extra-buffers" and self.config.extra_buffers):
            os.kill(os.getpid(), signal.SIGSEGV)
        if WHEN == "hang":
            time.sleep(3600)
        super().preflight()


class BrokenCache(KvCache):
    """Dies over a state it is given."""

    def put(self, sequence: int, data: memoryview, size: int) -> bool:
        os.kill(os.getpid(), signal.SIGSEGV)
        return super().put(sequence, data, size)


if __name__ == "__main__":
    faulthandler.enable()
    service.Model = BrokenModel  # type: ignore[attr-defined]
    if WHEN == "state":
        service.KvCache = BrokenCache  # type: ignore[attr-defined]
    if WHEN == "hurry":  # as on a machine that reads a whole prompt at once
        scheduler.ALONE_SECONDS = 1000.0
    service.Service(Channel.from_argv()).run()
