"""Ctrl+C at any moment leaves the terminal as it was, and no traceback on it."""

import os
import pty
import select
import signal
import sys
import termios
import time
from dataclasses import dataclass

import pytest

pytestmark = pytest.mark.long

PATIENCE = 60.0
"""Seconds a process may take to end once it was asked to."""


@dataclass(frozen=True)
class Ended:
    """What a process in a terminal wrote, how it ended and how it left the terminal's mode."""

    text: str
    code: int
    mode_kept: bool


BEGUN = b"[begun]"
"""Written once Python itself has started: before that no program can catch Ctrl+C."""
_START = f"""
import os, sys
from sel.__main__ import start
os.write(1, {BEGUN!r})
sys.exit(start())
"""
READY = b"ay something"
"""What stands in the prompt box, behind the cursor, once the app is drawn."""


def in_a_terminal(*arguments: str, keys: list[tuple[float | bytes, bytes]]) -> Ended:
    """Run `sel` in a terminal of its own; each key is pressed after so many seconds, or once some
    text is on the screen."""
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", _START, *arguments],
        os.environ | {"TERM": "xterm-256color"},
        file_actions=[(os.POSIX_SPAWN_DUP2, theirs, number) for number in (0, 1, 2)],
        setsid=True,
        setsigdef=[signal.SIGINT],  # whoever runs the tests in the background ignores it
    )
    said = _read_until(ours, BEGUN)
    for when, key in keys:
        said += _read_until(ours, when) if isinstance(when, bytes) else _read(ours, when)
        os.write(ours, key)
        if key == b"\x03" and termios.tcgetattr(theirs)[3] & termios.ISIG:
            os.kill(pid, 2)  # the terminal is not the child's own, so it sends no signals
    code, last = _wait(pid, ours)
    said += last
    kept = termios.tcgetattr(theirs) == before
    os.close(ours)
    os.close(theirs)
    return Ended(said.decode(errors="replace"), code, kept)


def _read(descriptor: int, seconds: float) -> bytes:
    until, said = time.monotonic() + seconds, b""
    while (left := until - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            said += os.read(descriptor, 65536)
    return said


def _read_until(descriptor: int, text: bytes) -> bytes:
    until, said = time.monotonic() + PATIENCE, b""
    while text not in said and time.monotonic() < until:
        said += _read(descriptor, 0.05)
    return said


def _wait(pid: int, descriptor: int) -> tuple[int, bytes]:
    until, said = time.monotonic() + PATIENCE, b""
    while time.monotonic() < until:
        said += _read(descriptor, 0.05)
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status), said + _read(descriptor, 0.1)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    raise TimeoutError("it did not end")


@pytest.mark.parametrize("after", [0.05, 0.2, 0.5, 1.5])
def test_the_app(after: float) -> None:
    keys: list[tuple[float | bytes, bytes]]
    keys = [(after, b"\x03"), (0.1, b"\x03"), (0.5, b"\x03")]
    ended = in_a_terminal("--demo", keys=keys)
    assert "Traceback" not in ended.text
    assert ended.mode_kept
    assert ended.text.count("\x1b[?1049h") == 0 or "\x1b[?1049l" in ended.text


@pytest.mark.parametrize("after", [0.05, 0.2, 0.5, 1.5])
def test_the_chat(after: float) -> None:
    ended = in_a_terminal("chat", "--demo", keys=[(after, b"\x03"), (0.1, b"\x03")])
    assert "Traceback" not in ended.text
    assert ended.mode_kept
    assert ended.code in (130, -2)


def test_leaving_by_key() -> None:
    ended = in_a_terminal("--demo", keys=[(READY, b"\x11")])
    assert ended.code == 0
    assert ended.mode_kept
    assert "\x1b[?1049l" in ended.text


@pytest.mark.parametrize("reading", [True, False])
def test_a_terminal_that_is_closed_takes_the_app_with_it(reading: bool) -> None:
    """Also when nobody read what it wrote for a while, so that its writing waits."""
    pid, ours = pty.fork()
    if pid == 0:
        os.execve(  # noqa: S606 - no shell is wanted
            sys.executable,
            [sys.executable, "-m", "sel", "--demo"],
            os.environ | {"TERM": "xterm-256color"},
        )
    _read_until(ours, READY)
    os.write(ours, b"tell me a story\r")
    if reading:
        _read(ours, 1.0)
    else:
        time.sleep(1.0)
    os.close(ours)
    until = time.monotonic() + PATIENCE
    while not (found := os.waitpid(pid, os.WNOHANG)[0]) and time.monotonic() < until:
        time.sleep(0.05)
    if not found:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    assert found
