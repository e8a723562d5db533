"""Telling prose from code in text that arrives in pieces.

Fences may be torn between pieces ("``" now, "`python" later), so a run of backticks or tildes is
held back until what follows it is known.
"""

from __future__ import annotations

from collections.abc import Iterator

FENCE = 3
"""Backticks or tildes that open a block at the beginning of a line."""


class CodeScanner:
    """Splits a stream into (text, is_code). Joined in order, the texts are the stream."""

    def __init__(self) -> None:
        self._fence = ""  # the run that opened the block we are in
        self._inline = ""  # the run that opened the inline code we are in
        self._run = ""  # backticks or tildes not yet judged
        self._at_start = True  # nothing but indentation on this line yet
        self._run_at_start = True
        self._info = False  # behind a closing fence, on its line

    @property
    def in_code(self) -> bool:
        """Whether what comes next is code."""
        return bool(self._fence or self._inline or self._info)

    def feed(self, piece: str) -> Iterator[tuple[str, bool]]:
        """What of the stream is known by now, characters of one kind together."""
        if piece and self._is_plain(piece):  # as most are: this is ten times as fast
            line = piece.rpartition("\n")[2]
            self._at_start = ("\n" in piece or self._at_start) and not line.strip(" \t")
            yield piece, self.in_code
            return
        held, kind = "", False
        for char in piece:
            for text, is_code in self._step(char):
                if held and is_code != kind:
                    yield held, kind
                    held = ""
                held, kind = held + text, is_code
        if held:
            yield held, kind

    def _is_plain(self, piece: str) -> bool:
        """Whether all of a piece is of the kind that was before it."""
        if self._run or "`" in piece or "~" in piece:
            return False
        return "\n" not in piece or not (self._inline or self._info)

    def close(self) -> Iterator[tuple[str, bool]]:
        """What was held back."""
        if self._run:
            yield self._settle()

    def _step(self, char: str) -> Iterator[tuple[str, bool]]:
        if self._run and char != self._run[0]:
            yield self._settle()
        if char == "`" or (char == "~" and not self._inline):
            if not self._run:
                self._run_at_start = self._at_start
            self._run += char
            self._at_start = False
            return
        if char == "\n":
            self._inline = ""  # an inline span nobody closed ends with its line
            self._info = False
            self._at_start = True
        elif char not in " \t":
            self._at_start = False
        yield char, self.in_code

    def _settle(self) -> tuple[str, bool]:
        """Judge the held run: does it open or close a block or a span?"""
        run, self._run = self._run, ""
        if self._fence:
            if self._run_at_start and run[0] == self._fence[0] and len(run) >= len(self._fence):
                self._fence, self._info = "", True
            return run, True
        if self._inline:
            if run == self._inline:
                self._inline = ""
            return run, True
        if self._info:
            return run, True
        if self._run_at_start and len(run) >= FENCE:
            self._fence = run
            return run, True
        if run[0] == "`":
            self._inline = run
            return run, True
        return run, False
