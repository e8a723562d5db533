"""`python -m sel.engine.workers.listen --fd N --model FOLDER`, started by its client."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import os
import sys
import threading
import traceback

from sel.engine.workers.channel import Channel


def _die(failed: threading.ExceptHookArgs) -> None:
    """A thread that failed takes the child with it: half of one hears nothing."""
    traceback.print_tb(failed.exc_traceback)  # the places only: a message may quote what was heard
    sys.stderr.flush()
    os._exit(2)


def main() -> int:
    """Load, say so, and serve until the parent is gone. Exit status 1 where nothing is loaded."""
    faulthandler.enable()  # a crash in native code leaves its Python stack in the log
    threading.excepthook = _die
    logging.disable(logging.CRITICAL)  # what Whisper's library logs are the words it heard
    os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    channel = Channel.from_argv()
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--model", required=True)
    parser.add_argument("--language", default="")
    parser.add_argument("--cpu", action="store_true")
    options, _ = parser.parse_known_args()
    from sel.engine.workers.listen.service import serve

    return serve(channel, options.model, options.language, cpu=options.cpu)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # a thread may be inside Whisper, which cannot be stopped
