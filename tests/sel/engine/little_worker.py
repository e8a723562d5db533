"""A child of a few lines that does as it is told; the parent's side is what is tested."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

from sel.engine.workers.channel import Channel


def act(message: dict[str, Any], channel: Channel) -> None:
    match message["do"]:
        case "echo":
            channel.send(message)
        case "write":
            os.write(1, b"on stdout\n")
            os.write(2, b"on stderr\n")
            channel.send({"done": "write"})
        case "tell":
            group, session = os.getpgrp(), os.getsid(0)
            channel.send({"group": group, "session": session, "argv": sys.argv[1:]})
        case "exit":
            os._exit(message["status"])
        case "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "sulk":
            channel.send({"done": "sulk"})
            time.sleep(3600)
        case "torn":
            channel._sock.sendall(b'{"half": ')
            os._exit(0)


if __name__ == "__main__":
    line = Channel.from_argv()
    for order in line:
        act(order, line)
