"""The real worker, made to die on purpose. `SEL_TEST_BREAK` says when."""

from __future__ import annotations

import faulthandler
import os
import signal
import time

from sel.engine.workers.channel import Channel
from sel.engine.workers.llm import service
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


if __name__ == "__main__":
    faulthandler.enable()
    service.Model = BrokenModel  # type: ignore[attr-defined]
    service.Service(Channel.from_argv()).run()
