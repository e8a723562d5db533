"""Tells a person who looks elsewhere that a reply is there: title, bell, or desktop notification.

Never with anybody's words in it: a title bar and a notification are read by whoever passes.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from typing import Final

ANSWERED: Final = "SEL – answered"
TITLE: Final = "● " + ANSWERED
BELL: Final = "\a"
_SAVE, _BACK = "\x1b[22;2t", "\x1b[23;2t"
"""Put the window's title away, and bring it back (xterm; others pass over it)."""


class Telling:
    """What is told while nobody looks. `write` sends to the terminal, `run` starts a program."""

    def __init__(
        self,
        write: Callable[[str], None],
        environ: Mapping[str, str],
        run: Callable[[list[str]], bool] | None = None,
    ) -> None:
        self._write, self._environ, self._run = write, environ, run or started
        self._titled = False

    def ended(self, how: str) -> None:
        """A reply ended; `how` is the setting `notify`."""
        if how == "off":
            return
        if not self._titled:
            self._titled = True
            self._write(_SAVE)
        self._write(title(TITLE))
        if how == "bell" or (how == "desktop" and not self._on_desktop()):
            self._write(BELL)

    def looked(self) -> None:
        """The person is back: the title is as it was."""
        if self._titled:
            self._titled = False
            self._write(title("SEL") + _BACK)

    def _on_desktop(self) -> bool:
        """Through the terminal, else through the desktop's own tool; False where neither can."""
        words = notification(self._environ)
        if words:
            self._write(words)
            return True
        screen = any(self._environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
        return screen and self._run(["notify-send", "--app-name=SEL", "SEL", "answered"])


def title(words: str) -> str:
    """The sequence that sets the window's title."""
    return f"\x1b]2;{words}\x07"


def notification(environ: Mapping[str, str]) -> str:
    """The sequence by which this terminal shows a notification; "" where it is not known to.

    Inside tmux and screen none of them arrives for certain.
    """
    if environ.get("TMUX") or environ.get("TERM", "").startswith(("screen", "tmux")):
        return ""
    program, term = environ.get("TERM_PROGRAM", "").lower(), environ.get("TERM", "")
    if environ.get("KITTY_WINDOW_ID") or "kitty" in term:
        return f"\x1b]99;;{ANSWERED}\x1b\\"
    if program in ("iterm.app", "wezterm", "ghostty") or "ConEmuPID" in environ:
        return f"\x1b]9;{ANSWERED}\x07"
    if term.startswith(("foot", "rxvt-unicode")):
        return "\x1b]777;notify;SEL;answered\x1b\\"
    return ""


def started(command: list[str]) -> bool:
    """Start a program and think no more of it; False where there is none."""
    program = shutil.which(command[0])
    if program is None:
        return False
    try:
        subprocess.Popen(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
