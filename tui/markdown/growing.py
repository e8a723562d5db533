"""A Markdown text that grows: what is done is not read again when more arrives.

Blocks before the last cannot change any more, and of the last most cannot, either: lines of code,
rows of a table, items of a list, the beginning of a long paragraph (`tui.markdown.opened`). Only
what is left of it is read again. Where that turns out to change what was taken for done (a column
grows wider, a list gets blank lines), its block is read once again from its beginning.
"""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from tui.markdown import blocks, opened
from tui.markdown.fence import OpenFence
from tui.markdown.grown import Grown
from tui.markdown.line import BLANK, Line
from tui.text import visible

SHORT = 4_000
"""Characters that are read as a whole at their end in any case: it costs a few milliseconds."""
PATIENCE = 48
"""Characters after which one looks again whether something is done."""
DEFINES = "]:"
"""A text with this in it may define what links before it lead to."""

_UNSURE = re.compile(r"(?:^|\n) {0,3}(?:\d{1,9}[.)]?|[-+*_`~=#>|]{1,3}) *\Z")
"""A last row of which nobody knows yet whether it begins an item, a block, or goes on with one."""


def _after(nodes: list[SyntaxTreeNode]) -> list[Line]:
    return [line for node in nodes for line in (BLANK, *blocks.block(node))]


class GrowingMarkdown(Grown):
    """Lines of a Markdown text that arrives in pieces."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        if text:
            self.finish(text)

    def restart(self) -> None:
        """Begin with nothing."""
        super().restart()
        self._block: list[str] = []  # the source of the last block
        self._begins = 0  # settled lines above it
        self._open = ""  # what of it is read again
        self._part: opened.Part | OpenFence | None = None
        self._patience = 0  # characters of it before which no step is tried again

    def append(self, text: str) -> None:
        """Take more text and bring the lines up to date."""
        if not text:
            return
        self._parts.append(text)
        shown = visible(text)
        self._block.append(shown)
        if isinstance(self._part, OpenFence):
            self._read_code(self._part, shown)
        else:
            self._open += shown
            self._read()

    def finish(self, text: str | None = None) -> None:
        """The text is complete (and is `text`, if given). It is read as a whole only where that
        can make a difference."""
        if isinstance(self._part, opened.Rows) and not self._open.endswith("\n"):
            self._block.append("\n")
            self._open += "\n"
            self._read()  # the last row is complete
        known = self.source
        whole = known if text is None else text
        same = known.strip() and whole.rstrip() == known.rstrip() and DEFINES not in whole
        if not same or len(whole) <= SHORT:
            self.restart()
            self.settled = blocks.lines_of(whole)
        else:
            self.settled += self.tail
        self._parts = [whole]
        self.tail, self._block, self._open, self._part = [], [], "", None

    # ------------------------------------------------------------ reading

    def _read(self) -> None:
        part = self._part if isinstance(self._part, opened.Part) else None
        nodes = blocks.tree((part.prefix if part else "") + self._open).children
        if part is not None:
            drawn = part.draw(nodes[0], self._open) if nodes else None
            if drawn is None:
                self._again()
                return
        else:
            drawn = blocks.block(nodes[0]) if nodes else []
        unsure = _UNSURE.search(self._open) is not None
        if len(nodes) > 1 and not unsure:
            self._close(drawn, nodes)
            return
        self.tail = [*drawn, *_after(nodes[1:])]
        if nodes and not unsure:
            self._advance(nodes[0])

    def _again(self) -> None:
        """Read the last block once more from its beginning."""
        del self.settled[self._begins :]
        self._told = min(self._told, self._begins)
        self._open, self._part, self._patience = "".join(self._block), None, 0
        self._read()

    def _close(self, drawn: list[Line], nodes: list[SyntaxTreeNode]) -> None:
        """Other blocks began: all but the last are done."""
        prefix = self._part.prefix if isinstance(self._part, opened.Part) else ""
        begins = (nodes[-1].map or (0, 0))[0] - prefix.count("\n")
        self.settled += [*drawn, *_after(nodes[1:-1]), BLANK]
        self._open = "\n".join(self._open.split("\n")[begins:])
        self._block, self._begins, self._part = [self._open], len(self.settled), None
        self._patience = 0
        self._read()

    def _advance(self, node: SyntaxTreeNode) -> None:
        """Take for done what of the last block is done."""
        fence = OpenFence.of(self._open) if node.type == "fence" else None
        if fence is not None:
            text = self._open.split("\n", 1)[1]
            self._part, self._open = fence, ""
            self.settled.append(fence.title)
            self._read_code(fence, text)
            return
        if len(self._open) < self._patience:
            return
        part = self._part if isinstance(self._part, opened.Part) else None
        grown = opened.advance(part, node, self._open)
        if grown is not None:
            self.settled += grown.done
            self._part, self._open, self.tail = grown.part, grown.rest, grown.tail
        self._patience = len(self._open) + PATIENCE if grown is None else 0

    def _read_code(self, fence: OpenFence, text: str) -> None:
        """More of a code block, or of what comes after it."""
        if not fence.closed:
            text = fence.feed(text)
            if fence.anew is not None:
                del self.settled[self._begins + 1 :]
                self._told = min(self._told, self._begins + 1)
                self.settled += fence.anew
            self.settled += fence.take()
            self.tail = fence.tail()
        self._open += text
        if fence.closed and self._open.strip():
            self.settled += [*self.tail, BLANK]
            self._block, self._begins, self._part = [self._open], len(self.settled), None
            self._read()
