"""A code block that grows. Of what is done no line is drawn twice.

Code is coloured by the piece; only at its end, and only where strings or comments may have run from
one piece into the next, is it coloured once as a whole.
"""

from __future__ import annotations

import re

from tui.markdown import code
from tui.markdown.line import Line

PIECE = 24
"""Lines that are coloured together, at most."""
LEAST = 6
"""Lines of a piece, where a blank line or one that is not indented follows."""
RUNS_ON = ('"""', "'''", "/*", "<!--", "`", "{-", "(*", "--[[", "=begin")
"""What may begin a string or a comment of many lines."""

_OPENING = re.compile(r"( {0,3})(`{3,}|~{3,})([^\n]*)\n")


class OpenFence:
    """The lines of a code block, from its opening row to its closing one."""

    def __init__(self, indent: int, fence: str, info: str) -> None:
        words = info.split(maxsplit=1)
        self._name = words[0] if words else ""
        self._indent = indent
        self._closing = re.compile(rf" {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*")
        self._source: list[str] = []
        self._piece: list[str] = []  # lines not settled yet
        self._last = ""  # the line that grows
        self._drawn: list[Line] = []  # of the piece
        self._done: list[Line] = []
        self.title = code.title(self._name)
        self.closed = False
        self.anew: list[Line] | None = None
        """All of the code, where it has to be drawn once more."""

    @classmethod
    def of(cls, source: str) -> OpenFence | None:
        """The block that begins here, once its first row is complete."""
        opening = _OPENING.match(source)
        return cls(len(opening[1]), opening[2], opening[3]) if opening else None

    def feed(self, text: str) -> str:
        """Take more of it; what comes after its end is given back."""
        *whole, self._last = (self._last + text).split("\n")
        for number, line in enumerate(whole):
            if self._closing.fullmatch(line):
                self._close()
                after, self._last = [*whole[number + 1 :], self._last], ""
                return "\n".join(after)
            self._piece.append(self._dedented(line))
        if whole:
            self._settle()
        return ""

    def take(self) -> list[Line]:
        """Lines that were settled since this was asked."""
        done, self._done = self._done, []
        return done

    def tail(self) -> list[Line]:
        """The lines that may still change, and the row of air below."""
        growing: list[Line] = []
        if self._last and not self._closing.fullmatch(self._last):
            growing = code.body(self._dedented(self._last), self._name)
        if not (self._source or self._piece or growing):
            growing = code.body("", self._name)
        return [*self._drawn, *growing, code.END]

    def _dedented(self, line: str) -> str:
        spaces = len(line) - len(line.lstrip(" "))
        return line[min(spaces, self._indent) :]

    def _settle(self) -> None:
        while len(self._piece) > PIECE:
            self._put(self._cut())
        self._drawn = self._coloured(self._piece) if self._piece else []

    def _cut(self) -> int:
        """Where a piece may end so that few colours can be wrong."""
        for number in range(PIECE, LEAST - 1, -1):
            if not self._piece[number - 1].strip() or self._piece[number][:1].strip():
                return number
        return PIECE

    def _put(self, count: int) -> None:
        piece, self._piece = self._piece[:count], self._piece[count:]
        self._done += self._coloured(piece)
        self._source += piece

    def _coloured(self, lines: list[str]) -> list[Line]:
        return code.body("\n".join(lines) + "\n", self._name)

    def _close(self) -> None:
        self.closed = True
        if self._source:
            whole = "\n".join([*self._source, *self._piece])
            if len(whole) <= code.LARGEST and any(mark in whole for mark in RUNS_ON):
                self.anew = code.body(whole + "\n", self._name)
                self._source, self._piece, self._drawn = [whole], [], []
                self._done = []
                return
        self._settle()
