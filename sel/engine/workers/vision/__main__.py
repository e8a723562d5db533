"""`python -m sel.engine.workers.vision --fd N`: started by the supervisor, never by hand."""

from __future__ import annotations

import faulthandler

from sel.engine.workers.channel import Channel


def main() -> None:
    """Serve until the parent is gone."""
    faulthandler.enable()  # a crash in llama.cpp leaves its Python stack in the log
    channel = Channel.from_argv()
    from sel.engine.workers.vision.service import SeeingService  # after faulthandler

    SeeingService(channel).run()


if __name__ == "__main__":
    main()
