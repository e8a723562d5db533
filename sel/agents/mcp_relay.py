"""Stands between SEL and one MCP server: `python -I -B mcp_relay.py COMMAND ARGS…`.

The server's stdout is passed on line by line. What is no JSON object is dropped, and a server that
prints rubbish without end, or a line without end, is ended: so none of it reaches SEL's memory or
log. The server keeps stdin as it is, and its stderr is nobody's.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

LONGEST = 4 * 1024 * 1024
"""Bytes of one message."""
MOST_RUBBISH = 1_000
"""Lines that are no message, until it is enough."""
NOT_FOUND, TOO_MUCH = 127, 3
"""Exit codes."""


def main() -> int:
    """Run the server to its end; the exit code."""
    try:
        server = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return NOT_FOUND
    assert server.stdout is not None  # noqa: S101 - asked for as a pipe
    rubbish = 0
    while line := server.stdout.readline(LONGEST + 1):
        if len(line) > LONGEST:
            break
        if line.lstrip().startswith(b"{"):
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            continue
        rubbish += 1
        if rubbish > MOST_RUBBISH:
            break
    else:
        return server.wait()
    server.kill()
    return TOO_MUCH


if __name__ == "__main__":
    try:
        code = main()
    except (BrokenPipeError, KeyboardInterrupt):
        code = 0
    if os.getpgrp() == os.getpid():  # ours alone, as the SDK starts us: nothing of it stays behind
        os.killpg(0, signal.SIGKILL)
    sys.exit(code)
